//! Problem documents: the only place that turns refusals into `application/problem+json` (ERR-1).

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::domain::refusal::{FieldCode, FieldError, Refusal};

/// At most this many fields, or lacking persons, are named in one answer.
const NAMED: usize = 100;

/// A refusal or fault as HTTP answers it (ERR-1).
#[derive(Debug, Clone)]
pub(crate) enum Problem {
    /// The route does not exist.
    UnknownRoute,
    /// The route exists with other methods (ERR-1, LED-2).
    MethodNotAllowed,
    /// The body is above the size limit.
    PayloadTooLarge,
    /// The body does not have this media type.
    UnsupportedMediaType(&'static str),
    /// The body is not JSON.
    MalformedJson(String),
    /// The request could not be read.
    MalformedRequest(&'static str),
    /// The rules refuse the request.
    Refused(Refusal),
    /// The disk of the sandbox has no space for the change.
    FullDisk,
    /// The sandbox failed; the cause is in the log and never in the answer (ERR-4).
    Internal,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Problem {
    fn status_and_code(&self) -> (StatusCode, &'static str) {
        match self {
            Self::UnknownRoute => (StatusCode::NOT_FOUND, "not_found"),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
            Self::PayloadTooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "payload_too_large"),
            Self::UnsupportedMediaType(_) => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type")
            }
            Self::MalformedJson(_) => (StatusCode::BAD_REQUEST, "malformed_json"),
            Self::MalformedRequest(_) => (StatusCode::BAD_REQUEST, "malformed_request"),
            Self::FullDisk => (StatusCode::INSUFFICIENT_STORAGE, "disk_full"),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal_error"),
            Self::Refused(refusal) => refusal_status_and_code(refusal),
        }
    }

    /// The status of the answer.
    pub(crate) fn status(&self) -> StatusCode {
        self.status_and_code().0
    }

    /// A sentence that describes the problem.
    pub(crate) fn detail(&self) -> String {
        match self {
            Self::UnknownRoute => "there is nothing at this address".to_owned(),
            Self::MethodNotAllowed => "this address knows other methods only".to_owned(),
            Self::PayloadTooLarge => "the body is greater than 64 KiB".to_owned(),
            Self::UnsupportedMediaType(wanted) => format!("the body must be {wanted}"),
            Self::MalformedJson(fault) => format!("the body is not JSON: {fault}"),
            Self::MalformedRequest(fault) => (*fault).to_owned(),
            Self::FullDisk => {
                "the disk of the sandbox is full and nothing was changed; free some space"
                    .to_owned()
            }
            Self::Internal => "something went wrong on this side".to_owned(),
            Self::Refused(refusal @ Refusal::Invalid(errors)) if errors.len() > NAMED => {
                format!("{refusal}, of which the first {NAMED} are named")
            }
            Self::Refused(refusal) => refusal.to_string(),
        }
    }
}

fn refusal_status_and_code(refusal: &Refusal) -> (StatusCode, &'static str) {
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    match refusal {
        Refusal::NotFound(_) => (StatusCode::NOT_FOUND, "not_found"),
        Refusal::Unauthenticated => (StatusCode::UNAUTHORIZED, "unauthenticated"),
        Refusal::InvalidCredentials => (StatusCode::UNAUTHORIZED, "invalid_credentials"),
        Refusal::TokenExpired => (StatusCode::UNAUTHORIZED, "token_expired"),
        Refusal::Invalid(_) => (unprocessable, "validation_failed"),
        Refusal::UserNotVerified => (StatusCode::CONFLICT, "user_not_verified"),
        Refusal::SessionOpen => (StatusCode::CONFLICT, "session_open"),
        Refusal::AlreadyVerified => (StatusCode::CONFLICT, "already_verified"),
        Refusal::SessionFinal(_) => (StatusCode::CONFLICT, "session_final"),
        Refusal::SessionSubmitted => (StatusCode::CONFLICT, "session_submitted"),
        Refusal::MissingDocuments(_) => (unprocessable, "missing_documents"),
        Refusal::FileTooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "file_too_large"),
        Refusal::UnsupportedFileType(_) => (unprocessable, "unsupported_file_type"),
        Refusal::RelatedPartiesPending(_) => (StatusCode::CONFLICT, "related_parties_pending"),
        Refusal::OrderNotCancellable(_) => (StatusCode::CONFLICT, "order_not_cancellable"),
        Refusal::InvalidTransition { .. } | Refusal::NotUnderReview(_) => {
            (StatusCode::CONFLICT, "invalid_transition")
        }
        Refusal::VibanNotActive(_) => (StatusCode::CONFLICT, "viban_not_active"),
        Refusal::OtpNotRequired => (StatusCode::CONFLICT, "otp_not_required"),
        Refusal::NotDrained(_) => (StatusCode::CONFLICT, "not_drained"),
        Refusal::Invalid2faCode => (unprocessable, "invalid_2fa_code"),
        Refusal::InvalidOtp => (unprocessable, "invalid_otp"),
        Refusal::CurrencyMismatch(_) => (unprocessable, "currency_mismatch"),
        Refusal::InvalidRecipient => (unprocessable, "invalid_recipient"),
        Refusal::InsufficientFunds => (unprocessable, "insufficient_funds"),
        Refusal::IdempotencyConflict => (StatusCode::CONFLICT, "idempotency_conflict"),
        Refusal::RateLimited(_) => (StatusCode::TOO_MANY_REQUESTS, "rate_limited"),
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, code) = self.status_and_code();
        let mut body = Map::new();
        body.insert("type".into(), format!("urn:ralio:problem:{code}").into());
        body.insert("title".into(), status.canonical_reason().unwrap_or("Error").into());
        body.insert("status".into(), status.as_u16().into());
        body.insert("detail".into(), self.detail().into());
        body.insert("code".into(), code.into());
        if let Self::Refused(refusal) = &self {
            add_members(&mut body, refusal);
        }
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        let media_type = HeaderValue::from_static("application/problem+json");
        headers.insert(header::CONTENT_TYPE, media_type);
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Self::Refused(Refusal::RateLimited(seconds)) = self {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Adds the members that only some refusals have, for programs.
fn add_members(body: &mut Map<String, Value>, refusal: &Refusal) {
    let mut put = |name: &str, value: Value| drop(body.insert(name.into(), value));
    match refusal {
        Refusal::Invalid(errors) => {
            put("errors", errors.iter().take(NAMED).map(field_error).collect());
        }
        Refusal::MissingDocuments(missing) => {
            let lacking = missing.iter().map(|kind| {
                let detail = format!("a document of type {kind} is required");
                field_error(&FieldError::new("/documents", FieldCode::Required, &detail))
            });
            put("errors", lacking.collect());
            put("missing", json!(missing));
        }
        Refusal::UnsupportedFileType(detail) => {
            let fault = FieldError::new("/file", FieldCode::NotAllowed, detail);
            put("errors", json!([field_error(&fault)]));
        }
        Refusal::RelatedPartiesPending(missing) => {
            put("missing", missing.iter().take(NAMED).cloned().collect());
        }
        Refusal::NotDrained(pending) => put("pending", (*pending).into()),
        _ => {}
    }
}

fn field_error(error: &FieldError) -> Value {
    json!({"field": error.pointer, "code": error.code.code(), "detail": error.detail})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_answer_names_at_most_a_hundred_fields() {
        for (faults, named, end) in [(100, 100, "fields"), (2000, 100, "named")] {
            let fault =
                |number| FieldError::new(format!("/{number}"), FieldCode::Required, "is required");
            let problem = Problem::from(Refusal::Invalid((0..faults).map(fault).collect()));
            let body = axum::body::to_bytes(problem.into_response().into_body(), 100_000).await;
            let body: Value = serde_json::from_slice(&body.unwrap()).unwrap();
            assert_eq!(body["errors"].as_array().unwrap().len(), named);
            assert!(body["detail"].as_str().unwrap().ends_with(end), "{body}");
        }
    }
}
