//! Details of money that came in.

use std::sync::Arc;

use axum::extract::State;

use super::token::Claims;
use crate::app::{App, AppState};
use crate::domain::order::OrderType;
use crate::http::answer::{Answer, Outcome};
use crate::http::path::PathIds;
use crate::views;

/// `GET /api/v1/account/bank-payins/{oid}`
pub(super) async fn show_bank(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    show(&app, claims, ids, OrderType::BankPayIn).await
}

/// `GET /api/v1/account/crypto-payins/{oid}`
pub(super) async fn show_crypto(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    show(&app, claims, ids, OrderType::CryptoPayIn).await
}

/// `GET /api/v1/account/card-payins/{oid}`
pub(super) async fn show_card(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    show(&app, claims, ids, OrderType::CardPayIn).await
}

async fn show(app: &Arc<App>, claims: Claims, ids: PathIds, order_type: OrderType) -> Outcome {
    let found = app.read_as(claims, move |scope| Ok(scope.order_of_type(ids.id(0)?, order_type)?));
    Ok(Answer::ok(views::order_detail(&found.await?)))
}
