//! Addresses to which stablecoins for an account are sent.

use axum::extract::State;

use super::crypto_payouts::read_network;
use super::token::Claims;
use super::views;
use crate::app::AppState;
use crate::domain::money::Currency;
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::path::PathIds;

/// `POST /api/v1/account/users/{uid}/accounts/{aid}/crypto-addresses`
pub(super) async fn create(
    State(app): AppState,
    claims: Claims,
    ids: PathIds,
    body: JsonBody,
) -> Outcome {
    let input = body
        .read(|fields| fields.currency("currency", &Currency::STABLE).zip(read_network(fields)));
    let made = app.write_as(claims, move |scope| {
        let account = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        let (currency, network) = input?;
        Ok(scope.open_address(&account, currency, network)?)
    });
    Ok(Answer::created(views::crypto_address(&made.await?)))
}
