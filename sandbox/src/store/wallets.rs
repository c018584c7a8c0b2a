//! The addresses that were generated for accounts, to which stablecoins are sent.

use rusqlite::{OptionalExtension, params};

use super::{Result, Scope, fresh_id};
use crate::domain::account::Account;
use crate::domain::clock::Moment;
use crate::domain::id::Id;
use crate::domain::money::Currency;
use crate::domain::wallet::Network;

/// Where stablecoins for an account can be sent.
#[derive(Debug)]
pub(crate) struct CryptoAddress {
    /// Its identifier.
    pub(crate) id: Id<Self>,
    /// The account that is paid.
    pub(crate) account: Id<Account>,
    /// The stablecoin it is for.
    pub(crate) currency: Currency,
    /// The blockchain it is on.
    pub(crate) network: Network,
    /// The address itself.
    pub(crate) address: String,
    /// When it was made.
    pub(crate) created_at: Moment,
}

impl Scope<'_> {
    /// Makes a new address for an account.
    pub(crate) fn open_address(
        &self,
        account: &Account,
        currency: Currency,
        network: Network,
    ) -> Result<CryptoAddress> {
        let (id, address) = (fresh_id(), network.address_of(rand::random()));
        let insert = "INSERT INTO crypto_addresses (id, merchant_id, account_id, currency, \
             network, address, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let row = params![id, self.id, account.id, currency, network, address, self.now];
        self.conn().prepare_cached(insert)?.execute(row)?;
        let (account, created_at) = (account.id, self.now);
        Ok(CryptoAddress { id, account, currency, network, address, created_at })
    }

    /// The account's newest addresses.
    pub(crate) fn addresses(&self, account: &Account, most: i64) -> Result<Vec<CryptoAddress>> {
        let select = "SELECT id, account_id, currency, network, address, created_at \
             FROM crypto_addresses WHERE merchant_id = ?1 AND account_id = ?2 \
             ORDER BY seq DESC LIMIT ?3";
        let mut statement = self.conn().prepare_cached(select)?;
        let rows = statement.query_map(params![self.id, account.id, most], |row| {
            let (id, account, currency) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let (network, address, created_at) = (row.get(3)?, row.get(4)?, row.get(5)?);
            Ok(CryptoAddress { id, account, currency, network, address, created_at })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The network of the account's last address for that stablecoin, if it has one.
    pub(super) fn network_of(
        &self,
        account: &Account,
        currency: Currency,
    ) -> Result<Option<Network>> {
        let select = "SELECT network FROM crypto_addresses WHERE merchant_id = ?1 \
             AND account_id = ?2 AND currency = ?3 ORDER BY seq DESC LIMIT 1";
        let row = params![self.id, account.id, currency];
        let found = self.conn().prepare_cached(select)?.query_row(row, |row| row.get(0));
        Ok(found.optional()?)
    }
}
