//! Routes of pages, where an unknown method is refused with a page.

use std::sync::Arc;

use axum::routing::MethodRouter;

use super::html_page::PageRefusal;
use crate::app::App;
use crate::http::problem::Problem;

/// Answers every other method of the address with a page.
pub(super) fn page(methods: MethodRouter<Arc<App>>) -> MethodRouter<Arc<App>> {
    methods.fallback(method_not_allowed)
}

async fn method_not_allowed() -> PageRefusal {
    PageRefusal::Problem(Problem::MethodNotAllowed)
}
