//! The message that shows a change, before and after.

use conformance_harness::{
    behaviour::{ABSENT, ApiChange},
    kept::{KeptMessage, KeptPart, KeptStory},
    snapshot::{IdMembers, difference, redact},
};
use ralio_conformance::edition::key;
use serde_json::Value;

/// The message before and after as lines with `-` and `+`; of a side without stories, the values alone.
pub(super) fn difference_of(
    change: &ApiChange,
    (before, after): (Option<KeptStory>, Option<KeptStory>),
) -> String {
    let (one, other) = change.example.parts;
    let text = |story: Option<KeptStory>, part: Option<usize>| {
        story.and_then(|story| Some(message_text(story.parts.get(part?)?)))
    };
    match (text(before, one), text(after, other)) {
        // Of a value that varies, both messages may happen to show the same one.
        (Some(before), Some(after)) if before != after => difference(&before, &after),
        (before, after) => {
            let place = change.places.iter().next().map_or("", String::as_str);
            // A side without a message shows the value alone.
            match (before, after) {
                (None, Some(text)) if change.before == ABSENT => signed("+", &text),
                (Some(text), None) if change.after == ABSENT => signed("-", &text),
                _ => format!("-{place}: {}\n+{place}: {}\n", change.before, change.after),
            }
        }
    }
}

fn signed(sign: &str, text: &str) -> String {
    text.lines().flat_map(|line| [sign, line, "\n"]).collect()
}

/// A message without what belongs to its run.
fn message_text(part: &KeptPart) -> String {
    match part {
        KeptPart::Exchange { method, path, status, answer, .. } => {
            let path = path.split('?').next().unwrap_or(path);
            format!("{method} {}\n{status}\n{}", masked(path), body_text(answer))
        }
        KeptPart::Delivery { message, .. } => body_text(message),
        KeptPart::Step { .. } | KeptPart::Act { .. } | KeptPart::Checks { .. } => String::new(),
    }
}

fn body_text(message: &KeptMessage) -> String {
    match message.json() {
        Some(body) => {
            let redacted = redact(&body, key::IDS);
            serde_json::to_string_pretty(&redacted).unwrap_or_default()
        }
        None => message.body.clone(),
    }
}

fn masked(path: &str) -> String {
    match redact(&Value::from(path), IdMembers::default()) {
        Value::String(text) => text,
        _ => path.to_owned(),
    }
}
