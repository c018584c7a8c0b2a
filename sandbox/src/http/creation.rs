//! Requests that create a resource: a body with fields, and an optional idempotency key (IDEM-1).

use std::convert::Infallible;

use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use jiff::civil::Date;

use super::body::{JsonBody, receive};
use super::fields::Fields;
use super::problem::Problem;
use crate::domain::clock::Moment;
use crate::domain::idempotency::{Fingerprint, IdempotencyKey, KEY_HEADER, KeyedRequest};
use crate::domain::refusal::{FieldCode, FieldError, Refusal};

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
    /// Reads the fields with `read`; a fault of the key is listed together with their faults.
    pub(crate) fn read<T>(self, read: impl FnOnce(&Fields<'_>) -> Option<T>) -> Received<T> {
        Received::of(self.key, Some(self.fingerprint), self.body.read(read))
    }
}

/// The input of a request that creates a resource, or its faults; nobody was refused yet.
pub(crate) struct Received<T> {
    request: Option<KeyedRequest>,
    input: Result<T, Problem>,
    date: Option<DateLimit>,
}

/// A date of the input that only the merchant's clock can judge (USER-3).
pub(crate) struct DateLimit {
    /// A JSON Pointer to the date.
    pub(crate) pointer: &'static str,
    /// The date.
    pub(crate) date: Date,
    /// Tells if the date is possible at a moment.
    pub(crate) is_possible: fn(Date, Moment) -> bool,
    /// The fault of an impossible date, in words.
    pub(crate) detail: &'static str,
}

impl<T> Received<T> {
    /// The input with the key of the request; `fingerprint` is none if the body is unreadable.
    pub(super) fn of(
        key: Result<Option<IdempotencyKey>, FieldError>,
        fingerprint: Option<Fingerprint>,
        input: Result<T, Problem>,
    ) -> Self {
        let (request, input) = match key {
            Ok(key) => (key.zip(fingerprint), input),
            Err(fault) => (None, Err(with_fault(input.err(), fault))),
        };
        let request = request.map(|(key, fingerprint)| KeyedRequest { key, fingerprint });
        Self { request, input, date: None }
    }

    /// The same input with a date that is left to be compared with the clock.
    pub(crate) fn limited(self, date: Option<DateLimit>) -> Self {
        Self { date, ..self }
    }

    /// The request, if it has a key, and the input, if it has no fault at `now`.
    pub(crate) fn checked(self, now: Moment) -> Result<(Option<KeyedRequest>, T), Problem> {
        match self.date.filter(|limit| !(limit.is_possible)(limit.date, now)) {
            None => Ok((self.request, self.input?)),
            Some(DateLimit { pointer, detail, .. }) => {
                let fault = FieldError::new(pointer, FieldCode::OutOfRange, detail);
                Err(with_fault(self.input.err(), fault))
            }
        }
    }
}

/// A request without fields; its body only counts for the fingerprint.
impl<S: Send + Sync> FromRequest<S> for Received<()> {
    type Rejection = Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Infallible> {
        let (parts, body) = request.into_parts();
        let key = read_key(&parts.headers);
        if !matches!(key, Ok(Some(_))) {
            return Ok(Self::of(key, None, Ok(())));
        }
        let bytes = receive(body).await;
        let fingerprint = bytes.as_ref().ok().map(|bytes| fingerprint(&parts, bytes));
        Ok(Self::of(key, fingerprint, bytes.map(drop)))
    }
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
fn with_fault(problem: Option<Problem>, fault: FieldError) -> Problem {
    match problem {
        None => Refusal::Invalid(vec![fault]).into(),
        Some(Problem::Refused(Refusal::Invalid(mut faults))) => {
            faults.push(fault);
            Refusal::Invalid(faults).into()
        }
        Some(other) => other,
    }
}
