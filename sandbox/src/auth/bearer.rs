//! The `Authorization: Bearer` header of a request.

use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

/// The credential of the `Authorization: Bearer` header; none unless there is exactly one (AUTH-2).
pub(crate) fn bearer(parts: &Parts) -> Option<&str> {
    let mut headers = parts.headers.get_all(AUTHORIZATION).iter();
    let (Some(header), None) = (headers.next(), headers.next()) else { return None };
    let (scheme, credential) = header.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then_some(credential.trim_start_matches(' '))
}
