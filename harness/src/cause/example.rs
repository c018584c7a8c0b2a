//! One failure as an example of its cause.

use crate::{
    exchange::ANSWER_MARK,
    run::CaseResult,
    verdict::{Fault, Nonconformance},
};

/// One failure: where it showed, what was expected and what came.
#[derive(Clone, Debug, Default)]
pub struct Example {
    /// The scenario.
    pub scenario: String,
    /// Its file and line.
    pub place: String,
    /// The step at which it ended; none if a check after it found the mistake.
    pub step: Option<String>,
    /// One sentence.
    pub what: String,
    /// The result that was expected, and the one that came.
    pub compared: Option<(String, String)>,
    /// The request that shows it, as a command in one line.
    pub command: Option<String>,
}

impl Example {
    /// The example of a failed case and one of its reasons.
    pub(super) fn of(outcome: &CaseResult, fault: &Fault) -> Self {
        let case = &outcome.case;
        let (scenario, place) = (format!("{} {}", case.id, case.name), case.place());
        let step = outcome
            .stopped_at
            .as_ref()
            .map(|step| format!("{}{} (line {})", step.keyword, step.value, step.line));
        match fault {
            Fault::Nonconformance(finding) => {
                let Nonconformance { check, what, expected, actual, evidence, .. } =
                    finding.as_ref();
                Self {
                    scenario,
                    place,
                    step: step.filter(|_| check.is_none()),
                    what: what.clone(),
                    compared: Some((one_line(expected), one_line(actual))),
                    command: evidence.as_deref().and_then(command),
                }
            }
            Fault::Error { message: text } | Fault::NotApplicable { reason: text } => {
                let what = one_line(text);
                Self { scenario, place, step, what, compared: None, command: None }
            }
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The `curl` command of an exchange; none if the evidence is something else.
fn command(evidence: &str) -> Option<String> {
    let (command, _) = evidence.split_once(ANSWER_MARK)?;
    command.starts_with("curl").then(|| one_line(&command.replace("\\\n", " ")))
}
