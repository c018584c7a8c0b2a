//! A scenario of a record as one line, and the names of what scenarios have in common.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A scenario in a record: `0:a1b2 2:+d3e4, events g5h6, books j7k8, open, verdict failed (…)`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(super) struct RecordedScenario {
    /// The steps with calls: the number of each, and the name of its call, or [`SEVERAL`] and the name of its calls.
    pub(super) steps: Vec<(usize, String)>,
    /// The name of its events.
    pub(super) events: Option<String>,
    /// The name of its books.
    pub(super) books: Option<String>,
    /// True if runs differed in what came after these calls, or chance decided it.
    pub(super) is_open: bool,
    /// The verdicts, if it was not green in every run.
    pub(super) verdict: Option<String>,
}

/// The sign before the name of several calls, since a call may have the same name.
pub(super) const SEVERAL: char = '+';

const BETWEEN: &str = ", ";
const EVENTS: &str = "events ";
const BOOKS: &str = "books ";
const OPEN: &str = "open";
const VERDICT: &str = "verdict ";

impl From<RecordedScenario> for String {
    fn from(scenario: RecordedScenario) -> Self {
        let steps = scenario.steps.iter().map(|(step, name)| format!("{step}:{name}"));
        let steps = steps.collect::<Vec<_>>().join(" ");
        let parts = [
            (!steps.is_empty()).then_some(steps),
            scenario.events.map(|name| format!("{EVENTS}{name}")),
            scenario.books.map(|name| format!("{BOOKS}{name}")),
            scenario.is_open.then(|| OPEN.to_owned()),
            scenario.verdict.map(|verdict| format!("{VERDICT}{verdict}")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(BETWEEN)
    }
}

impl TryFrom<String> for RecordedScenario {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut scenario = Self::default();
        let mut rest = text.as_str();
        while !rest.is_empty() {
            if let Some(verdict) = rest.strip_prefix(VERDICT) {
                // A verdict has commas of its own.
                scenario.verdict = Some(verdict.to_owned());
                break;
            }
            let (part, left) = rest.split_once(BETWEEN).unwrap_or((rest, ""));
            rest = left;
            if let Some(name) = part.strip_prefix(EVENTS) {
                scenario.events = Some(name.to_owned());
            } else if let Some(name) = part.strip_prefix(BOOKS) {
                scenario.books = Some(name.to_owned());
            } else if part == OPEN {
                scenario.is_open = true;
            } else {
                scenario.steps = steps_of(part).ok_or_else(|| {
                    format!("a scenario has {part:?}, which is no step as in 0:a1b2")
                })?;
            }
        }
        Ok(scenario)
    }
}

fn steps_of(text: &str) -> Option<Vec<(usize, String)>> {
    let steps = text.split(' ').map(|step| {
        let (number, name) = step.split_once(':')?;
        Some((number.parse().ok()?, name.to_owned()))
    });
    steps.collect()
}

/// The digits of names.
const DIGITS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";

/// The letters of a name.
const LETTERS: usize = 4;

/// Puts something into a table, once; gives its name there, which is made of a digest of it.
pub(super) fn shared<T: Serialize + PartialEq>(
    table: &mut BTreeMap<String, T>,
    content: T,
) -> String {
    let text = serde_json::to_vec(&content).unwrap_or_default();
    let mut name = String::new();
    // Two contents with the same name are rare; the second one gets a longer name.
    for digit in Sha256::digest(text) {
        let digits = if name.is_empty() { 26 } else { 36 };
        name.push(char::from(DIGITS[usize::from(digit) % digits]));
        let is_free = || table.get(&name).is_none_or(|known| *known == content);
        if name.len() >= LETTERS && is_free() {
            break;
        }
    }
    table.insert(name.clone(), content);
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_is_read_as_it_was_written() {
        let texts = [
            "",
            "0:abc123 2:+def456 4:abc123:7",
            "0:abc123, events e00000, books b00000",
            "0:abc123, open",
            "events e00000, verdict failed (a, b), and more",
        ];
        for text in texts {
            let scenario = RecordedScenario::try_from(text.to_owned()).expect("a scenario");
            assert_eq!(String::from(scenario), text);
        }
        let error = RecordedScenario::try_from("0:abc x".to_owned()).expect_err("no step");
        assert!(error.contains("0:a1b2"), "{error}");
    }

    #[test]
    fn what_is_the_same_has_one_name() {
        let mut table = BTreeMap::new();
        let one = shared(&mut table, "one".to_owned());
        assert_eq!(shared(&mut table, "one".to_owned()), one);
        assert_eq!(one.len(), LETTERS);
        // Another content that happens to have the same name.
        table.insert(one.clone(), "other".to_owned());
        let longer = shared(&mut table, "one".to_owned());
        assert!(longer.starts_with(&one) && longer.len() == LETTERS + 1, "{longer}");
    }
}
