//! Details of payins.

use super::caller::Caller;
use crate::domain::order::OrderType;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::views;

/// `GET /api/v1/account/bank-payins/{oid}` (PIN-2)
pub(super) async fn show_bank(caller: Caller) -> AnswerResult {
    show(&caller, OrderType::BankPayIn).await
}

/// `GET /api/v1/account/crypto-payins/{oid}` (PIN-2)
pub(super) async fn show_crypto(caller: Caller) -> AnswerResult {
    show(&caller, OrderType::CryptoPayIn).await
}

/// `GET /api/v1/account/card-payins/{oid}` (PIN-2)
pub(super) async fn show_card(caller: Caller) -> AnswerResult {
    show(&caller, OrderType::CardPayIn).await
}

async fn show(caller: &Caller, order_type: OrderType) -> AnswerResult {
    let found = caller.read(move |scope, ids| Ok(scope.order_of_type(ids.id(0)?, order_type)?));
    Ok(JsonAnswer::ok(views::order_detail(&found.await?)))
}
