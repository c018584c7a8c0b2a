//! One request and its answer, kept as they were on the wire.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use bytes::Bytes;
use serde_json::Value;

use crate::{bounded::bounded, budget::Hold, form::Part, json};

/// The request.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method, as sent.
    pub method: String,
    /// The whole address.
    pub url: String,
    /// The path with its query, as the target sees it.
    pub path: String,
    /// Headers in the order sent.
    pub headers: Vec<(String, String)>,
    /// The raw body.
    pub body: Option<Bytes>,
    /// The parts that the body was made of, when it is a form.
    pub form: Option<Vec<Part>>,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Headers in the order received.
    pub headers: Vec<(String, String)>,
    /// The raw body.
    pub body: Bytes,
    /// The body as JSON, parsed at the first use.
    parsed: OnceLock<Value>,
    /// The memory of the answer, given back when the last clone is dropped.
    _hold: Option<Arc<Hold>>,
}

/// A request with its answer.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// The request.
    pub request: Request,
    /// The answer.
    pub response: Response,
    /// The time from sending to the last byte of the answer.
    pub elapsed: Duration,
}

impl Request {
    /// The method and the path, without ids and query: the same for all requests of the kind.
    #[must_use]
    pub fn kind(&self) -> String {
        format!("{} {}", self.method, path_kind(&self.path))
    }
}

/// A path without ids and query: the same for all requests of the kind.
#[must_use]
pub fn path_kind(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let parts = path.split('/').map(|part| {
        let has_digit = part.bytes().any(|byte| byte.is_ascii_digit());
        if has_digit && part.len() > LONGEST_NAME { "{id}" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The mark between the command that sends a request and the answer, in the text of an exchange.
pub const ANSWER_MARK: &str = "\n→ ";

/// The longest part of a path that is a name although it has a digit, such as `v1`.
const LONGEST_NAME: usize = 4;

/// The size in bytes up to which JSON is indented; the lines of larger bodies would be too many to read.
const INDENTED_BYTES: usize = 64 * 1024;

impl Response {
    /// An answer as it came.
    #[must_use]
    pub fn new(status: u16, headers: Vec<(String, String)>, body: impl Into<Bytes>) -> Self {
        Self { status, headers, body: body.into(), parsed: OnceLock::new(), _hold: None }
    }

    /// The same answer, which keeps this hold on the run's memory.
    #[must_use]
    pub(crate) fn within(self, hold: Hold) -> Self {
        Self { _hold: Some(Arc::new(hold)), ..self }
    }

    /// True if the status says that the request was at fault.
    #[must_use]
    pub fn is_client_error(&self) -> bool {
        self.status / 100 == 4
    }

    /// The first header of this name, in any letter case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }

    /// The body as JSON; null when it is none.
    #[must_use]
    pub fn json(&self) -> &Value {
        self.parsed.get_or_init(|| json::parse(&self.body).unwrap_or_default())
    }
}

/// The first header of this name, in any letter case.
#[must_use]
pub fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// A body as people read it: JSON indented, anything else as text, very long ones cut.
#[must_use]
pub fn shown(body: &[u8]) -> String {
    let value = (body.len() < INDENTED_BYTES).then(|| serde_json::from_slice::<Value>(body));
    let indented = value.and_then(|value| serde_json::to_string_pretty(&value.ok()?).ok());
    bounded(indented.unwrap_or_else(|| String::from_utf8_lossy(body).into_owned()))
}
