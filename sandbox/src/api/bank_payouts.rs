//! Payouts to bank accounts.

use axum::extract::State;

use super::token::Claims;
use super::views;
use crate::app::AppState;
use crate::domain::iban::Iban;
use crate::domain::money::Currency;
use crate::domain::order::OrderType;
use crate::domain::refusal::FieldCode;
use crate::http::answer::{Answer, Outcome};
use crate::http::creation::Creation;
use crate::http::fields::Fields;
use crate::http::path::PathIds;
use crate::store::{BankPayout, Scope};

/// `POST /api/v1/account/users/{uid}/accounts/{aid}/bank-payouts`
pub(super) async fn create(
    State(app): AppState,
    claims: Claims,
    ids: PathIds,
    creation: Creation,
) -> Outcome {
    let (attempt, input) = creation.read(read_payout);
    let prepare = move |scope: &Scope<'_>| {
        let source = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        Ok((source, input?))
    };
    let made = app.create_as(claims, attempt, prepare, |scope, (source, payout)| {
        Ok(Answer::created(views::order(&scope.bank_payout(&source, payout)?)))
    });
    made.await
}

/// `GET /api/v1/account/bank-payouts/{oid}`
pub(super) async fn show(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let found = app
        .read_as(claims, move |scope| Ok(scope.order_of_type(ids.id(0)?, OrderType::BankPayOut)?));
    Ok(Answer::ok(views::order_detail(&found.await?)))
}

/// `POST /api/v1/account/bank-payouts/{oid}/cancel`
pub(super) async fn cancel(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let cancelled = app.write_as(claims, move |scope| {
        let order = scope.order_of_type(ids.id(0)?, OrderType::BankPayOut)?;
        Ok(scope.cancel_payout(order)?)
    });
    Ok(Answer::ok(views::order(&cancelled.await?)))
}

fn read_payout(fields: &Fields<'_>) -> Option<BankPayout> {
    let origin = fields.money("origin", &Currency::ALL);
    let recipient = fields.object("recipient");
    let detail = "must be an IBAN: country, length and check digits";
    let iban = recipient.parsed("iban", FieldCode::InvalidIban, detail, Iban::parse);
    let (account_holder, bank_name) =
        (recipient.string("accountHolder"), recipient.string("bankName"));
    let (reference, code2fa) = (fields.string("reference"), fields.string("code2fa"));
    Some(BankPayout {
        origin: origin?,
        iban: iban?,
        account_holder: account_holder?,
        bank_name: bank_name?,
        reference: reference?,
        code2fa: code2fa?,
    })
}
