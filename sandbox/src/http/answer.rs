//! Successful answers.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::problem::Problem;

/// What a handler comes to.
pub(crate) type Outcome = Result<Answer, Problem>;

/// A status with a JSON body, or without any; it may have a secret, so it cannot be printed.
pub(crate) struct Answer {
    status: StatusCode,
    body: Option<Value>,
    has_credentials: bool,
}

impl Answer {
    /// 200 with a body.
    pub(crate) fn ok(body: Value) -> Self {
        Self { status: StatusCode::OK, body: Some(body), has_credentials: false }
    }

    /// 201 with what was made.
    pub(crate) fn created(body: Value) -> Self {
        Self { status: StatusCode::CREATED, ..Self::ok(body) }
    }

    /// 202 with what was begun.
    pub(crate) fn accepted(body: Value) -> Self {
        Self { status: StatusCode::ACCEPTED, ..Self::ok(body) }
    }

    /// 204.
    pub(crate) fn no_content() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: None, has_credentials: false }
    }

    /// Must not be kept in any cache.
    pub(crate) fn with_credentials(self) -> Self {
        Self { has_credentials: true, ..self }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = match self.body {
            Some(body) => {
                let json = HeaderValue::from_static("application/json");
                (self.status, [(header::CONTENT_TYPE, json)], body.to_string()).into_response()
            }
            None => self.status.into_response(),
        };
        if self.has_credentials {
            let never = HeaderValue::from_static("no-store");
            response.headers_mut().insert(header::CACHE_CONTROL, never);
        }
        response
    }
}
