//! Answers of operators who act on pages. There is no such answer on the wire; it is written as the JSON interface would give it.

use conformance_harness::exchange::{Exchange, Request, Response};
use serde_json::Value;

/// The answer to an action that was carried out on a page.
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
