//! The answers that both listeners have in common: unknown routes, unknown methods, panics, and
//! requests without exactly one host.

use std::panic::AssertUnwindSafe;

use axum::Router;
use axum::extract::Request;
use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Version};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use futures::FutureExt;

use super::problem::Problem;

/// Adds the fallbacks for unknown routes and methods (ERR-1), and the answer to panics (ERR-4).
pub(crate) fn complete<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    routes
        .fallback(async || Problem::UnknownRoute)
        .method_not_allowed_fallback(async || Problem::MethodNotAllowed)
        .layer(from_fn(catch_panic))
}

/// Adds the refusal of requests without exactly one host, which comes before everything else.
pub(crate) fn only_with_host<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    routes.layer(from_fn(require_host))
}

async fn catch_panic(request: Request, next: Next) -> Response {
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    answer.unwrap_or_else(|_| {
        tracing::error!("a request ended in a panic");
        Problem::Internal.into_response()
    })
}

async fn require_host(request: Request, next: Next) -> Response {
    if !has_host(request.version(), request.headers()) {
        return Problem::MalformedRequest("the request must have exactly one valid Host header")
            .into_response();
    }
    next.run(request).await
}

/// True if there is exactly one valid `Host`, which HTTP/1.0 may leave out (RFC 9112, 3.2).
fn has_host(version: Version, headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(HOST).iter();
    match (hosts.next(), hosts.next()) {
        (None, _) => version < Version::HTTP_11,
        (Some(host), None) => is_host(host),
        (Some(_), Some(_)) => false,
    }
}

/// True for a name or an address with an optional port; credentials do not belong here.
fn is_host(host: &HeaderValue) -> bool {
    !host.as_bytes().contains(&b'@') && Authority::try_from(host.as_bytes()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_has_exactly_one_valid_host() {
        for (version, hosts, good) in [
            (Version::HTTP_11, &["ralio.example"][..], true),
            (Version::HTTP_11, &["127.0.0.1:8080"], true),
            (Version::HTTP_11, &["[::1]:8080"], true),
            (Version::HTTP_11, &[], false),
            (Version::HTTP_11, &["a.example", "a.example"], false),
            (Version::HTTP_11, &["a.example", "b.example"], false),
            (Version::HTTP_11, &["a.example, b.example"], false),
            (Version::HTTP_11, &["ana@a.example"], false),
            (Version::HTTP_11, &["a.example/path"], false),
            (Version::HTTP_11, &["a b"], false),
            (Version::HTTP_11, &[""], false),
            (Version::HTTP_10, &[], true),
            (Version::HTTP_10, &["a.example", "b.example"], false),
        ] {
            let mut headers = HeaderMap::new();
            for host in hosts {
                headers.append(HOST, host.parse().unwrap());
            }
            assert_eq!(has_host(version, &headers), good, "{hosts:?}");
        }
    }
}
