//! Successful answers.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::problem::Problem;
use crate::domain::idempotency::KeptAnswer;

/// The result of a handler: an answer or a problem.
pub(crate) type AnswerResult = Result<JsonAnswer, Problem>;

/// A status with an optional JSON body. It may hold a secret, so it has no text form for logs.
pub(crate) struct JsonAnswer {
    status: StatusCode,
    body: Option<Body>,
    has_credentials: bool,
    is_replay: bool,
}

enum Body {
    Json(Value),
    /// JSON text that was stored earlier.
    Kept(String),
}

impl JsonAnswer {
    /// 200 with a body.
    pub(crate) fn ok(body: Value) -> Self {
        Self { status: StatusCode::OK, body: Some(Body::Json(body)), ..Self::no_content() }
    }

    /// 201 with the new resource.
    pub(crate) fn created(body: Value) -> Self {
        Self { status: StatusCode::CREATED, ..Self::ok(body) }
    }

    /// 202 with the started action.
    pub(crate) fn accepted(body: Value) -> Self {
        Self { status: StatusCode::ACCEPTED, ..Self::ok(body) }
    }

    /// 204 without a body.
    pub(crate) fn no_content() -> Self {
        let status = StatusCode::NO_CONTENT;
        Self { status, body: None, has_credentials: false, is_replay: false }
    }

    /// Marks the answer as secret, so that no cache stores it.
    pub(crate) fn with_credentials(self) -> Self {
        Self { has_credentials: true, ..self }
    }

    /// The status and body, to be stored for a replay (IDEM-1).
    pub(crate) fn to_kept(&self) -> KeptAnswer {
        let body = match &self.body {
            Some(Body::Json(value)) => value.to_string(),
            Some(Body::Kept(text)) => text.clone(),
            None => String::new(),
        };
        KeptAnswer { status: self.status.as_u16(), body }
    }

    /// A stored answer, marked as a replay (IDEM-1).
    pub(crate) fn replayed(kept: KeptAnswer) -> Self {
        let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
        Self { status, body: Some(Body::Kept(kept.body)), has_credentials: false, is_replay: true }
    }
}

impl IntoResponse for JsonAnswer {
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
