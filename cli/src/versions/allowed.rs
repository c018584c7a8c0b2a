//! Changes that are allowed: a file names them, each with a reason and perhaps a last day.

use std::{mem, path::Path};

use conformance_harness::{
    behaviour::{ApiChange, ClassTable, member_of},
    deviation::is_past,
    files, similar_or, yaml,
};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de::Error as _};
use serde_json::Value;

use super::model::ChangeNote;
use crate::error::CommandError;

/// An entry of the file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AllowedChange {
    /// The class of the change, as the note names it.
    change: String,
    /// The operation or the type of the event in which it shows; in any without it.
    #[serde(default)]
    of: Option<String>,
    /// The member; any without it.
    #[serde(default)]
    member: Option<String>,
    /// The reason.
    reason: String,
    /// The last day on which it is allowed.
    #[serde(default, deserialize_with = "day")]
    until: Option<Date>,
}

/// Reads a day.
fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let written = match Value::deserialize(deserializer)? {
        Value::Null => return Ok(None),
        Value::String(text) => text,
        other => other.to_string(),
    };
    let wrong = |_| D::Error::custom(format!("{written} is no day; write it as in 2026-12-31"));
    written.parse::<Date>().map(Some).map_err(wrong)
}

/// The allowed changes.
#[derive(Clone, Debug, Default)]
pub(super) struct AllowedChanges(Vec<AllowedChange>);

impl AllowedChange {
    fn fits(&self, change: &ApiChange) -> bool {
        let is_member = |name: &String| change.places.iter().any(|place| is_in(place, name));
        self.change == change.id
            && self.of.as_ref().is_none_or(|name| change.messages.contains(name))
            && self.member.as_ref().is_none_or(is_member)
    }

    fn is_over(&self) -> bool {
        is_past(self.until)
    }

    fn words(&self) -> String {
        let parts = [Some(&self.change), self.of.as_ref(), self.member.as_ref()];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        parts.join(" ")
    }
}

/// True if a place ends with this member, or has this name itself.
fn is_in(place: &str, name: &str) -> bool {
    place == name || member_of(place) == name
}

impl AllowedChanges {
    /// Reads a file; without one, nothing is allowed.
    pub(super) fn load(path: Option<&Path>) -> Result<Self, CommandError> {
        let Some(path) = path else { return Ok(Self::default()) };
        let wrong = |reason: String| {
            CommandError::Report(format!(
                "--allowed {}: {reason}; it is a list of changes, each with `change` and `reason`, \
                 and perhaps `of`, `member` and `until`",
                path.display()
            ))
        };
        let text = files::read_text(path).map_err(|error| wrong(error.to_string()))?;
        let value = yaml::parse(&text).map_err(|error| wrong(error.to_string()))?;
        let Value::Array(items) = value else {
            return Err(wrong("the file is no list".to_owned()));
        };
        let mut entries = Vec::new();
        for (place, item) in items.into_iter().enumerate() {
            let change = item.get("change").and_then(Value::as_str).unwrap_or("without a name");
            let name = format!("entry {} ({change})", place + 1);
            let entry: AllowedChange = yaml::typed(item, &text, Some(place))
                .map_err(|reason| wrong(format!("{name}: {reason}")))?;
            if entry.reason.trim().is_empty() {
                return Err(wrong(format!("{} has no reason", entry.words())));
            }
            entries.push(entry);
        }
        Ok(Self(entries))
    }

    /// Adds what follows from changes that are allowed, but for verdicts: who allows a change does not allow all of its effects.
    pub(super) fn with_following(&self, changes: Vec<ApiChange>) -> Vec<ApiChange> {
        let all = changes.into_iter().flat_map(|mut change| {
            let is_allowed = self.0.iter().any(|entry| !entry.is_over() && entry.fits(&change));
            let following = if is_allowed { mem::take(&mut change.following) } else { Vec::new() };
            let following = following.into_iter().filter(|follower| !follower.is_verdict);
            [change].into_iter().chain(following)
        });
        all.collect()
    }

    /// Marks what is allowed, and warns of entries that are over or that nothing needs, and of names that are not in the table.
    pub(super) fn apply(&self, note: &mut ChangeNote, table: &ClassTable) {
        for entry in &self.0 {
            let mut is_needed = false;
            for noted in note.changes.iter_mut().filter(|noted| entry.fits(&noted.change)) {
                is_needed = true;
                if !entry.is_over() {
                    noted.change.allowed = Some(entry.reason.clone());
                }
            }
            let words = entry.words();
            if !table.ids().any(|id| id == entry.change) {
                let all = "each row of the table has one as `id`";
                let hint = similar_or(&entry.change, table.ids(), all);
                note.warnings.push(format!(
                    "the allowed change {words} did not show: the table of classes has no class of this name; {hint}"
                ));
            } else if !is_needed {
                note.warnings.push(format!(
                    "the allowed change {words} did not show; take it out of the file"
                ));
            } else if entry.is_over() {
                note.warnings.push(format!("the allowed change {words} is over, and counts again"));
            }
        }
    }
}
