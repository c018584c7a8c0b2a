//! Payouts to wallets on blockchains.

use super::caller::Caller;
use super::payouts;
use crate::domain::money::Currency;
use crate::domain::order::OrderType;
use crate::domain::refusal::FieldCode;
use crate::domain::wallet::Network;
use crate::http::answer::AnswerResult;
use crate::http::body::JsonBody;
use crate::http::creation::Creation;
use crate::http::fields::Fields;
use crate::operations::payouts::{Payout, Recipient};

/// `POST /api/v1/account/users/{uid}/accounts/{aid}/crypto-payouts` (OUT-2)
pub(super) async fn create(caller: Caller, creation: Creation) -> AnswerResult {
    payouts::create(&caller, creation.read(read_payout)).await
}

/// `GET /api/v1/account/crypto-payouts/{oid}` (OUT-5)
pub(super) async fn show(caller: Caller) -> AnswerResult {
    payouts::show(&caller, OrderType::CryptoPayOut).await
}

/// `POST /api/v1/account/crypto-payouts/{oid}/cancel` (OUT-6)
pub(super) async fn cancel(caller: Caller) -> AnswerResult {
    payouts::cancel(&caller, OrderType::CryptoPayOut).await
}

/// `POST /api/v1/account/crypto-payouts/{oid}/validate-otp` (OUT-4)
pub(super) async fn validate_otp(caller: Caller, body: JsonBody) -> AnswerResult {
    payouts::validate_otp(&caller, body, OrderType::CryptoPayOut).await
}

/// Reads the blockchain that the field `network` names.
pub(super) fn read_network(fields: &Fields<'_>) -> Option<Network> {
    let codes = Network::ALL.map(Network::code);
    fields.code("network", &codes).and_then(Network::parse)
}

/// Reads a payout; its address must have the form of its network (OUT-3).
fn read_payout(fields: &Fields<'_>) -> Option<Payout> {
    let origin = fields.money("origin", &Currency::ALL);
    let recipient = fields.object("recipient");
    let network = read_network(&recipient);
    let detail = "must be an address of the network: alphabet, length and checksum";
    let address = recipient.parsed("address", FieldCode::InvalidAddress, detail, |text| {
        // The fault of an unknown network is listed already; the address cannot be checked then.
        network.is_none_or(|network| network.has_address(text)).then(|| text.to_owned())
    });
    let currency = recipient.currency("currency", &Currency::STABLE);
    let reference = fields.string("reference");
    let code2fa = fields.optional("code2fa", Fields::string);
    let (network, address, currency) = (network?, address?, currency?);
    let recipient = Recipient::Wallet { network, address, currency };
    Some(Payout { origin: origin?, recipient, reference: reference?, code2fa: code2fa? })
}
