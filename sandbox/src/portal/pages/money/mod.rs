//! Pages about money: what there is, where it is, how it moves.

mod account;
mod accounts;
mod chart;
mod history;
mod order;
mod order_facts;
mod orders;
mod overview;
mod rows;
mod simulator;
mod virtual_ibans;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use super::page;
use crate::app::App;

/// The pages about money.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", page(get(overview::show)))
        .route("/accounts", page(get(accounts::list)))
        .route("/accounts/{accountId}", page(get(account::show)))
        .route("/orders", page(get(orders::list)))
        .route("/orders/{orderId}", page(get(order::show)))
        .route("/orders/{orderId}/submit", page(post(order::submit)))
        .route("/orders/{orderId}/settle", page(post(order::settle)))
        .route("/orders/{orderId}/fail", page(post(order::fail)))
        .route("/orders/{orderId}/payment-page", page(post(order::renew_payment_page)))
        .route("/developers/funds-simulator", page(get(simulator::show).post(simulator::simulate)))
        .route("/virtual-ibans", page(get(virtual_ibans::list)))
        .route("/virtual-ibans/{vibanId}", page(get(virtual_ibans::show)))
        .route("/virtual-ibans/{vibanId}/activate", page(post(virtual_ibans::activate)))
        .route("/virtual-ibans/{vibanId}/reject", page(post(virtual_ibans::reject)))
}
