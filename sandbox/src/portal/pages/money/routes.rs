//! The routes of pages about money.

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use super::{account, accounts, ledger, order, orders, overview, simulator, virtual_ibans};
use crate::app::App;
use crate::portal::pages::page_route::page;

/// The routes of all pages about money.
pub(in crate::portal::pages) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", page(get(overview::show)))
        .route("/accounts", page(get(accounts::list)))
        .route("/accounts/{accountId}", page(get(account::show)))
        .route("/ledger", page(get(ledger::list)))
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
