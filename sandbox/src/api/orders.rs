//! Orders of the merchant and of one account.

use super::caller::Caller;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::query::ListUrl;
use crate::views;

/// `GET /api/v1/account/orders` (ORD-1, ORD-3)
pub(super) async fn list(caller: Caller, url: ListUrl) -> AnswerResult {
    let query = url.orders(false);
    let found = caller.read(move |scope, _| Ok(scope.orders(None, &query?)?));
    Ok(JsonAnswer::ok(url.listed("orders", &found.await?, views::order)))
}

/// `GET /api/v1/account/users/{uid}/accounts/{aid}/orders` (ORD-1, ORD-3)
pub(super) async fn list_of_account(caller: Caller, url: ListUrl) -> AnswerResult {
    let query = url.orders(true);
    let found = caller.read(move |scope, ids| {
        let account = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        Ok(scope.orders(Some(account.id), &query?)?)
    });
    Ok(JsonAnswer::ok(url.listed("orders", &found.await?, views::order)))
}

/// `GET /api/v1/account/orders/{oid}` (ORD-1)
pub(super) async fn show(caller: Caller) -> AnswerResult {
    let order = caller.read(|scope, ids| Ok(scope.order(ids.id(0)?)?)).await?;
    Ok(JsonAnswer::ok(views::order(&order)))
}
