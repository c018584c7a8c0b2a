//! The ledger, which can only be read.

use axum::extract::State;

use super::token::Claims;
use crate::app::AppState;
use crate::http::answer::{Answer, Outcome};
use crate::http::path::PathIds;
use crate::views;

/// `GET /api/v1/account/users/{uid}/accounts/{aid}/transactions`
pub(super) async fn list(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let found = app.read_as(claims, move |scope| {
        let account = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        Ok(scope.ledger(account.id)?)
    });
    Ok(Answer::ok(found.await?.iter().map(views::ledger_line).collect()))
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
