//! Reading of answers: their status, their fields, and the id of what a request has made.

use conformance_harness::{
    exchange::Exchange,
    verdict::{Fault, Nonconformance},
};
use serde_json::Value;

/// The body of an answer that must have this status.
///
/// # Errors
/// If it has another one.
pub fn expect_status(exchange: &Exchange, status: u16) -> Result<&Value, Fault> {
    let actual = exchange.response.status;
    if actual == status {
        return Ok(exchange.response.json());
    }
    Err(Nonconformance::new(
        "the answer has another status",
        format!("status {status}"),
        format!("status {actual}"),
    )
    .shown_in(exchange)
    .into())
}

/// A text field of an answer.
///
/// # Errors
/// If it is not there.
pub fn text(value: &Value, key: &str) -> Result<String, Fault> {
    value.get(key).and_then(Value::as_str).map(str::to_owned).ok_or_else(|| {
        Nonconformance::new(format!("the answer has no text {key:?}"), "a text", value).into()
    })
}

/// The id of the thing that a request has made; none if the request was refused.
///
/// # Errors
/// If the thing has no id.
pub fn made_id(answer: &Exchange) -> Result<Option<String>, Fault> {
    let status = answer.response.status;
    let has_id = answer.response.json().get("id").is_some();
    if status == 201 || (status / 100 == 2 && has_id) {
        text(answer.response.json(), "id").map(Some)
    } else {
        Ok(None)
    }
}
