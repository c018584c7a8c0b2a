//! The message that a fault changes, with everything that the fault can read: references such as `request.param.uid`.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use serde_json::Value;

use super::memory::{AnswerCopy, FaultMemory};
use crate::{
    exchange::{Request, header},
    intercept::IncomingDelivery,
};

/// The message that is changed, and what belongs to it.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    /// The request, also while its answer is changed.
    pub(super) request: Option<Request>,
    /// The values of the names in braces of the address.
    pub(super) captures: BTreeMap<String, String>,
    /// The answer, once there is one.
    pub(super) answer: Option<AnswerCopy>,
    /// The delivery.
    pub(super) delivery: Option<IncomingDelivery>,
    pub(super) memory: Arc<FaultMemory>,
    parsed: ParsedBodies,
}

/// The bodies that were read, each with its JSON: many conditions look at the same one.
#[derive(Clone, Debug, Default)]
struct ParsedBodies(Arc<Mutex<Vec<ParsedBody>>>);

/// A body, and its JSON if it is JSON.
type ParsedBody = (Bytes, Option<Arc<Value>>);

impl ParsedBodies {
    /// The JSON of a body, if it is JSON.
    fn of(&self, body: &Bytes) -> Option<Arc<Value>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A body that is kept here keeps its place in memory, so the place tells bodies apart.
        let is_it = |one: &Bytes| (one.as_ptr(), one.len()) == (body.as_ptr(), body.len());
        if let Some((_, value)) = known.iter().find(|(one, _)| is_it(one)) {
            return value.clone();
        }
        let value = serde_json::from_slice(body).ok().map(Arc::new);
        known.push((body.clone(), value.clone()));
        value
    }
}

impl Stage {
    pub(super) fn of_request(request: Request, memory: Arc<FaultMemory>) -> Self {
        let captures = BTreeMap::new();
        let parsed = ParsedBodies::default();
        Self { request: Some(request), captures, answer: None, delivery: None, memory, parsed }
    }

    pub(super) fn of_delivery(delivery: IncomingDelivery, memory: Arc<FaultMemory>) -> Self {
        let captures = BTreeMap::new();
        let parsed = ParsedBodies::default();
        Self { request: None, captures, answer: None, delivery: Some(delivery), memory, parsed }
    }

    /// The body of the message that is changed.
    pub(super) fn body(&self) -> Option<&Bytes> {
        match (&self.delivery, &self.answer, &self.request) {
            (Some(delivery), ..) => Some(&delivery.body),
            (None, Some(answer), _) => Some(&answer.body),
            (None, None, Some(request)) => request.body.as_ref(),
            (None, None, None) => None,
        }
    }

    /// Replaces the body of the message that is changed.
    pub(super) fn set_body(&mut self, body: Bytes) {
        match (&mut self.delivery, &mut self.answer, &mut self.request) {
            (Some(delivery), ..) => delivery.body = body,
            (None, Some(answer), _) => answer.body = body,
            (None, None, Some(request)) => request.body = Some(body),
            (None, None, None) => {}
        }
    }

    /// The headers of the message that is changed.
    pub(super) fn headers_mut(&mut self) -> Option<&mut Vec<(String, String)>> {
        match (&mut self.delivery, &mut self.answer, &mut self.request) {
            (Some(delivery), ..) => Some(&mut delivery.headers),
            (None, Some(answer), _) => Some(&mut answer.headers),
            (None, None, Some(request)) => Some(&mut request.headers),
            (None, None, None) => None,
        }
    }

    /// The body of the message that is changed, as JSON.
    pub(super) fn json(&self) -> Option<Value> {
        serde_json::from_slice(self.body()?).ok()
    }

    /// The value that a reference leads to.
    pub(super) fn resolve(&self, reference: &str) -> Option<Value> {
        if reference == "new.uuid" {
            return Some(uuid::Uuid::new_v4().to_string().into());
        }
        let (root, rest) = reference.split_once('.')?;
        match root {
            "request" => self.in_request(self.request.as_ref()?, rest),
            "answer" => {
                let answer = self.answer.as_ref()?;
                match rest {
                    "status" => Some(answer.status.into()),
                    _ => self.in_message(&answer.headers, &answer.body, rest),
                }
            }
            "delivery" => {
                let delivery = self.delivery.as_ref()?;
                match rest {
                    "mailbox" => Some(delivery.mailbox.clone().into()),
                    _ => self.in_message(&delivery.headers, &delivery.body, rest),
                }
            }
            "memory" => self.memory.open().values.get(rest).cloned(),
            _ => None,
        }
    }

