//! The routes of all pages.

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use super::page_route::page;
use super::{
    api_keys, assets, clock, compliance, live, money, payment, payments, sign_in, webhooks,
};
use crate::app::App;

/// The routes of all pages.
pub(in crate::portal) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/assets/portal.css", page(get(assets::style)))
        .route("/assets/portal.js", page(get(assets::script)))
        .route("/live", page(get(live::live)))
        .route("/pay/{token}", page(get(payment::show).post(payment::submit)))
        .route("/sign-in", page(get(sign_in::show).post(sign_in::submit)))
        .route("/sign-in/{link}", page(get(sign_in::show_link).post(sign_in::use_link)))
        .route("/sign-out", page(post(sign_in::sign_out)))
        .route("/settings/api-keys", page(get(api_keys::show).post(api_keys::create)))
        .route("/settings/api-keys/{keyId}/revoke", page(post(api_keys::revoke)))
        .route("/settings/sign-in", page(get(sign_in::show_own).post(sign_in::save_own)))
        .route("/settings/payments", page(get(payments::show).post(payments::save)))
        .route("/developers/clock", page(get(clock::show).post(clock::advance)))
        .merge(money::routes())
        .merge(webhooks::routes())
        .merge(compliance::routes())
}
