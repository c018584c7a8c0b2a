//! The style sheet and the script of the pages.

use std::sync::LazyLock;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, Uri};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// A file whose address changes with its content, so that browsers may keep each version for ever.
struct Asset {
    name: &'static str,
    media_type: &'static str,
    text: &'static str,
    version: String,
}

static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let text = include_str!("../../../assets/portal.css");
    Asset::new("portal.css", "text/css; charset=utf-8", text)
});
static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let text = include_str!("../../../assets/portal.js");
    Asset::new("portal.js", "text/javascript; charset=utf-8", text)
});

impl Asset {
    fn new(name: &'static str, media_type: &'static str, text: &'static str) -> Self {
        let version = hex::encode(&Sha256::digest(text.as_bytes())[..8]);
        Self { name, media_type, text, version }
    }

    fn address(&self) -> String {
        format!("/assets/{}?v={}", self.name, self.version)
    }

    fn answer(&self, uri: &Uri) -> Response {
        let wanted = uri.query().and_then(|query| query.strip_prefix("v="));
        let is_this_version = wanted == Some(self.version.as_str());
        let keeping =
            if is_this_version { "public, max-age=31536000, immutable" } else { "no-cache" };
        let mut response = self.text.into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(keeping));
        if let Ok(tag) = HeaderValue::try_from(format!("\"{}\"", self.version)) {
            headers.insert(ETAG, tag);
        }
        response
    }
}

/// The address of the style sheet.
pub(super) fn style_address() -> String {
    STYLE.address()
}

/// The address of the script.
pub(super) fn script_address() -> String {
    SCRIPT.address()
}

/// `GET /assets/portal.css`
pub(super) async fn style(uri: Uri) -> Response {
    STYLE.answer(&uri)
}

/// `GET /assets/portal.js`
pub(super) async fn script(uri: Uri) -> Response {
    SCRIPT.answer(&uri)
}
