//! The routes of pages about webhooks.

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use super::{deliveries, endpoint};
use crate::app::App;
use crate::portal::pages::page_route::page;

/// The routes of all pages about webhooks.
pub(in crate::portal::pages) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/account/webhooks", page(get(endpoint::show).post(endpoint::save)))
        .route("/account/webhooks/remove", page(post(endpoint::remove)))
        .route("/account/webhooks/secret", page(get(endpoint::back).post(endpoint::secret)))
        .route("/account/webhooks/secret/rotate", page(post(endpoint::rotate)))
        .route("/account/webhooks/deliveries", page(get(deliveries::list)))
        .route("/account/webhooks/deliveries/{deliveryId}", page(get(deliveries::show)))
        .route("/account/webhooks/deliveries/{deliveryId}/resend", page(post(deliveries::resend)))
}
