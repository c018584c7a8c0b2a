//! The routes of the Portal: pages for people, and the operator's JSON.

use std::sync::Arc;

use axum::Router;

use super::{operator, pages};
use crate::app::App;
use crate::http::router::complete;

/// All routes of the Portal listener.
pub(crate) fn router(app: Arc<App>) -> Router {
    complete(pages::routes().merge(operator::routes())).with_state(app)
}
