//! The first place at which two stories of one scenario go different ways. Ids, times and secrets of a run do not count.

use std::sync::LazyLock;

use serde_json::Value;

use super::record::{KeptPart, KeptStory};
use crate::patterns::Patterns;

/// The first difference of two stories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Divergence {
    /// The step to which it belongs; none before the first one.
    pub step: Option<String>,
    /// The event in the first story; none if it ended before.
    pub before: Option<String>,
    /// The event in the second story; none if it ended before.
    pub after: Option<String>,
}

/// An event of a story without what belongs to its run.
#[derive(Debug, PartialEq, Eq)]
struct Trait {
    step: Option<String>,
    words: String,
}

impl KeptStory {
    /// The first place at which `other` goes another way; none if both go the same way.
    #[must_use]
    pub fn divergence(&self, other: &Self) -> Option<Divergence> {
        let (mine, others) = (traits(self), traits(other));
        let same = mine.iter().zip(&others).take_while(|(one, two)| one == two).count();
        let (before, after) = (mine.get(same), others.get(same));
        if before.is_none() && after.is_none() {
            return None;
        }
        let step = before.or(after).and_then(|one| one.step.clone());
        let words = |one: Option<&Trait>| one.map(|one| one.words.clone());
        Some(Divergence { step, before: words(before), after: words(after) })
    }
}

/// The exchanges of the steps, in order, and the ends of the steps. Deliveries come at any time; what a step says of them counts.
fn traits(story: &KeptStory) -> Vec<Trait> {
    let mut traits: Vec<Trait> = Vec::new();
    let mut step = None;
    let mut end = None;
    for part in &story.parts {
        match part {
            KeptPart::Step { text, fate, .. } => {
                traits.extend(end.take());
                step = Some(text.clone());
                end = Some(Trait { step: step.clone(), words: format!("the step: {fate:?}") });
            }
            KeptPart::Exchange { method, path, request, status, answer, .. } => {
                let (path, sent) = (general(path), general_body(&request.body));
                let came = general_body(&answer.body);
                let words = format!("{method} {path} {sent}\n→ {status} {came}");
                let next = Trait { step: step.clone(), words };
                // A step that waits for an effect asks as often as it takes.
                if traits.last() != Some(&next) {
                    traits.push(next);
                }
            }
            KeptPart::Act { words, .. } => {
                traits.push(Trait { step: step.clone(), words: general(words) });
            }
            KeptPart::Delivery { .. } => {}
            KeptPart::Checks { .. } => break,
        }
    }
    traits.extend(end);
    traits
}

/// A body without the values that differ between runs.
fn general_body(body: &str) -> String {
    match serde_json::from_str::<Value>(body) {
        Ok(mut value) => {
            generalise(&mut value);
            value.to_string()
        }
        Err(_) => general(body),
    }
}

fn generalise(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let is_id = name == "id" || name.ends_with("Id");
                match member {
                    Value::String(_) | Value::Number(_) if is_id => *member = "<id>".into(),
                    other => generalise(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(generalise),
        Value::String(text) => *text = general(text),
        _ => {}
    }
}

/// A text without ids, times, secrets and ports.
fn general(text: &str) -> String {
    static PATTERNS: LazyLock<Patterns> =
        LazyLock::new(|| Patterns::of_runs(&[(r"\b[0-9a-zA-Z_-]{24,}\b", "<id>")]));
    PATTERNS.replace(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{kept::KeptMessage, story::StepFate};

    fn story(status: u16, answer: &str) -> KeptStory {
        let message = |body: &str| KeptMessage { headers: Vec::new(), body: body.to_owned() };
        let step = KeptPart::Step {
            at: None,
            ms: 0.0,
            text: "When Ana pays".to_owned(),
            argument: None,
            line: 1,
            fate: StepFate::Passed,
        };
        let exchange = KeptPart::Exchange {
            at: 0.0,
            ms: 0.0,
            to: "API".to_owned(),
            origin: String::new(),
            method: "GET".to_owned(),
            path: "/orders/7".to_owned(),
            request: message(""),
            status,
            answer: message(answer),
            command: None,
        };
        let scenario = "A-1.1".to_owned();
        let begun = jiff::Timestamp::UNIX_EPOCH;
        KeptStory { scenario, begun, parts: vec![step, exchange], books: Vec::new() }
    }

    #[test]
    fn ids_and_times_of_a_run_are_no_difference() {
        let one = story(200, r#"{"id": 1, "at": "2026-01-01T00:00:00Z", "token": "<token#1>"}"#);
        let other = story(200, r#"{"id": 2, "at": "2026-02-01T00:00:00Z", "token": "<token#9>"}"#);
        assert_eq!(one.divergence(&other), None);
    }

    #[test]
    fn the_first_difference_is_told_with_its_step() {
        let one = story(200, r#"{"state": "PENDING"}"#);
        let found = one.divergence(&story(409, r#"{"state": "PENDING"}"#)).expect("a difference");
        assert_eq!(found.step.as_deref(), Some("When Ana pays"));
        assert!(found.after.expect("an exchange").contains("→ 409"));
    }
}
