//! Successful answers.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::problem::Problem;
use crate::domain::idempotency::KeptAnswer;

/// What a handler comes to.
pub(crate) type Outcome = Result<Answer, Problem>;

/// A status with a JSON body, or without any; it may have a secret, so it cannot be printed.
pub(crate) struct Answer {
    status: StatusCode,
    body: Option<Body>,
    has_credentials: bool,
    is_replay: bool,
}

enum Body {
    Json(Value),
    /// JSON that was written before.
    Kept(String),
}

impl Answer {
    /// 200 with a body.
    pub(crate) fn ok(body: Value) -> Self {
        Self { status: StatusCode::OK, body: Some(Body::Json(body)), ..Self::no_content() }
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
        let status = StatusCode::NO_CONTENT;
        Self { status, body: None, has_credentials: false, is_replay: false }
    }

    /// Must not be kept in any cache.
    pub(crate) fn with_credentials(self) -> Self {
        Self { has_credentials: true, ..self }
    }

    /// What it says, to be said again later.
    pub(crate) fn to_kept(&self) -> KeptAnswer {
        let body = match &self.body {
            Some(Body::Json(value)) => value.to_string(),
            Some(Body::Kept(text)) => text.clone(),
            None => String::new(),
        };
        KeptAnswer { status: self.status.as_u16(), body }
    }

    /// What was said before, marked as a repetition.
    pub(crate) fn replayed(kept: KeptAnswer) -> Self {
        let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
        Self { status, body: Some(Body::Kept(kept.body)), has_credentials: false, is_replay: true }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = match self.body {
            Some(Body::Json(value)) => (self.status, Json(value)).into_response(),
            Some(Body::Kept(text)) => {
                let json = HeaderValue::from_static("application/json");
                (self.status, [(header::CONTENT_TYPE, json)], text).into_response()
            }
            None => self.status.into_response(),
        };
        if self.has_credentials {
            let never = HeaderValue::from_static("no-store");
            response.headers_mut().insert(header::CACHE_CONTROL, never);
        }
        if self.is_replay {
            let yes = HeaderValue::from_static("true");
            response.headers_mut().insert("idempotent-replayed", yes);
        }
        response
    }
}
