//! Settings of a merchant: held payouts and exchange rates.

use rusqlite::{OptionalExtension, params};

use super::error::Result;
use super::transaction::Scope;
use crate::domain::fx::{Pair, Rate};

impl Scope<'_> {
    /// Tells if new payouts are held (OUT-7).
    pub(crate) fn holds_payouts(&self) -> Result<bool> {
        let select = "SELECT hold_payouts FROM merchants WHERE id = ?1";
        Ok(self.conn().prepare_cached(select)?.query_row([self.id], |row| row.get(0))?)
    }

    /// Sets if new payouts are held (OUT-7).
    pub(crate) fn set_hold_payouts(&self, hold: bool) -> Result<()> {
        let update = "UPDATE merchants SET hold_payouts = ?2 WHERE id = ?1";
        self.conn().prepare_cached(update)?.execute(params![self.id, hold])?;
        Ok(())
    }

    /// The rate of a pair: the one that was set, or else the default.
    pub(crate) fn rate(&self, pair: Pair) -> Result<Rate> {
        let select = "SELECT rate FROM fx_rates WHERE merchant_id = ?1 AND pair = ?2";
        let set =
            self.conn().prepare_cached(select)?.query_row(params![self.id, pair], |row| row.get(0));
        Ok(set.optional()?.unwrap_or_else(|| Rate::default_of(pair)))
    }

    /// Sets the rate of a pair; the reverse pair keeps its own rate.
    pub(crate) fn set_rate(&self, pair: Pair, rate: Rate) -> Result<()> {
        let upsert = "INSERT OR REPLACE INTO fx_rates (merchant_id, pair, rate) \
             VALUES (?1, ?2, ?3)";
        self.conn().prepare_cached(upsert)?.execute(params![self.id, pair, rate])?;
        Ok(())
    }
}
