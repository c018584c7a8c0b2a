//! A story as it is kept: texts only, secrets masked, long bodies cut.

use std::time::Instant;

use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    exchange::{Exchange, Request, Response},
    json,
    quote::escaped,
    secrets::{Secrets, with_variables},
    sink::ReceivedDelivery,
    story::{Book, Happening, StepFate, Story, ToldStep},
};

/// The most bytes of a body that are kept.
const LONGEST_BODY: usize = 32 * 1024;

/// The most parts of one story.
const MOST_PARTS: usize = 2_000;

/// The story of a scenario.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptStory {
    /// The scenario's id.
    pub scenario: String,
    /// The time at which it began.
    pub begun: Timestamp,
    /// Steps, exchanges, deliveries and acts, in order.
    pub parts: Vec<KeptPart>,
    /// The books at the end.
    pub books: Vec<Book>,
}

/// A part of a story; `at` is the time since its start in milliseconds.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum KeptPart {
    /// A step begins; what follows belongs to it, until the next one.
    Step {
        /// Its start; none if it was not reached.
        at: Option<f64>,
        /// Its duration in milliseconds.
        ms: f64,
        /// Keyword and text.
        text: String,
        /// The text or the table below it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        argument: Option<String>,
        /// Its line in the feature file.
        line: usize,
        /// Its end.
        fate: StepFate,
    },
    /// The steps are over; the suite reads everything and compares it.
    Checks {
        /// The begin of the checks.
        at: f64,
    },
    /// A request and its answer.
    Exchange {
        /// The time at which the answer had come.
        at: f64,
        /// The time from sending to the last byte.
        ms: f64,
        /// The receiver.
        to: String,
        /// The origin to which the request went.
        origin: String,
        /// The method.
        method: String,
        /// The path with its query.
        path: String,
        /// The request's head and body.
        request: KeptMessage,
        /// The status of the answer.
        status: u16,
        /// The answer's head and body.
        answer: KeptMessage,
        /// The request for a shell, if it cannot be told from the rest: a form, with variables in the place of secrets.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        command: Option<String>,
    },
    /// A delivery to the webhook sink.
    Delivery {
        /// The time of its arrival.
        at: f64,
        /// The part of the path after the registered address.
        subpath: String,
        /// The delivery's head and body.
        message: KeptMessage,
        /// The answer of the sink.
        reply: String,
    },
    /// An act on a page or of a person.
    Act {
        /// The time at which it was done.
        at: f64,
        /// The act.
        words: String,
    },
}

/// Head and body of a message.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptMessage {
    /// The headers, in order.
    pub headers: Vec<(String, String)>,
    /// The body; empty if there is none.
    pub body: String,
}

impl KeptMessage {
    /// True if a part of the body is not kept.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.body.ends_with(CUT_END)
    }

    /// The body as JSON; none if it is neither an object nor a list. A kept run shows a carriage return between members as `\r`.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        let body = self.body.trim_start().trim_start_matches("\\r").trim_start();
        if !body.starts_with(['{', '[']) {
            return None;
        }
        let parsed = json::parse(body.as_bytes());
        parsed.or_else(|_| json::parse(body.replace("\\r", " ").as_bytes())).ok()
    }
}

impl KeptPart {
    /// The request of an exchange for a shell, with variables in the place of secrets; none if its body is cut or no text.
    #[must_use]
    pub fn command(&self) -> Option<String> {
        let Self::Exchange { method, origin, path, request, command, .. } = self else {
            return None;
        };
        if command.is_some() || request.is_cut() {
            return command.clone();
        }
        let body = Some(&request.body).filter(|body| !body.is_empty());
        let sent = Request {
            method: method.clone(),
            url: format!("{origin}{path}"),
            path: path.clone(),
            headers: request.headers.clone(),
            body: body.map(|body| Bytes::from(body.clone())),
            form: None,
        };
        Some(with_variables(&sent.command()))
    }
}

/// The end of the words in the place of what is not kept of a body.
const CUT_END: &str = " of the body are not kept)";

/// The way of a story into its kept form.
#[derive(Clone, Debug)]
pub(super) struct Telling {
    secrets: Secrets,
}

impl KeptStory {
    /// The kept form of a story, without these values.
    #[must_use]
    pub fn of(scenario: &str, story: Story, secrets: Secrets) -> Self {
        Telling::new(secrets).kept(scenario, story)
    }
}

impl Telling {
    /// Stories without these values.
    pub(super) fn new(secrets: Secrets) -> Self {
        Self { secrets }
    }

