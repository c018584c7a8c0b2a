//! The reasons why a run can judge nothing.

use conformance_harness::{
    client::ClientError,
    portal_map::MapFileError,
    schema::SchemaError,
    sink::SinkError,
    suite::{FeatureMistake, LoadError, SelectionError},
    verdict::Fault,
};

use crate::preparation::CastFileError;

/// The reasons why nothing could be judged.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    /// The feature files cannot be read.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The feature files have mistakes.
    #[error("the feature files have mistakes; nothing was run:\n{}", list(.0))]
    Lint(Vec<FeatureMistake>),
    /// A filter cannot be used.
    #[error(transparent)]
    Selection(#[from] SelectionError),
    /// The schemas cannot be used.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The webhook sink cannot be started.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// The target does not answer.
    #[error("{target} cannot be judged: {source}")]
    Target {
        /// The target's name.
        target: String,
        /// The error of the connection.
        source: ClientError,
    },
    /// The profile lists a deviation of a scenario that does not exist.
    #[error("the profile lists a deviation of {id}, and there is no such scenario or rule; {hint}")]
    Deviation {
        /// The listed id.
        id: String,
        /// The most similar ids, or the way to see all.
        hint: String,
    },
    /// The profile excuses a rule that does not exist.
    #[error(
        "the profile lists {0} under `cannot`, and there is no such rule; `conform rules` shows all of them"
    )]
    UnknownRule(String),
    /// The map of the Portal cannot be used.
    #[error(transparent)]
    PortalMap(#[from] MapFileError),
    /// The cast cannot be kept.
    #[error(transparent)]
    Cast(#[from] CastFileError),
    /// The operator cannot act.
    #[error("{0}")]
    Operator(String),
}

fn list(problems: &[FeatureMistake]) -> String {
    let lines: Vec<String> = problems.iter().map(|problem| format!("  {problem}")).collect();
    lines.join("\n")
}

/// The error of a preparation that was not finished.
pub(crate) fn unprepared(fault: Fault) -> SetUpError {
    let is_error = matches!(fault, Fault::Error { .. });
    let words = words(fault);
    // Other messages say what must be mended first.
    let is_of_person = words.contains("in the Portal") || words.contains("carry it out");
    let remedy = if is_error && (is_of_person || !words.contains("; ")) {
        "; start the run again: it uses what is there"
    } else {
        ""
    };
    SetUpError::Operator(format!("the preparation was not finished: {words}{remedy}"))
}

pub(crate) fn operator_error(fault: Fault) -> SetUpError {
    SetUpError::Operator(words(fault))
}

fn words(fault: Fault) -> String {
    match fault {
        Fault::Error { message } => message,
        Fault::Nonconformance(finding) => format!("{}: {}", finding.what, finding.actual),
        Fault::NotApplicable { reason } => reason,
    }
}
