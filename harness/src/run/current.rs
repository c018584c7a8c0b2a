//! The case that runs now, for code that sees only its messages.

use std::sync::Arc;

tokio::task_local! {
    static CASE: Arc<str>;
}

/// Runs a future as part of a case.
pub(super) async fn within<F: Future>(case: &str, future: F) -> F::Output {
    CASE.scope(Arc::from(case), future).await
}

/// The id of the case of which the calling code is a part; none outside of a run.
#[must_use]
pub fn current_case() -> Option<Arc<str>> {
    CASE.try_with(Arc::clone).ok()
}