    /// The kept form of a story.
    pub(super) fn kept(&self, scenario: &str, story: Story) -> KeptStory {
        let Story { begun: (begun, start), steps, mut moments, mut books } = story;
        let since = |at: Instant| round(at.saturating_duration_since(start).as_secs_f64() * 1e3);
        moments.sort_by_key(|moment| moment.at);
        let mut moments = moments.into_iter().peekable();
        let mut parts = Vec::new();
        for step in steps {
            let time = step.time;
            parts.push(self.step(step, &since));
            let Some((_, end)) = time else { continue };
            while let Some(moment) = moments.next_if(|moment| moment.at <= end) {
                parts.push(self.happening(since(moment.at), moment.what));
            }
        }
        if let Some(last) = moments.peek() {
            parts.push(KeptPart::Checks { at: since(last.at) });
            parts.extend(moments.map(|moment| self.happening(since(moment.at), moment.what)));
        }
        parts.truncate(MOST_PARTS);
        for book in &mut books {
            book.account = self.text(&book.account);
        }
        KeptStory { scenario: scenario.to_owned(), begun, parts, books }
    }

    fn text(&self, text: &str) -> String {
        escaped(&self.secrets.mask(text))
    }

    fn step(&self, step: ToldStep, since: &dyn Fn(Instant) -> f64) -> KeptPart {
        let ToldStep { text, argument, line, time, fate } = step;
        KeptPart::Step {
            at: time.map(|(begun, _)| since(begun)),
            ms: time.map_or(0.0, |(begun, ended)| round(since(ended) - since(begun))),
            text: self.text(&text),
            argument: argument.map(|argument| self.text(&argument)),
            line,
            fate,
        }
    }

    fn happening(&self, at: f64, what: Happening) -> KeptPart {
        match what {
            Happening::Act(words) => KeptPart::Act { at, words: self.text(&words) },
            Happening::Delivery(delivery) => {
                let ReceivedDelivery { subpath, headers, body, reply, .. } = &*delivery;
                let message = self.message(headers, body);
                KeptPart::Delivery {
                    at,
                    subpath: subpath.clone(),
                    message,
                    reply: reply.to_string(),
                }
            }
            Happening::Exchange { to, exchange } => {
                let Exchange { request, response, elapsed } = &*exchange;
                let Request { method, path, headers, body, .. } = request;
                let Response { status, headers: came, body: answer, .. } = response;
                let is_short = body.as_ref().is_none_or(|body| body.len() <= LONGEST_BODY);
                let command = (request.form.is_some() && is_short)
                    .then(|| escaped(&self.secrets.mask_command(&request.command())));
                let origin = request.url.strip_suffix(path.as_str()).unwrap_or_default();
                KeptPart::Exchange {
                    at,
                    ms: round(elapsed.as_secs_f64() * 1e3),
                    to: to.to_owned(),
                    origin: origin.to_owned(),
                    method: self.text(method),
                    path: self.text(path),
                    request: self.message(headers, body.as_deref().unwrap_or_default()),
                    status: *status,
                    answer: self.message(came, answer),
                    command,
                }
            }
        }
    }

    fn message(&self, headers: &[(String, String)], body: &[u8]) -> KeptMessage {
        let headers = headers.iter().map(|(name, value)| (self.text(name), self.text(value)));
        let body = match std::str::from_utf8(body) {
            Ok(text) if text.len() <= LONGEST_BODY => self.text(text),
            Ok(text) => {
                let end = text.floor_char_boundary(LONGEST_BODY);
                format!("{}… ({} bytes{CUT_END}", self.text(&text[..end]), text.len() - end)
            }
            Err(_) => format!("({} bytes{CUT_END}", body.len()),
        };
        KeptMessage { headers: headers.collect(), body }
    }
}

/// Milliseconds to a hundredth.
fn round(ms: f64) -> f64 {
    (ms * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_that_is_not_kept_whole_says_so() {
        let telling = Telling::new(Secrets::default());
        let is_cut = |body: &[u8]| telling.message(&[], body).is_cut();
        assert!(!is_cut(b"{}"));
        assert!(is_cut(&vec![b'x'; LONGEST_BODY + 1]));
        assert!(is_cut(&[0xff, 0xfe]));
    }

    #[test]
    fn a_body_is_read_as_json_whatever_stands_between_its_members() {
        let json = |body: &str| {
            let message = Telling::new(Secrets::default()).message(&[], body.as_bytes());
            message.json()
        };
        let wanted = Some(serde_json::json!({"a": 1}));
        for body in ["{\"a\":1}", "\r\n {\r\n \"a\": 1\r\n}", "{\"a\": 1.0}"] {
            assert_eq!(json(body), wanted, "{body:?}");
        }
        assert_eq!(json("1"), None);
        assert_eq!(json("{"), None);
    }
}
