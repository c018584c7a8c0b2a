//! Classes of changes: a table says which change breaks whom, and what to do about it.

use std::{fmt, path::Path};

use regex::Regex;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use super::{
    difference::{BehaviourDifference, ChangedMessage},
    kind::DifferenceKind,
};
use crate::{files, yaml};

/// The weight of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeClass {
    /// Somebody who uses the API must do something.
    Breaking,
    /// A person must say whether it is meant.
    Undecided,
    /// A consumer that keeps to the rules of the API notices nothing.
    Harmless,
}

impl fmt::Display for ChangeClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Breaking => "breaking",
            Self::Undecided => "to be decided",
            Self::Harmless => "harmless",
        })
    }
}

/// The reasons why a table cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ClassError {
    /// It cannot be read.
    #[error("{path} cannot be read: {reason}")]
    Unreadable {
        /// The file.
        path: String,
        /// The reason.
        reason: String,
    },
    /// A kind has no row.
    #[error(
        "{path} has no row for {kind}; add one with `when: {{ kinds: [{kind}] }}` and no other condition"
    )]
    Missing {
        /// The file.
        path: String,
        /// The kind.
        kind: String,
    },
}

/// A row of the table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClassRow {
    /// The name of the change.
    pub(super) id: String,
    /// The differences that it is about.
    when: RowCondition,
    /// The weight.
    pub(super) class: ChangeClass,
    /// The consumers whom it hits.
    pub(super) hits: String,
    /// The sentence: `{what}` is the operation or the event, `{member}` the member, `{before}` and `{after}` are the values.
    pub(super) says: String,
    /// The advice.
    pub(super) advice: String,
}

/// The condition of a row: all of it must hold.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RowCondition {
    /// One of these kinds.
    kinds: Vec<DifferenceKind>,
    /// In an answer, in an event, or in the scenario as a whole.
    #[serde(default, rename = "in")]
    message: Option<MessageKind>,
    /// The operation or the type of the event.
    #[serde(default, deserialize_with = "pattern")]
    of: Option<Regex>,
    /// The place in the message.
    #[serde(default, deserialize_with = "pattern")]
    place: Option<Regex>,
    /// The status of the answer after the change.
    #[serde(default, deserialize_with = "pattern")]
    status: Option<Regex>,
    /// The value before.
    #[serde(default, deserialize_with = "pattern")]
    before: Option<Regex>,
    /// The value after.
    #[serde(default, deserialize_with = "pattern")]
    after: Option<Regex>,
}

/// The kind of the message in which something changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum MessageKind {
    /// An answer.
    Answer,
    /// An event.
    Event,
    /// The scenario as a whole.
    Scenario,
}

/// A pattern for a whole text.
fn pattern<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Regex>, D::Error> {
    let text = String::deserialize(deserializer)?;
    Regex::new(&format!("^(?:{text})$")).map(Some).map_err(D::Error::custom)
}

impl RowCondition {
    fn holds(&self, difference: &BehaviourDifference) -> bool {
        let (kind, name) = match &difference.message {
            ChangedMessage::Answer(operation) => (MessageKind::Answer, operation.as_str()),
            ChangedMessage::Event(event) => (MessageKind::Event, event.as_str()),
            ChangedMessage::Scenario => (MessageKind::Scenario, ""),
        };
        let fits = |pattern: &Option<Regex>, text: &str| {
            pattern.as_ref().is_none_or(|pattern| pattern.is_match(text))
        };
        self.kinds.contains(&difference.kind)
            && self.message.is_none_or(|wanted| wanted == kind)
            && fits(&self.of, name)
            && fits(&self.place, &difference.place)
            && fits(&self.status, &difference.statuses.1)
            && fits(&self.before, &difference.before)
            && fits(&self.after, &difference.after)
    }

    fn is_only_kind(&self) -> bool {
        let patterns = [&self.of, &self.place, &self.status, &self.before, &self.after];
        self.message.is_none() && patterns.into_iter().all(Option::is_none)
    }
}

/// The table: the first row that fits says what a change is.
#[derive(Clone, Debug)]
pub struct ClassTable(Vec<ClassRow>);

impl ClassTable {
    /// Reads a table.
    ///
    /// # Errors
    /// If it cannot be read, or has no row for a kind of difference.
    pub fn load(path: &Path) -> Result<Self, ClassError> {
        let shown = path.display().to_string();
        let unreadable = |reason: String| ClassError::Unreadable { path: shown.clone(), reason };
        let text = files::read_text(path).map_err(|error| unreadable(error.to_string()))?;
        let table = Self(yaml::read(&text).map_err(unreadable)?);
        for kind in DifferenceKind::ALL {
            let has_row =
                |row: &ClassRow| row.when.kinds.contains(&kind) && row.when.is_only_kind();
            if !table.0.iter().any(has_row) {
                let kind = serde_json::to_value(kind).unwrap_or_default();
                let kind = kind.as_str().unwrap_or_default().to_owned();
                return Err(ClassError::Missing { path: shown, kind });
            }
        }
        Ok(table)
    }

    /// The names of the changes.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|row| row.id.as_str())
    }

    /// The row of a difference.
    pub(super) fn row(&self, difference: &BehaviourDifference) -> Option<&ClassRow> {
        self.0.iter().find(|row| row.when.holds(difference))
    }
}
