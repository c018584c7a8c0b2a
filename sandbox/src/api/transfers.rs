//! Transfers between accounts of the merchant's users.

use super::caller::Caller;
use crate::domain::account::Account;
use crate::domain::id::Id;
use crate::domain::money::{Currency, Money};
use crate::domain::order::OrderType;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::body::JsonBody;
use crate::http::creation::Creation;
use crate::http::fields::Fields;
use crate::operations;
use crate::operations::transfers::Transfer;
use crate::store::fresh_uuid;
use crate::views;

/// `POST /api/v1/account/users/{uid}/accounts/{aid}/transfers` (TRF-1, TRF-5)
pub(super) async fn create(caller: Caller, creation: Creation) -> AnswerResult {
    let received = creation.read(|fields| {
        let route = read_route(fields);
        let (reference, code2fa) = (fields.string("reference"), fields.string("code2fa"));
        let (origin, recipient) = route?;
        Some(Transfer { origin, recipient, reference: reference?, code2fa: code2fa? })
    });
    let made = caller.create(
        received,
        |scope, ids| Ok(scope.account_of(ids.id(0)?, ids.id(1)?)?),
        |scope, source, transfer| {
            let order = operations::transfers::transfer(scope, &source, transfer)?;
            Ok(JsonAnswer::created(views::order(&order)))
        },
    );
    made.await
}

/// `POST /api/v1/account/users/{uid}/accounts/{aid}/transfers/simulate` (TRF-6)
pub(super) async fn simulate(caller: Caller, body: JsonBody) -> AnswerResult {
    let input = body.read(read_route);
    let quoted = caller.read(move |scope, ids| {
        let source = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        let (origin, recipient) = input?;
        Ok(operations::transfers::quote(scope, &source, origin, recipient)?)
    });
    Ok(JsonAnswer::ok(views::quote(&quoted.await?, fresh_uuid())))
}

/// `GET /api/v1/account/transfers/{oid}` (TRF-6)
pub(super) async fn show(caller: Caller) -> AnswerResult {
    let found = caller.read(|scope, ids| Ok(scope.order_of_type(ids.id(0)?, OrderType::Transfer)?));
    Ok(JsonAnswer::ok(views::order_detail(&found.await?)))
}

/// Reads the amount and the account that it goes to.
fn read_route(fields: &Fields<'_>) -> Option<(Money, Id<Account>)> {
    let origin = fields.money("origin", &Currency::ALL);
    origin.zip(fields.object("recipient").id("accountId"))
}
