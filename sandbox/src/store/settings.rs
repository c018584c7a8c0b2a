//! What an operator has set for one merchant: held payouts and exchange rates.

use rusqlite::{OptionalExtension, params};

use super::{Result, Scope};
use crate::domain::fx::{Pair, Rate};
use crate::domain::money::Currency;
use crate::domain::order::OrderType;
use crate::domain::price::Terms;

impl Scope<'_> {
    /// Whether payouts wait for the operator.
    pub(crate) fn holds_payouts(&self) -> Result<bool> {
        let select = "SELECT hold_payouts FROM merchants WHERE id = ?1";
        Ok(self.conn().prepare_cached(select)?.query_row([self.id], |row| row.get(0))?)
    }

    /// Lets payouts wait for the operator, or not.
    pub(crate) fn set_hold_payouts(&self, hold: bool) -> Result<()> {
        let update = "UPDATE merchants SET hold_payouts = ?2 WHERE id = ?1";
        self.conn().prepare_cached(update)?.execute(params![self.id, hold])?;
        Ok(())
    }

    /// The rate of a pair, set or default.
    pub(crate) fn rate(&self, pair: Pair) -> Result<Rate> {
        let select = "SELECT rate FROM fx_rates WHERE merchant_id = ?1 AND pair = ?2";
        let set =
            self.conn().prepare_cached(select)?.query_row(params![self.id, pair], |row| row.get(0));
        Ok(set.optional()?.unwrap_or_else(|| Rate::default_of(pair)))
    }

    /// Sets the rate of a pair; the other direction keeps its own.
    pub(crate) fn set_rate(&self, pair: Pair, rate: Rate) -> Result<()> {
        let upsert = "INSERT OR REPLACE INTO fx_rates (merchant_id, pair, rate) \
             VALUES (?1, ?2, ?3)";
        self.conn().prepare_cached(upsert)?.execute(params![self.id, pair, rate])?;
        Ok(())
    }

    /// What holds now for an order of that kind.
    pub(super) fn terms(
        &self,
        order_type: OrderType,
        from: Currency,
        to: Currency,
    ) -> Result<Terms> {
        let (tariffs, rate) = (self.tariffs(order_type)?, self.rate(Pair { from, to })?);
        Ok(Terms { tariffs, rate, at: self.now })
    }
}
