//! Requests that create a resource: a body with fields, and an optional idempotency key (IDEM-1).

use std::convert::Infallible;

use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;

use super::body::{JsonBody, receive};
use super::fields::Fields;
use super::problem::Problem;
use crate::domain::idempotency::{Attempt, Fingerprint, IdempotencyKey, KEY_HEADER};
use crate::domain::refusal::{FieldError, Refusal};

/// The body and the idempotency key of a request, or their faults; extracting it never fails.
pub(crate) struct Creation {
    body: JsonBody,
    key: Result<Option<IdempotencyKey>, FieldError>,
    fingerprint: Fingerprint,
}

impl<S: Send + Sync> FromRequest<S> for Creation {
    type Rejection = Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Infallible> {
        let (parts, body) = request.into_parts();
        let bytes = receive(body).await;
        let fingerprint = fingerprint(&parts, bytes.as_deref().unwrap_or_default());
        let body = JsonBody::of(&parts.headers, bytes.as_deref().map_err(Problem::clone));
        Ok(Self { body, key: read_key(&parts.headers), fingerprint })
    }
}

impl Creation {
    /// The attempt, if the request has a key, and the fields as `read` reads them.
    ///
    /// A fault of the key is listed together with the faults of the fields.
    pub(crate) fn read<T>(
        self,
        read: impl FnOnce(&Fields<'_>) -> Option<T>,
    ) -> (Option<Attempt>, Result<T, Problem>) {
        let input = self.body.read(read);
        match self.key {
            Ok(key) => {
                let fingerprint = self.fingerprint;
                (key.map(|key| Attempt { key, fingerprint }), input)
            }
            Err(fault) => (None, Err(with_fault(input.err(), fault))),
        }
    }
}

/// The attempt of a request without fields; its body only counts for the fingerprint.
pub(crate) async fn bare_attempt(request: Request) -> Result<Option<Attempt>, Problem> {
    let (parts, body) = request.into_parts();
    let key = match read_key(&parts.headers) {
        Ok(Some(key)) => key,
        Ok(None) => return Ok(None),
        Err(fault) => return Err(with_fault(None, fault)),
    };
    let bytes = receive(body).await?;
    Ok(Some(Attempt { key, fingerprint: fingerprint(&parts, &bytes) }))
}

fn fingerprint(parts: &Parts, body: &[u8]) -> Fingerprint {
    Fingerprint::of(parts.method.as_str(), parts.uri.path(), body)
}

pub(super) fn read_key(headers: &HeaderMap) -> Result<Option<IdempotencyKey>, FieldError> {
    let mut values = headers.get_all(KEY_HEADER).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => IdempotencyKey::parse(value.as_bytes()).map(Some),
        _ => Err(IdempotencyKey::malformed("must be sent once")),
    }
}

/// Adds `fault` to the faults of the fields; a problem of another kind stays as it is (ERR-1).
pub(crate) fn with_fault(problem: Option<Problem>, fault: FieldError) -> Problem {
    match problem {
        None => Refusal::Invalid(vec![fault]).into(),
        Some(Problem::Refused(Refusal::Invalid(mut faults))) => {
            faults.push(fault);
            Refusal::Invalid(faults).into()
        }
        Some(other) => other,
    }
}
