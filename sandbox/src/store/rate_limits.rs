//! Rows of rate limits; the requests that are left are kept in memory only.

use rusqlite::{OptionalExtension, params};

use super::error::Result;
use super::transaction::Scope;
use crate::domain::rate_limit::RateLimit;

impl Scope<'_> {
    /// The rate limit of the merchant, if it has one (RATE-1).
    pub(crate) fn rate_limit(&self) -> Result<Option<RateLimit>> {
        let select = "SELECT requests, per_seconds FROM rate_limits WHERE merchant_id = ?1";
        let found = self.conn().prepare_cached(select)?.query_row([self.id], |row| {
            Ok(RateLimit { requests: row.get(0)?, per_seconds: row.get(1)? })
        });
        Ok(found.optional()?)
    }

    /// Sets the rate limit of the merchant, or removes it.
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
