//! The routes of the Portal: pages for people, and the operator's JSON.

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;

use super::{operator, pages};
use crate::app::{App, health};
use crate::http::router::{complete, only_with_host};

/// All routes of the Portal listener.
pub(crate) fn router(app: Arc<App>) -> Router {
    let health = Router::new().route("/health", get(health));
    let routes = complete(health.merge(pages::routes()).merge(operator::routes()));
    let framed = from_fn_with_state(Arc::clone(&app), pages::show_in_frame);
    only_with_host(routes.layer(framed)).with_state(app)
}
