//! Payouts to bank accounts.

use super::caller::Caller;
use super::payouts;
use crate::domain::iban::Iban;
use crate::domain::money::{Currency, Money};
use crate::domain::order::OrderType;
use crate::domain::refusal::FieldCode;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::body::JsonBody;
use crate::http::creation::Creation;
use crate::http::fields::Fields;
use crate::operations;
use crate::operations::payouts::{Payout, Recipient};
use crate::store::fresh_uuid;
use crate::views;

/// `POST /api/v1/account/users/{uid}/accounts/{aid}/bank-payouts` (OUT-1)
pub(super) async fn create(caller: Caller, creation: Creation) -> AnswerResult {
    payouts::create(&caller, creation.read(read_payout)).await
}

/// `POST /api/v1/account/users/{uid}/accounts/{aid}/bank-payouts/simulate` (OUT-5)
pub(super) async fn simulate(caller: Caller, body: JsonBody) -> AnswerResult {
    let input = body.read(read_simulation);
    let quoted = caller.read(move |scope, ids| {
        let source = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        Ok(operations::payouts::quote(scope, &source, input?)?)
    });
    Ok(JsonAnswer::ok(views::quote(&quoted.await?, fresh_uuid())))
}

/// `GET /api/v1/account/bank-payouts/{oid}` (OUT-5)
pub(super) async fn show(caller: Caller) -> AnswerResult {
    payouts::show(&caller, OrderType::BankPayOut).await
}

/// `POST /api/v1/account/bank-payouts/{oid}/cancel` (OUT-6)
pub(super) async fn cancel(caller: Caller) -> AnswerResult {
    payouts::cancel(&caller, OrderType::BankPayOut).await
}

/// `POST /api/v1/account/bank-payouts/{oid}/validate-otp` (OUT-4)
pub(super) async fn validate_otp(caller: Caller, body: JsonBody) -> AnswerResult {
    payouts::validate_otp(&caller, body, OrderType::BankPayOut).await
}

/// Reads a payout; its IBAN is checked by country, length and check digits (OUT-3).
fn read_payout(fields: &Fields<'_>) -> Option<Payout> {
    let origin = fields.money("origin", &Currency::ALL);
    let recipient = fields.object("recipient");
    let detail = "must be an IBAN: country, length and check digits";
    let iban = recipient.parsed("iban", FieldCode::InvalidIban, detail, Iban::parse);
    let (account_holder, bank_name) =
        (recipient.string("accountHolder"), recipient.string("bankName"));
    let reference = fields.string("reference");
    let code2fa = fields.optional("code2fa", Fields::string);
    let (iban, account_holder, bank_name) = (iban?, account_holder?, bank_name?);
    let recipient = Recipient::Bank { iban, account_holder, bank_name };
    Some(Payout { origin: origin?, recipient, reference: reference?, code2fa: code2fa? })
}

fn read_simulation(fields: &Fields<'_>) -> Option<Money> {
    let origin = fields.money("origin", &Currency::ALL);
    let recipient = fields.object("recipient");
    let (country, routing) =
        (recipient.country("country"), recipient.code("routingData", &["IBAN"]));
    origin.filter(|_| country.is_some() && routing.is_some())
}
