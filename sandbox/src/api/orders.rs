//! Orders of the merchant and of one account.

use axum::extract::State;
use serde_json::{Value, json};

use super::token::Claims;
use crate::app::AppState;
use crate::domain::order::Order;
use crate::http::answer::{Answer, Outcome};
use crate::http::path::PathIds;
use crate::http::query::ListUrl;
use crate::store::{OrderQuery, Page};
use crate::views;

/// `GET /api/v1/account/orders`
pub(super) async fn list(State(app): AppState, claims: Claims, url: ListUrl) -> Outcome {
    let query = url.orders(false);
    let found = app.read_as(claims, move |scope| {
        let query = query?;
        let page = scope.orders(None, &query)?;
        Ok((query, page))
    });
    let (query, page) = found.await?;
    Ok(Answer::ok(listed(&url, &query, &page)))
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
        let query = query?;
        let page = scope.orders(Some(account.id), &query)?;
        Ok((query, page))
    });
    let (query, page) = found.await?;
    Ok(Answer::ok(listed(&url, &query, &page)))
}

/// `GET /api/v1/account/orders/{oid}`
pub(super) async fn show(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let order = app.read_as(claims, move |scope| Ok(scope.order(ids.id(0)?)?)).await?;
    Ok(Answer::ok(views::order(&order)))
}

fn listed(url: &ListUrl, query: &OrderQuery, page: &Page<Order>) -> Value {
    json!({
        "orders": page.items.iter().map(views::order).collect::<Vec<_>>(),
        "pagination": url.pagination(query.page, page),
    })
}
