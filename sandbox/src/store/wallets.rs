//! Rows of the addresses to which stablecoins for accounts are sent.

use rusqlite::{OptionalExtension, params};

use super::error::Result;
use super::transaction::Scope;
use crate::domain::account::Account;
use crate::domain::clock::Moment;
use crate::domain::id::Id;
use crate::domain::money::Currency;
use crate::domain::wallet::Network;

/// An address to which stablecoins for an account are sent (PIN-4).
#[derive(Debug)]
pub(crate) struct CryptoAddress {
    /// Its identifier.
    pub(crate) id: Id<Self>,
    /// The account that is credited.
    pub(crate) account: Id<Account>,
    /// The stablecoin.
    pub(crate) currency: Currency,
    /// The blockchain.
    pub(crate) network: Network,
    /// The address, in the format of the network.
    pub(crate) address: String,
    /// Time of its creation.
    pub(crate) created_at: Moment,
}

impl Scope<'_> {
    /// Inserts an address.
    pub(crate) fn insert_address(&self, made: &CryptoAddress) -> Result<()> {
        let insert = "INSERT INTO crypto_addresses (id, merchant_id, account_id, currency, \
             network, address, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let CryptoAddress { id, account, currency, network, address, created_at } = made;
        let row = params![id, self.id, account, currency, network, address, created_at];
        self.conn().prepare_cached(insert)?.execute(row)?;
        Ok(())
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
    pub(crate) fn network_of(
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
