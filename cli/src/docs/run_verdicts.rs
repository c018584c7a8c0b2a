//! The verdicts of a kept run, as the site shows them.

use std::collections::HashMap;

use conformance_harness::{
    kept::KeptRun,
    run::Summary,
    secrets::Secrets,
    suite::{Case, Suite},
    verdict::Verdict,
};

use super::{
    example::{ScenarioExample, example_of},
    words::sign,
};
use crate::{
    kept::{results, summary_of},
    report::{ScenarioReport, class, worst},
};

/// The run of a site, with the results of its scenarios.
pub(super) struct RunVerdicts {
    run: KeptRun,
    summary: Summary,
    results: HashMap<String, ScenarioReport>,
    /// The indices of the kept results.
    kept: HashMap<String, usize>,
    /// True if the features are the same as those of the run.
    pub(super) is_same: bool,
    /// The number of scenarios of the features that have no result.
    pub(super) left: usize,
}

/// A verdict on the page.
#[derive(Clone, Debug)]
pub(super) struct VerdictView {
    pub(super) words: String,
    pub(super) class: &'static str,
    pub(super) sign: &'static str,
    /// The mistakes, or the reason why it was not judged.
    pub(super) reasons: Vec<String>,
}

/// The verdicts of several scenarios together.
#[derive(Clone, Debug)]
pub(super) struct VerdictTally {
    pub(super) worst: VerdictView,
    pub(super) passed: usize,
    pub(super) total: usize,
    /// The number of scenarios that failed or could not be told.
    pub(super) red: usize,
}

impl RunVerdicts {
    /// The verdicts of a run on the scenarios of a suite.
    pub(super) fn new(run: KeptRun, suite: &Suite) -> Self {
        let summary = summary_of(&run);
        let secrets = Secrets::default();
        // A kept run was masked before it was written.
        let reports = results(&run, &suite.cases).into_iter();
        let results: HashMap<String, ScenarioReport> = reports
            .map(|result| (result.case.id.clone(), ScenarioReport::of(&result, &secrets)))
            .collect();
        let kept = run.results.iter().enumerate();
        let kept = kept.map(|(index, result)| (result.id.clone(), index)).collect();
        let is_same = run.head.facts.digest == suite.digest;
        let left = suite.cases.iter().filter(|case| !results.contains_key(&case.id)).count();
        Self { run, summary, results, kept, is_same, left }
    }

    /// The target's name.
    pub(super) fn target(&self) -> &str {
        &self.run.head.facts.target
    }

    /// The layers that bind the target.
    pub(super) fn layers(&self) -> &str {
        &self.run.head.facts.layers
    }

    /// The verdict on the target.
    pub(super) fn conforms(&self) -> &'static str {
        self.summary.words()
    }

    /// The class by which the verdict on the target is coloured.
    pub(super) fn class(&self) -> &'static str {
        if self.summary.exit_code() == 0 { "good" } else { "bad" }
    }

    /// The cause, if the run ended before its time.
    pub(super) fn broken_off(&self) -> Option<&str> {
        self.summary.broken_off.as_deref()
    }

    /// The time at which the run began.
    pub(super) fn date(&self) -> String {
        self.run.head.begun.strftime("%-d %B %Y, %H:%M UTC").to_string()
    }

    /// The numbers of scenarios by verdict, those that are not zero.
    pub(super) fn counts(&self) -> Vec<(Verdict, usize)> {
        let number = |verdict| self.results.values().filter(|one| one.verdict == verdict).count();
        let counts = Verdict::ALL.into_iter().map(|verdict| (verdict, number(verdict)));
        counts.filter(|(_, count)| *count > 0).collect()
    }

    /// The verdict on a case.
    pub(super) fn of(&self, case: &Case) -> VerdictView {
        match self.results.get(&case.id) {
            None => not_run(),
            Some(result) => view(result.verdict, result.reasons.clone()),
        }
    }

    /// The verdicts on several cases together.
    pub(super) fn tally<'a>(&self, cases: impl IntoIterator<Item = &'a Case>) -> VerdictTally {
        let found: Vec<Option<Verdict>> = cases
            .into_iter()
            .map(|case| self.results.get(&case.id).map(|result| result.verdict))
            .collect();
        let verdicts: Vec<Verdict> = found.iter().copied().flatten().collect();
        let is_none = verdicts.is_empty();
        VerdictTally {
            passed: verdicts.iter().filter(|one| **one == Verdict::Passed).count(),
            red: verdicts.iter().filter(|one| one.is_red()).count(),
            total: found.len(),
            worst: if is_none { not_run() } else { view(worst(verdicts), Vec::new()) },
        }
    }

    /// The example exchange of a case; none if its story was not kept or has no exchange.
    pub(super) fn example(&self, case: &Case) -> Option<ScenarioExample> {
        let place = self.run.results.get(*self.kept.get(&case.id)?)?.story?;
        // A story of a run that was killed may be cut short.
        let story = self.run.story_at(place).ok()?;
        let messages = example_of(&story, case);
        (!messages.is_empty()).then(|| ScenarioExample { id: case.id.clone(), messages })
    }
}

fn view(verdict: Verdict, reasons: Vec<String>) -> VerdictView {
    VerdictView { words: verdict.to_string(), class: class(verdict), sign: sign(verdict), reasons }
}

fn not_run() -> VerdictView {
    VerdictView {
        words: "not in this run".to_owned(),
        class: "note",
        sign: "○",
        reasons: Vec::new(),
    }
}
