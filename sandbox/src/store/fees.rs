//! Rows of tariffs, and the account that gets the merchant's fees.

use rusqlite::{OptionalExtension, params};

use super::accounts::{COLUMNS, account_of};
use super::error::Result;
use super::transaction::Scope;
use crate::domain::account::{Account, Purpose};
use crate::domain::fee::{Tariff, Tariffs};
use crate::domain::money::Currency;
use crate::domain::order::OrderType;

impl Scope<'_> {
    /// The tariffs of a type of order; free by default (PIN-7).
    pub(crate) fn tariffs(&self, order_type: OrderType) -> Result<Tariffs> {
        let select = "SELECT system_percent, system_fixed, merchant_percent, merchant_fixed \
             FROM tariffs WHERE merchant_id = ?1 AND order_type = ?2";
        let mut statement = self.conn().prepare_cached(select)?;
        let set = statement.query_row(params![self.id, order_type], |row| {
            let system = Tariff { percent: row.get(0)?, fixed: row.get(1)? };
            let merchant = Tariff { percent: row.get(2)?, fixed: row.get(3)? };
            Ok(Tariffs { system, merchant })
        });
        Ok(set.optional()?.unwrap_or(Tariffs::FREE))
    }

    /// Sets the tariffs of a type of order; existing orders keep their fees.
    pub(crate) fn set_tariffs(&self, order_type: OrderType, tariffs: Tariffs) -> Result<()> {
        let upsert = "INSERT OR REPLACE INTO tariffs (merchant_id, order_type, system_percent, \
             system_fixed, merchant_percent, merchant_fixed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let Tariffs { system, merchant } = tariffs;
        self.conn().prepare_cached(upsert)?.execute(params![
            self.id,
            order_type,
            system.percent,
            system.fixed,
            merchant.percent,
            merchant.fixed,
        ])?;
        Ok(())
    }

    /// The merchant's own account for fees in that currency (MER-1).
    pub(crate) fn fees_account(&self, currency: Currency) -> Result<Account> {
        let select = format!(
            "SELECT {COLUMNS} FROM accounts WHERE merchant_id = ?1 AND purpose = ?2 \
             AND currency = ?3"
        );
        let row = params![self.id, Purpose::Fees, currency];
        Ok(self.conn().prepare_cached(&select)?.query_row(row, account_of)?)
    }
}
