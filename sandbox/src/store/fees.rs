//! What operations cost the users of a merchant, and the account that its part goes to.

use rusqlite::{OptionalExtension, params};

use super::accounts::{COLUMNS, account_of};
use super::{Result, Scope};
use crate::domain::account::{Account, Purpose};
use crate::domain::fee::{Fee, Tariff, Tariffs};
use crate::domain::money::Amount;
use crate::domain::order::OrderType;

impl Scope<'_> {
    /// How the fee of a kind of order is reckoned.
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

    /// Sets how the fee of a kind of order is reckoned; orders that were made keep theirs.
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

    /// The account that the merchant's part of `fee` goes to; none if there is no such part.
    pub(super) fn earning_account(&self, fee: Fee) -> Result<Option<Account>> {
        if fee.merchant == Amount::ZERO {
            return Ok(None);
        }
        let select = format!(
            "SELECT {COLUMNS} FROM accounts WHERE merchant_id = ?1 AND purpose = ?2 \
             AND currency = ?3"
        );
        let row = params![self.id, Purpose::Fees, fee.currency];
        Ok(Some(self.conn().prepare_cached(&select)?.query_row(row, account_of)?))
    }
}
