//! The answers that both listeners have in common: unknown routes, unknown methods, panics.

use std::panic::AssertUnwindSafe;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use futures::FutureExt;

use super::problem::Problem;

/// Adds the fallbacks for unknown routes and methods (ERR-1), and the answer to
/// panics (ERR-4).
pub(crate) fn complete<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    routes
        .fallback(async || Problem::UnknownRoute)
        .method_not_allowed_fallback(async || Problem::MethodNotAllowed)
        .layer(from_fn(catch_panic))
}

async fn catch_panic(request: Request, next: Next) -> Response {
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    answer.unwrap_or_else(|_| {
        tracing::error!("a request ended in a panic");
        Problem::Internal.into_response()
    })
}
