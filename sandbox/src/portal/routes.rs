//! The routes of the Portal: pages for people, and the operator's JSON.

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;

use super::{operator, pages};
use crate::app::App;
use crate::http::router::complete;

/// All routes of the Portal listener.
pub(crate) fn router(app: Arc<App>) -> Router {
    let routes = complete(pages::routes().merge(operator::routes()));
    let framed = from_fn_with_state(Arc::clone(&app), pages::show_in_frame);
    routes.layer(framed).with_state(app)
}
