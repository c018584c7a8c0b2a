//! The ledger, which can only be read (LED-2).

use super::caller::Caller;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::query::ListUrl;
use crate::store::LedgerOrder;
use crate::views;

/// `GET /api/v1/account/users/{uid}/accounts/{aid}/transactions` (LED-3)
///
/// All entries as an array, or one page of them if a page is asked for.
pub(super) async fn list(caller: Caller, url: ListUrl) -> AnswerResult {
    if url.asks_for_page() {
        return list_page(caller, url).await;
    }
    let found = caller.read(|scope, ids| {
        let account = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        Ok(scope.ledger(account.id)?)
    });
    Ok(JsonAnswer::ok(found.await?.iter().map(views::ledger_line).collect()))
}

async fn list_page(caller: Caller, url: ListUrl) -> AnswerResult {
    let request = url.page();
    let found = caller.read(move |scope, ids| {
        let account = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        Ok(scope.ledger_page(account.id, request?, LedgerOrder::OldestFirst)?)
    });
    let page = found.await?;
    Ok(JsonAnswer::ok(url.listed("transactions", &page, views::ledger_line)))
}

/// `GET /api/v1/account/users/{uid}/accounts/{aid}/transactions/{tid}` (LED-3)
pub(super) async fn show_of_account(caller: Caller) -> AnswerResult {
    let found = caller.read(|scope, ids| {
        let account = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        Ok(scope.entry_of(account.id, ids.id(2)?)?)
    });
    Ok(JsonAnswer::ok(views::ledger_line(&found.await?)))
}

/// `GET /api/v1/account/transactions/{tid}` (LED-3)
pub(super) async fn show(caller: Caller) -> AnswerResult {
    let line = caller.read(|scope, ids| Ok(scope.entry(ids.id(0)?)?)).await?;
    Ok(JsonAnswer::ok(views::ledger_line(&line)))
}
