//! Answers that are given again when a request comes again with its key.

use rusqlite::{OptionalExtension, params};

use super::{Result, Scope};
use crate::domain::clock::{Moment, Span};
use crate::domain::idempotency::{Attempt, KEY_LIFETIME, KeptAnswer};
use crate::domain::refusal::Refusal;

impl Scope<'_> {
    /// What this attempt was answered before; refused if its key named another request.
    pub(crate) fn kept_answer(&self, attempt: &Attempt) -> Result<Option<KeptAnswer>> {
        let select = "SELECT fingerprint, status, body FROM idempotency_keys \
             WHERE merchant_id = ?1 AND key = ?2 AND created_at > ?3";
        let row = params![self.id, attempt.key.as_str(), self.forgotten()];
        let found = self.conn().prepare_cached(select)?.query_row(row, |row| {
            let kept = KeptAnswer { status: row.get(1)?, body: row.get(2)? };
            Ok((row.get::<_, [u8; 32]>(0)?, kept))
        });
        match found.optional()? {
            Some((fingerprint, _)) if fingerprint != attempt.fingerprint.0 => {
                Err(Refusal::IdempotencyConflict.into())
            }
            found => Ok(found.map(|(_, kept)| kept)),
        }
    }

    /// Keeps the answer for as long as the key lives, and drops what has outlived its own.
    pub(crate) fn keep_answer(&self, attempt: &Attempt, answer: &KeptAnswer) -> Result<()> {
        let delete = "DELETE FROM idempotency_keys WHERE merchant_id = ?1 AND created_at <= ?2";
        self.conn().prepare_cached(delete)?.execute(params![self.id, self.forgotten()])?;
        let insert = "INSERT INTO idempotency_keys \
             (merchant_id, key, fingerprint, status, body, created_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let (key, fingerprint) = (attempt.key.as_str(), attempt.fingerprint.0);
        let row = params![self.id, key, fingerprint, answer.status, answer.body, self.now];
        self.conn().prepare_cached(insert)?.execute(row)?;
        Ok(())
    }

    /// Keys of this moment and older are no longer known.
    fn forgotten(&self) -> Moment {
        self.now.plus(Span::millis(-KEY_LIFETIME.as_millis()))
    }
}
