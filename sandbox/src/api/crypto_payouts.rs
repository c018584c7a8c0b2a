//! Payouts to wallets on blockchains.

use axum::extract::State;

use super::payouts;
use super::token::Claims;
use crate::app::AppState;
use crate::domain::money::Currency;
use crate::domain::order::OrderType;
use crate::domain::refusal::FieldCode;
use crate::domain::wallet::Network;
use crate::http::answer::Outcome;
use crate::http::body::JsonBody;
use crate::http::creation::Creation;
use crate::http::fields::Fields;
use crate::http::path::PathIds;
use crate::operations::payouts::{Payout, Recipient};

/// `POST /api/v1/account/users/{uid}/accounts/{aid}/crypto-payouts`
pub(super) async fn create(
    State(app): AppState,
    claims: Claims,
    ids: PathIds,
    creation: Creation,
) -> Outcome {
    payouts::create(&app, claims, ids, creation, read_payout).await
}

/// `GET /api/v1/account/crypto-payouts/{oid}`
pub(super) async fn show(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    payouts::show(&app, claims, ids, OrderType::CryptoPayOut).await
}

/// `POST /api/v1/account/crypto-payouts/{oid}/cancel`
pub(super) async fn cancel(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    payouts::cancel(&app, claims, ids, OrderType::CryptoPayOut).await
}

/// `POST /api/v1/account/crypto-payouts/{oid}/validate-otp`
pub(super) async fn validate_otp(
    State(app): AppState,
    claims: Claims,
    ids: PathIds,
    body: JsonBody,
) -> Outcome {
    payouts::validate_otp(&app, claims, ids, body, OrderType::CryptoPayOut).await
}

/// The blockchain that the field `network` names.
pub(super) fn read_network(fields: &Fields<'_>) -> Option<Network> {
    let codes = Network::ALL.map(Network::code);
    fields.code("network", &codes).and_then(Network::parse)
}

fn read_payout(fields: &Fields<'_>) -> Option<Payout> {
    let origin = fields.money("origin", &Currency::ALL);
    let recipient = fields.object("recipient");
    let network = read_network(&recipient);
    let detail = "must be an address of the network: alphabet, length and checksum";
    let address = recipient.parsed("address", FieldCode::InvalidAddress, detail, |text| {
        // Without a network, whose fault is already noted, nothing can be said of the address.
        network.is_none_or(|network| network.has_address(text)).then(|| text.to_owned())
    });
    let currency = recipient.currency("currency", &Currency::STABLE);
    let reference = fields.string("reference");
    let code2fa = fields.optional("code2fa", Fields::string);
    let (network, address, currency) = (network?, address?, currency?);
    let recipient = Recipient::Wallet { network, address, currency };
    Some(Payout { origin: origin?, recipient, reference: reference?, code2fa: code2fa? })
}
