//! What pages refer to.

use std::sync::LazyLock;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, Uri};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

const STYLE: &str = include_str!("../../../assets/portal.css");
/// Another sheet has another version, so browsers may keep each for ever.
static STYLE_VERSION: LazyLock<String> =
    LazyLock::new(|| hex::encode(&Sha256::digest(STYLE.as_bytes())[..8]));

/// Where the style sheet of this version is.
pub(crate) fn style_address() -> String {
    format!("/assets/portal.css?v={}", *STYLE_VERSION)
}

/// `GET /assets/portal.css`
pub(in crate::portal) async fn style(uri: Uri) -> Response {
    let is_this_version =
        uri.query().and_then(|query| query.strip_prefix("v=")) == Some(STYLE_VERSION.as_str());
    let keeping = if is_this_version { "public, max-age=31536000, immutable" } else { "no-cache" };
    let tag = HeaderValue::try_from(format!("\"{}\"", *STYLE_VERSION));
    let mut response = STYLE.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(keeping));
    if let Ok(tag) = tag {
        headers.insert(ETAG, tag);
    }
    response
}
