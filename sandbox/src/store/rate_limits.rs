//! The rates that operators have set; how much of each is left is kept in memory only.

use rusqlite::{OptionalExtension, params};

use super::{Result, Scope};
use crate::domain::rate_limit::RateLimit;

impl Scope<'_> {
    /// The merchant's rate, if there is one.
    pub(crate) fn rate_limit(&self) -> Result<Option<RateLimit>> {
        let select = "SELECT requests, per_seconds FROM rate_limits WHERE merchant_id = ?1";
        let found = self.conn().prepare_cached(select)?.query_row([self.id], |row| {
            Ok(RateLimit { requests: row.get(0)?, per_seconds: row.get(1)? })
        });
        Ok(found.optional()?)
    }

    /// Sets the merchant's rate, or lifts it.
    pub(crate) fn set_rate_limit(&self, limit: Option<RateLimit>) -> Result<()> {
        let Some(RateLimit { requests, per_seconds }) = limit else {
            let delete = "DELETE FROM rate_limits WHERE merchant_id = ?1";
            self.conn().prepare_cached(delete)?.execute([self.id])?;
            return Ok(());
        };
        let upsert = "INSERT OR REPLACE INTO rate_limits (merchant_id, requests, per_seconds) \
             VALUES (?1, ?2, ?3)";
        self.conn().prepare_cached(upsert)?.execute(params![self.id, requests, per_seconds])?;
        Ok(())
    }
}
