//! Orders of the merchant and of one account.

use axum::extract::State;

use super::token::Claims;
use crate::app::AppState;
use crate::http::answer::{Answer, Outcome};
use crate::http::path::PathIds;
use crate::http::query::ListUrl;

use crate::views;

/// `GET /api/v1/account/orders`
pub(super) async fn list(State(app): AppState, claims: Claims, url: ListUrl) -> Outcome {
    let query = url.orders(false);
    let found = app.read_as(claims, move |scope| Ok(scope.orders(None, &query?)?));
    Ok(Answer::ok(url.listed("orders", &found.await?, views::order)))
}

/// `GET /api/v1/account/users/{uid}/accounts/{aid}/orders`
pub(super) async fn list_of_account(
    State(app): AppState,
    claims: Claims,
    ids: PathIds,
    url: ListUrl,
) -> Outcome {
    let query = url.orders(true);
    let found = app.read_as(claims, move |scope| {
        let account = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        Ok(scope.orders(Some(account.id), &query?)?)
    });
    Ok(Answer::ok(url.listed("orders", &found.await?, views::order)))
}

/// `GET /api/v1/account/orders/{oid}`
pub(super) async fn show(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let order = app.read_as(claims, move |scope| Ok(scope.order(ids.id(0)?)?)).await?;
    Ok(Answer::ok(views::order(&order)))
}
