//! Answers of the servers that this command has for its own pages: the desk and the worklist.

use axum::{
    Json,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

/// The module of the pages' scripts that makes elements.
pub(crate) const ELEMENTS: &str = include_str!("../templates/elements.js");

/// The headers of every answer: nothing from elsewhere is loaded, and nobody else frames or caches the page.
const HEADERS: [(HeaderName, &str); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
         form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
];

/// An answer with the headers of every answer.
pub(crate) fn guarded(answer: impl IntoResponse) -> Response {
    let mut answer = answer.into_response();
    for (name, value) in HEADERS {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer
}

/// An answer that says why it is none.
pub(crate) fn refused(status: StatusCode, message: &str) -> Response {
    guarded((status, Json(json!({ "error": message }))))
}

/// A style sheet.
pub(crate) fn page_style(text: &'static str) -> Response {
    guarded(([(header::CONTENT_TYPE, "text/css; charset=utf-8")], text))
}

/// A script.
pub(crate) fn page_script(text: &'static str) -> Response {
    guarded(([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], text))
}
