//! The merchant itself, as the owner of accounts.

use axum::extract::State;

use super::token::Claims;
use crate::app::AppState;
use crate::http::answer::{Answer, Outcome};
use crate::http::path::PathIds;
use crate::http::query::ListUrl;
use crate::views;

/// `GET /api/v1/merchant/user`
pub(super) async fn show(State(app): AppState, claims: Claims) -> Outcome {
    let merchant = app.read_as(claims, |scope| Ok(scope.merchant()?)).await?;
    Ok(Answer::ok(views::merchant_user(&merchant)))
}

/// `GET /api/v1/merchant/user/accounts`
pub(super) async fn accounts(State(app): AppState, claims: Claims, url: ListUrl) -> Outcome {
    let query = url.own_accounts();
    let found = app.read_as(claims, move |scope| Ok(scope.own_accounts(&query?)?));
    Ok(Answer::ok(found.await?.iter().map(views::own_account_item).collect()))
}

/// `GET /api/v1/merchant/user/accounts/{aid}`
pub(super) async fn account(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let found = app.read_as(claims, move |scope| {
        let account = scope.own_account(ids.id(0)?)?;
        Ok((account, scope.merchant()?))
    });
    let (account, merchant) = found.await?;
    Ok(Answer::ok(views::own_account(&account, &merchant)))
}
