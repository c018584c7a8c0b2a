//! One difference between two targets in one scenario.

use super::kind::DifferenceKind;

/// The message in which something differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangedMessage {
    /// The answer of an operation.
    Answer(String),
    /// An event of a type.
    Event(String),
    /// The scenario as a whole.
    Scenario,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BehaviourDifference {
    /// Its kind.
    pub kind: DifferenceKind,
    /// The message.
    pub message: ChangedMessage,
    /// The place in it, with `*` for each item of a list.
    pub place: String,
    /// The status of the answer before, and after.
    pub statuses: (String, String),
    /// The value before.
    pub before: String,
    /// The value after.
    pub after: String,
    /// The number of the step, from 0; none for what the suite reads after the steps.
    pub step: Option<usize>,
    /// The places of the message in both stories.
    pub parts: (Option<usize>, Option<usize>),
    /// True if nothing differed before it in its scenario.
    pub is_first: bool,
}