    /// A text with every reference in braces replaced by its value; references may contain others.
    pub(super) fn expand(&self, text: &str) -> String {
        let mut expanded = String::new();
        let mut rest = text;
        while let Some(start) = rest.find('{') {
            expanded.push_str(&rest[..start]);
            let Some(end) = closing(&rest[start..]) else { break };
            let reference = self.expand(&rest[start + 1..start + end]);
            expanded.push_str(&self.resolve(&reference).map(as_text).unwrap_or_default());
            rest = &rest[start + end + 1..];
        }
        expanded + rest
    }

    /// A value of a file with its references replaced; a text that is one reference becomes its value.
    pub(super) fn value(&self, given: &Value) -> Value {
        match given {
            Value::String(text) => {
                let is_one = text.starts_with('{') && closing(text) == Some(text.len() - 1);
                if is_one {
                    let reference = self.expand(&text[1..text.len() - 1]);
                    return self.resolve(&reference).unwrap_or_default();
                }
                self.expand(text).into()
            }
            Value::Array(items) => items.iter().map(|item| self.value(item)).collect(),
            Value::Object(members) => Value::Object(
                members.iter().map(|(key, value)| (key.clone(), self.value(value))).collect(),
            ),
            other => other.clone(),
        }
    }

    fn in_request(&self, request: &Request, rest: &str) -> Option<Value> {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let form = |name: &str| request.form.as_ref()?.iter().find(|part| part.name == name);
        match rest.split_once('.').unwrap_or((rest, "")) {
            ("method", _) => Some(request.method.clone().into()),
            ("path", _) => Some(path.into()),
            ("size", _) => Some(request.body.as_ref().map_or(0, Bytes::len).into()),
            ("param", name) => self.captures.get(name).cloned().map(Value::String),
            ("query", name) => {
                let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
                pairs.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value.into())
            }
            ("form", name) => {
                form(name).map(|part| String::from_utf8_lossy(&part.content).into_owned().into())
            }
            ("file", name) => form(name)?.file.as_ref().map(|(file, _)| file.clone().into()),
            ("filesize", name) => form(name).map(|part| part.content.len().into()),
            _ => self.in_message(&request.headers, request.body.as_ref().unwrap_or(&NO_BODY), rest),
        }
    }

    fn in_message(&self, headers: &[(String, String)], body: &Bytes, rest: &str) -> Option<Value> {
        if let Some(name) = rest.strip_prefix("header.") {
            return header(headers, name).map(Value::from);
        }
        let pointer = rest.strip_prefix("body")?;
        self.parsed.of(body)?.pointer(pointer).cloned()
    }
}

/// The body of a message without one.
static NO_BODY: Bytes = Bytes::new();

/// The place of the brace that closes the first one.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (place, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(place);
                }
            }
            _ => {}
        }
    }
    None
}

/// A value in a text, without quotes.
pub(super) fn as_text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_may_contain_others() {
        let memory = Arc::new(FaultMemory::default());
        memory.open().values.insert("state of 7".to_owned(), "OPEN".into());
        let request = Request {
            method: "GET".to_owned(),
            url: String::new(),
            path: "/orders/7?page=2".to_owned(),
            headers: vec![("Authorization".to_owned(), "Bearer t".to_owned())],
            body: None,
            form: None,
        };
        let mut stage = Stage::of_request(request, memory);
        stage.captures.insert("oid".to_owned(), "7".to_owned());
        let text = "{memory.state of {request.param.oid}}";
        assert_eq!(stage.value(&text.into()), "OPEN");
        assert_eq!(stage.expand("p{request.query.page}: {memory.x}."), "p2: .");
        assert_eq!(stage.expand("{request.header.authorization}"), "Bearer t");
    }
}
