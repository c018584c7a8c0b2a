//! Reading a JSON body within bounds; what is wrong with it is said when its turn comes.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use futures::StreamExt;
use serde_json::{Value, json};

use super::fields::{FieldErrors, Fields};
use super::problem::Problem;

const MEDIA_TYPE: &str = "application/json";
/// The greatest body that is read.
const LIMIT: usize = 64 * 1024;
/// So much more is thrown away before the answer, since many clients read it only after sending.
const PATIENCE: usize = 4 * 1024 * 1024;
/// A body that has not come by then is given up, so that connections are not held for ever.
const READ_TIME: Duration = Duration::from_secs(15);

/// The body of a request, or what is wrong with it.
///
/// Taking it never fails: credentials and resources come first in the order of refusals, and are
/// checked in the same transaction as everything else.
pub(crate) struct JsonBody(Result<Content, Problem>);

enum Content {
    /// Neither a body nor a type.
    Nothing,
    /// A type, but no body.
    Empty,
    Json(Value),
}

impl JsonBody {
    /// What the bytes say that came with these headers.
    pub(super) fn of(headers: &HeaderMap, bytes: Result<&[u8], Problem>) -> Self {
        Self(bytes.and_then(|bytes| parse(headers, bytes)))
    }

    /// The input that `read` makes of the fields.
    pub(crate) fn read<T>(self, read: impl FnOnce(&Fields<'_>) -> Option<T>) -> Result<T, Problem> {
        match self.0? {
            Content::Nothing => Err(Problem::UnsupportedMediaType(MEDIA_TYPE)),
            Content::Empty => Err(Problem::MalformedJson("it is empty".to_owned())),
            Content::Json(value) => read_fields(&value, read),
        }
    }

    /// The same, where an empty body means an empty object.
    pub(crate) fn read_optional<T>(
        self,
        read: impl FnOnce(&Fields<'_>) -> Option<T>,
    ) -> Result<T, Problem> {
        match self.0? {
            Content::Nothing | Content::Empty => read_fields(&json!({}), read),
            Content::Json(value) => read_fields(&value, read),
        }
    }
}

/// The input that `read` makes of the fields of `value`.
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

/// The bytes of a body, unless there are too many or they do not come.
pub(crate) async fn receive(body: Body) -> Result<Vec<u8>, Problem> {
    let read = tokio::time::timeout(READ_TIME, collect(body)).await;
    read.unwrap_or(Err(Problem::MalformedRequest("the body did not arrive in time")))
}

fn parse(headers: &HeaderMap, bytes: &[u8]) -> Result<Content, Problem> {
    let has_type = headers.contains_key(header::CONTENT_TYPE);
    if bytes.is_empty() && !has_type {
        return Ok(Content::Nothing);
    }
    if !has_media_type(headers, MEDIA_TYPE) {
        return Err(Problem::UnsupportedMediaType(MEDIA_TYPE));
    }
    if bytes.is_empty() {
        return Ok(Content::Empty);
    }
    let value = serde_json::from_slice(bytes);
    value.map(Content::Json).map_err(|fault| Problem::MalformedJson(fault.to_string()))
}

/// Whether the body is said, once, to be of this media type.
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
            drop(bytes);
            throw_away(stream).await;
            return Err(Problem::PayloadTooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Takes a little more of a body that is refused.
pub(super) async fn throw_away(mut stream: BodyDataStream) {
    let mut left = PATIENCE;
    while let Some(Ok(chunk)) = stream.next().await {
        if chunk.len() > left {
            return;
        }
        left -= chunk.len();
    }
}
