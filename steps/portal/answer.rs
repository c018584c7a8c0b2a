//! Answers of those who act on pages: there is none on the wire, so they say in the interface's words what came of it.

use conformance_harness::exchange::{Exchange, Request, Response};
use serde_json::Value;

/// What came of something that was done on a page.
pub(super) fn answer(by: &str, address: &str, status: u16, body: &Value) -> Exchange {
    Exchange {
        request: Request {
            method: by.into(),
            url: address.into(),
            path: String::new(),
            headers: Vec::new(),
            body: None,
            form: None,
        },
        response: Response::new(status, Vec::new(), body.to_string()),
        elapsed: std::time::Duration::ZERO,
    }
}
