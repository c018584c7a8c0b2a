//! Reading a JSON body within limits; its faults are answered only when their turn in the order of
//! refusals comes (ERR-1).

use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use futures::StreamExt;
use serde_json::{Value, json};

use super::fields::{FieldErrors, Fields};
use super::problem::Problem;

const MEDIA_TYPE: &str = "application/json";
/// The greatest body that is read, in bytes.
const LIMIT: usize = 64 * 1024;
/// Time for a body to arrive, so that slow clients do not hold connections for ever.
const READ_TIME: Duration = Duration::from_secs(15);

/// The body of a request, or its fault.
///
/// Extracting it never fails: credentials and resources are checked first (ERR-1), in the same
/// transaction as everything else.
pub(crate) struct JsonBody(Result<BodyContent, Problem>);

enum BodyContent {
    /// Neither a body nor a media type.
    Nothing,
    /// A media type without a body.
    Empty,
    Json(Value),
}

impl JsonBody {
    /// Parses the bytes that came with these headers.
    pub(super) fn of(headers: &HeaderMap, bytes: Result<&[u8], Problem>) -> Self {
        Self(bytes.and_then(|bytes| parse(headers, bytes)))
    }

    /// Reads the fields with `read`; fails with all faults.
    pub(crate) fn read<T>(self, read: impl FnOnce(&Fields<'_>) -> Option<T>) -> Result<T, Problem> {
        match self.0? {
            BodyContent::Nothing => Err(Problem::UnsupportedMediaType(MEDIA_TYPE)),
            BodyContent::Empty => Err(Problem::MalformedJson("it is empty".to_owned())),
            BodyContent::Json(value) => read_fields(&value, read),
        }
    }

    /// Reads the fields with `read`; an empty body counts as an empty object.
    pub(crate) fn read_optional<T>(
        self,
        read: impl FnOnce(&Fields<'_>) -> Option<T>,
    ) -> Result<T, Problem> {
        match self.0? {
            BodyContent::Nothing | BodyContent::Empty => read_fields(&json!({}), read),
            BodyContent::Json(value) => read_fields(&value, read),
        }
    }
}

/// Reads the fields of `value` with `read`; fails with all faults.
pub(crate) fn read_fields<T>(
    value: &Value,
    read: impl FnOnce(&Fields<'_>) -> Option<T>,
) -> Result<T, Problem> {
    let errors = FieldErrors::default();
    let input = read(&Fields::root(value, &errors));
    errors.finish(input).map_err(Problem::Refused)
}

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = std::convert::Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Self::Rejection> {
        let (parts, body) = request.into_parts();
        let bytes = receive(body).await;
        Ok(Self::of(&parts.headers, bytes.as_deref().map_err(Problem::clone)))
    }
}

/// Receives the bytes of a body; fails if there are too many or if they do not arrive in time.
pub(crate) async fn receive(body: Body) -> Result<Vec<u8>, Problem> {
    let read = tokio::time::timeout(READ_TIME, collect(body)).await;
    read.unwrap_or(Err(Problem::MalformedRequest("the body did not arrive in time")))
}

fn parse(headers: &HeaderMap, bytes: &[u8]) -> Result<BodyContent, Problem> {
    let has_type = headers.contains_key(header::CONTENT_TYPE);
    if bytes.is_empty() && !has_type {
        return Ok(BodyContent::Nothing);
    }
    if !has_media_type(headers, MEDIA_TYPE) {
        return Err(Problem::UnsupportedMediaType(MEDIA_TYPE));
    }
    if bytes.is_empty() {
        return Ok(BodyContent::Empty);
    }
    let value = serde_json::from_slice(bytes);
    value.map(BodyContent::Json).map_err(|fault| Problem::MalformedJson(fault.to_string()))
}

/// True if exactly one header names this media type.
pub(crate) fn has_media_type(headers: &HeaderMap, wanted: &str) -> bool {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return false };
    let media_type = value.to_str().unwrap_or("").split(';').next().unwrap_or("");
    media_type.trim().eq_ignore_ascii_case(wanted)
}

async fn collect(body: Body) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let mut stream = body.into_data_stream();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| Problem::MalformedRequest("the body broke off"))?;
        if bytes.len() + chunk.len() > LIMIT {
            return Err(Problem::PayloadTooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
