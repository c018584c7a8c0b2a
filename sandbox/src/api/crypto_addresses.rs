//! Addresses to which stablecoins for an account are sent.

use super::caller::Caller;
use super::crypto_payouts::read_network;
use crate::domain::money::Currency;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::creation::Creation;
use crate::operations;
use crate::views;

/// `POST /api/v1/account/users/{uid}/accounts/{aid}/crypto-addresses` (PIN-4)
pub(super) async fn create(caller: Caller, creation: Creation) -> AnswerResult {
    let received = creation
        .read(|fields| fields.currency("currency", &Currency::STABLE).zip(read_network(fields)));
    let generated = caller.create(
        received,
        |scope, ids| Ok(scope.account_of(ids.id(0)?, ids.id(1)?)?),
        |scope, account, (currency, network)| {
            let address =
                operations::crypto_addresses::generate(scope, &account, currency, network)?;
            Ok(JsonAnswer::created(views::crypto_address(&address)))
        },
    );
    generated.await
}
