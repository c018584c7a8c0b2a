//! The ledger, which can only be read.

use std::sync::Arc;

use axum::extract::State;

use super::token::Claims;
use crate::app::{App, AppState};
use crate::http::answer::{Answer, Outcome};
use crate::http::path::PathIds;
use crate::http::query::ListUrl;
use crate::store::LedgerOrder;
use crate::views;

/// `GET /api/v1/account/users/{uid}/accounts/{aid}/transactions`
///
/// All entries as an array, or one page of them if a page is asked for (LED-3).
pub(super) async fn list(
    State(app): AppState,
    claims: Claims,
    ids: PathIds,
    url: ListUrl,
) -> Outcome {
    if url.asks_for_page() {
        return list_page(app, claims, ids, url).await;
    }
    let found = app.read_as(claims, move |scope| {
        let account = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        Ok(scope.ledger(account.id)?)
    });
    Ok(Answer::ok(found.await?.iter().map(views::ledger_line).collect()))
}

async fn list_page(app: Arc<App>, claims: Claims, ids: PathIds, url: ListUrl) -> Outcome {
    let request = url.page();
    let found = app.read_as(claims, move |scope| {
        let account = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        Ok(scope.ledger_page(account.id, request?, LedgerOrder::OldestFirst)?)
    });
    let page = found.await?;
    Ok(Answer::ok(url.listed("transactions", &page, views::ledger_line)))
}

/// `GET /api/v1/account/users/{uid}/accounts/{aid}/transactions/{tid}`
pub(super) async fn show_of_account(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let found = app.read_as(claims, move |scope| {
        let account = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        Ok(scope.entry_of(account.id, ids.id(2)?)?)
    });
    Ok(Answer::ok(views::ledger_line(&found.await?)))
}

/// `GET /api/v1/account/transactions/{tid}`
pub(super) async fn show(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let line = app.read_as(claims, move |scope| Ok(scope.entry(ids.id(0)?)?)).await?;
    Ok(Answer::ok(views::ledger_line(&line)))
}
