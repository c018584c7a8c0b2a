//! Answers of operators who act on pages. There is no such answer on the wire; it is written as the JSON interface would give it.

use conformance_harness::exchange::{Exchange, Request, Response};
use serde_json::Value;

/// The method of an answer that a page gives.
pub(super) const ON_PAGE: &str = "(on a page)";

/// True if a page has given the answer. It has words for people and no code; its status may be one that the harness gives it.
pub(crate) fn is_of_page(answer: &Exchange) -> bool {
    answer.request.method == ON_PAGE
}

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
