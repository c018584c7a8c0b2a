//! The texts that we sent, which answers repeat: told by the member in which we sent them.

use std::collections::HashMap;

use serde_json::Value;

/// The texts of a scenario.
#[derive(Debug, Default)]
pub(super) struct SentTexts {
    texts: HashMap<String, SentText>,
    /// The number of texts.
    count: usize,
    /// The number of the last text of each member.
    last: HashMap<String, usize>,
}

/// A text that we sent.
#[derive(Debug)]
struct SentText {
    /// The first member in which we did.
    member: String,
    /// Its number among all texts.
    number: usize,
}

impl SentTexts {
    /// Notes the texts in the member of a request.
    pub(super) fn note(&mut self, name: &str, value: &Value) {
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(name, member)| self.note(name, member));
            }
            Value::Array(items) => items.iter().for_each(|item| self.note(name, item)),
            Value::String(text) if text.len() > 1 => {
                self.count += 1;
                let first = || SentText { member: name.to_owned(), number: 0 };
                let sent = self.texts.entry(text.clone()).or_insert_with(first);
                sent.number = self.count;
                self.last.insert(sent.member.clone(), sent.number);
            }
            _ => {}
        }
    }

    /// True if a text was sent.
    pub(super) fn contains(&self, text: &str) -> bool {
        self.texts.contains_key(text)
    }

    /// The leaf of a text; none if it was not sent. An earlier value of a member is another one than its last value.
    pub(super) fn leaf(&self, text: &str) -> Option<String> {
        let SentText { member, number } = self.texts.get(text)?;
        let is_last = self.last.get(member) == Some(number);
        Some(format!("<sent {member}{}>", if is_last { "" } else { " earlier" }))
    }
}
