//! The texts that we sent, which answers repeat: told by the member in which we sent them.

use std::collections::HashMap;

use serde_json::Value;

/// The texts of a scenario.
#[derive(Debug, Default)]
pub(super) struct SentTexts {
    texts: HashMap<String, SentText>,
    /// The number of requests.
    requests: usize,
    /// The last request with each member.
    last: HashMap<String, usize>,
}

/// A text that we sent.
#[derive(Debug)]
struct SentText {
    /// The first member in which we did.
    member: String,
    /// The last request that had it.
    request: usize,
}

impl SentTexts {
    /// Notes the texts of a request. Those of one request are as new as each other.
    pub(super) fn note(&mut self, body: &Value) {
        self.requests += 1;
        self.note_member("", body);
    }

    fn note_member(&mut self, name: &str, value: &Value) {
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(name, member)| self.note_member(name, member));
            }
            Value::Array(items) => items.iter().for_each(|item| self.note_member(name, item)),
            Value::String(text) if text.len() > 1 => {
                let first = || SentText { member: name.to_owned(), request: 0 };
                let sent = self.texts.entry(text.clone()).or_insert_with(first);
                sent.request = self.requests;
                self.last.insert(sent.member.clone(), sent.request);
            }
            _ => {}
        }
    }

    /// True if a text was sent.
    pub(super) fn contains(&self, text: &str) -> bool {
        self.texts.contains_key(text)
    }

    /// The leaf of a text; none if it was not sent. An earlier value of a member is another one than its last value, but for
    /// items of lists: these show older things, too.
    pub(super) fn leaf(&self, text: &str, is_in_item: bool) -> Option<String> {
        let SentText { member, request } = self.texts.get(text)?;
        let is_last = self.last.get(member) == Some(request);
        Some(format!("<sent {member}{}>", if is_last || is_in_item { "" } else { " earlier" }))
    }
}
