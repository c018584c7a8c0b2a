//! Addresses to which stablecoins for an account are sent.

use crate::domain::account::Account;
use crate::domain::money::Currency;
use crate::domain::wallet::Network;
use crate::store::{CryptoAddress, Result, Scope, fresh_id};

/// Generates a new address for the account, valid on that network (PIN-4).
pub(crate) fn generate(
    scope: &Scope<'_>,
    account: &Account,
    currency: Currency,
    network: Network,
) -> Result<CryptoAddress> {
    let made = CryptoAddress {
        id: fresh_id(),
        account: account.id,
        currency,
        network,
        address: network.address_of(rand::random()),
        created_at: scope.now,
    };
    scope.insert_address(&made)?;
    Ok(made)
}
