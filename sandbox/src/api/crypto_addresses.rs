//! Addresses to which stablecoins for an account are sent.

use axum::extract::State;

use super::crypto_payouts::read_network;
use super::token::Claims;
use crate::app::AppState;
use crate::domain::money::Currency;
use crate::http::answer::{Answer, Outcome};
use crate::http::creation::Creation;
use crate::http::path::PathIds;
use crate::operations;
use crate::store::Scope;
use crate::views;

/// `POST /api/v1/account/users/{uid}/accounts/{aid}/crypto-addresses`
pub(super) async fn create(
    State(app): AppState,
    claims: Claims,
    ids: PathIds,
    creation: Creation,
) -> Outcome {
    let (attempt, input) = creation
        .read(|fields| fields.currency("currency", &Currency::STABLE).zip(read_network(fields)));
    let prepare = move |scope: &Scope<'_>| {
        let account = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        Ok((account, input?))
    };
    let made = app.create_as(claims, attempt, prepare, |scope, (account, (currency, network))| {
        let address = operations::crypto_addresses::generate(scope, &account, currency, network)?;
        Ok(Answer::created(views::crypto_address(&address)))
    });
    made.await
}
