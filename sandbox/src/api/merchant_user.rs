//! The merchant itself, as the owner of accounts.

use super::caller::Caller;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::query::ListUrl;
use crate::views;

/// `GET /api/v1/merchant/user` (MER-1)
pub(super) async fn show(caller: Caller) -> AnswerResult {
    let merchant = caller.read(|scope, _| Ok(scope.merchant()?)).await?;
    Ok(JsonAnswer::ok(views::merchant_user(&merchant)))
}

/// `GET /api/v1/merchant/user/accounts` (MER-1)
pub(super) async fn accounts(caller: Caller, url: ListUrl) -> AnswerResult {
    let query = url.own_accounts();
    let found = caller.read(move |scope, _| Ok(scope.own_accounts(&query?)?));
    Ok(JsonAnswer::ok(found.await?.iter().map(views::own_account_item).collect()))
}

/// `GET /api/v1/merchant/user/accounts/{aid}` (MER-1)
pub(super) async fn account(caller: Caller) -> AnswerResult {
    let found = caller.read(|scope, ids| Ok((scope.own_account(ids.id(0)?)?, scope.merchant()?)));
    let (account, merchant) = found.await?;
    Ok(JsonAnswer::ok(views::own_account(&account, &merchant)))
}
