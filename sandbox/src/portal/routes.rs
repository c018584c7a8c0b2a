//! The routes of the Portal: pages for people, and the operator's JSON.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use super::{operator, pages};
use crate::app::{App, health};
use crate::http::router::complete;

/// All routes of the Portal listener.
pub(crate) fn router(app: Arc<App>) -> Router {
    let routes = Router::new().route("/health", get(health));
    complete(routes.merge(pages::routes()).merge(operator::routes())).with_state(app)
}
