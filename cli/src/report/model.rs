//! The model of a run from which every report is made.

use std::collections::BTreeMap;

use conformance_harness::{
    cause::Cause,
    kept::{RunChanges, RunFacts},
    quote::escaped,
    run::CaseResult,
    secrets::Secrets,
    verdict::{Fault, Verdict},
};
use serde::Serialize;

use crate::coverage::CoverageReport;

/// The most letters of one reason: reports of thousands of failures stay readable.
const LONGEST_REASON: usize = 400;

/// The most reasons of one scenario.
const MOST_REASONS: usize = 3;

/// A whole run.
#[derive(Debug, Serialize)]
pub(crate) struct RunReport {
    #[serde(flatten)]
    pub(crate) facts: RunFacts,
    /// `conforms`, `does not conform` or `could not be judged`.
    pub(crate) verdict: &'static str,
    pub(crate) exit_code: u8,
    /// The cause, if the run was broken off; the rest of the report is about the part before.
    pub(crate) broken_off: Option<String>,
    /// The number of scenarios by verdict.
    pub(crate) counts: BTreeMap<Verdict, usize>,
    pub(crate) seconds: f64,
    pub(crate) requests: usize,
    pub(crate) deliveries: usize,
    pub(crate) causes: Vec<CauseReport>,
    /// Causes of warnings.
    pub(crate) warnings: Vec<CauseReport>,
    /// The differences from an earlier run, if one was named.
    pub(crate) changes: Option<RunChanges>,
    /// The known deviations that excused scenarios, with the number of these.
    pub(crate) known_deviations: BTreeMap<String, usize>,
    /// Entries of known deviations that hold no longer.
    pub(crate) stale_deviations: Vec<String>,
    /// The kinds of requests, the slowest in the mean first.
    pub(crate) calls: Vec<CallReport>,
    /// The reasons why something was not judged.
    pub(crate) not_judged: Vec<String>,
    /// The parts of the documents that the run has covered; none if it was not kept.
    pub(crate) coverage: Option<CoverageReport>,
    pub(crate) rules: Vec<RuleReport>,
}

/// The times of one kind of request.
#[derive(Debug, Serialize)]
pub(crate) struct CallReport {
    pub(crate) call: String,
    pub(crate) count: usize,
    pub(crate) mean_ms: f64,
    pub(crate) longest_ms: f64,
}

/// One cause.
#[derive(Debug, Serialize)]
pub(crate) struct CauseReport {
    pub(crate) title: String,
    /// The scenarios that show it themselves.
    pub(crate) scenarios: Vec<String>,
    /// The scenarios that show what goes along with it in others.
    pub(crate) joined: Vec<String>,
    pub(crate) rules: Vec<String>,
    /// The kinds of messages in which it shows.
    pub(crate) messages: Vec<String>,
    /// The titles of small causes that break the same rule.
    pub(crate) others: Vec<String>,
    /// A call that all of them make, and the number of green scenarios that make it too.
    pub(crate) in_common: Option<SharedCall>,
    pub(crate) example: ExampleReport,
}

/// A call that the scenarios of a cause share.
#[derive(Debug, Serialize)]
pub(crate) struct SharedCall {
    pub(crate) call: String,
    pub(crate) green: usize,
}

/// One failure as an example of a cause.
#[derive(Debug, Serialize)]
pub(crate) struct ExampleReport {
    /// The scenario's id.
    pub(crate) id: String,
    pub(crate) scenario: String,
    pub(crate) place: String,
    pub(crate) step: Option<String>,
    pub(crate) what: String,
    pub(crate) expected: Option<String>,
    pub(crate) actual: Option<String>,
    /// The request that shows it, for a shell; secrets are masked.
    pub(crate) command: Option<String>,
}

/// A rule with its scenarios; journeys are listed under their own ids.
#[derive(Debug, Serialize)]
pub(crate) struct RuleReport {
    pub(crate) id: String,
    pub(crate) sentence: String,
    pub(crate) layer: String,
    /// The worst verdict of its scenarios.
    pub(crate) verdict: Verdict,
    pub(crate) scenarios: Vec<ScenarioReport>,
}

/// One scenario.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ScenarioReport {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) place: String,
    pub(crate) verdict: Verdict,
    pub(crate) seconds: f64,
    /// The mistakes, or the reason why it was not judged.
    pub(crate) reasons: Vec<String>,
}

impl RuleReport {
    /// The class by which its verdict is coloured.
    pub(crate) fn class(&self) -> &'static str {
        class(self.verdict)
    }
}

impl ScenarioReport {
    /// The report on a scenario, without these secrets.
    pub(crate) fn of(outcome: &CaseResult, secrets: &Secrets) -> Self {
        let case = &outcome.case;
        let reasons = outcome.reasons.iter().take(MOST_REASONS).map(|fault| match fault {
            Fault::Nonconformance(one) => {
                format!("{}; expected {}; actual {}", one.what, one.expected, one.actual)
            }
            Fault::Error { message } => message.clone(),
            Fault::NotApplicable { reason } => reason.clone(),
        });
        let shortened = |text: String| -> String {
            escaped(&secrets.mask(&text)).chars().take(LONGEST_REASON).collect()
        };
        Self {
            id: case.id.clone(),
            title: case.name.clone(),
            place: case.place(),
            verdict: outcome.verdict,
            seconds: outcome.wall.as_secs_f64(),
            reasons: reasons.map(shortened).collect(),
        }
    }

    /// The class by which its verdict is coloured.
    pub(crate) fn class(&self) -> &'static str {
        class(self.verdict)
    }
}

/// The worst of the verdicts of a rule's scenarios.
pub(crate) fn worst(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
    let order = [
        Verdict::Failed,
        Verdict::Error,
        Verdict::KnownDeviation,
        Verdict::Warning,
        Verdict::Passed,
        Verdict::NotApplicable,
    ];
    let rank = |verdict: &Verdict| order.iter().position(|one| one == verdict);
    verdicts.into_iter().min_by_key(rank).unwrap_or(Verdict::NotApplicable)
}

/// The class by which a verdict is coloured.
pub(crate) fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "good",
        Verdict::Failed | Verdict::Error => "bad",
        Verdict::Warning | Verdict::KnownDeviation | Verdict::NotApplicable => "other",
    }
}

/// A cause for reports; `mask` hides secrets.
pub(crate) fn cause_report(cause: &Cause, mask: &dyn Fn(&str) -> String) -> CauseReport {
    let example = &cause.example;
    let (expected, actual) = example.compared.clone().unzip();
    let masked = |text: Option<String>| text.map(|text| mask(&text));
    CauseReport {
        title: mask(&cause.title),
        scenarios: cause.direct.clone(),
        joined: cause.joined.clone(),
        rules: cause.rules.iter().cloned().collect(),
        messages: cause.messages.clone(),
        others: cause.others.iter().map(|title| mask(title)).collect(),
        in_common: cause.in_common.clone().map(|(call, green)| SharedCall { call, green }),
        example: ExampleReport {
            id: example.scenario.split(' ').next().unwrap_or_default().to_owned(),
            scenario: example.scenario.clone(),
            place: example.place.clone(),
            step: masked(example.step.clone()),
            what: mask(&example.what),
            expected: masked(expected),
            actual: masked(actual),
            command: masked(example.command.clone()),
        },
    }
}
