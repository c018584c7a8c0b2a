//! Payouts to bank accounts.

use axum::extract::State;

use super::payouts;
use super::token::Claims;
use crate::app::AppState;
use crate::domain::iban::Iban;
use crate::domain::money::{Currency, Money};
use crate::domain::order::OrderType;
use crate::domain::refusal::FieldCode;
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::creation::Creation;
use crate::http::fields::Fields;
use crate::http::path::PathIds;
use crate::operations;
use crate::operations::payouts::{Payout, Recipient};
use crate::store::fresh_uuid;
use crate::views;

/// `POST /api/v1/account/users/{uid}/accounts/{aid}/bank-payouts`
pub(super) async fn create(
    State(app): AppState,
    claims: Claims,
    ids: PathIds,
    creation: Creation,
) -> Outcome {
    payouts::create(&app, claims, ids, creation, read_payout).await
}

/// `POST /api/v1/account/users/{uid}/accounts/{aid}/bank-payouts/simulate`
pub(super) async fn simulate(
    State(app): AppState,
    claims: Claims,
    ids: PathIds,
    body: JsonBody,
) -> Outcome {
    let input = body.read(read_simulation);
    let quoted = app.read_as(claims, move |scope| {
        let source = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        Ok(operations::payouts::quote(scope, &source, input?)?)
    });
    Ok(Answer::ok(views::quote(&quoted.await?, fresh_uuid())))
}

/// `GET /api/v1/account/bank-payouts/{oid}`
pub(super) async fn show(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    payouts::show(&app, claims, ids, OrderType::BankPayOut).await
}

/// `POST /api/v1/account/bank-payouts/{oid}/cancel`
pub(super) async fn cancel(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    payouts::cancel(&app, claims, ids, OrderType::BankPayOut).await
}

/// `POST /api/v1/account/bank-payouts/{oid}/validate-otp`
pub(super) async fn validate_otp(
    State(app): AppState,
    claims: Claims,
    ids: PathIds,
    body: JsonBody,
) -> Outcome {
    payouts::validate_otp(&app, claims, ids, body, OrderType::BankPayOut).await
}

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
