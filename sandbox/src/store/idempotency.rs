//! Rows of answers that are repeated for an idempotency key (IDEM-1).

use rusqlite::{OptionalExtension, params};

use super::error::Result;
use super::transaction::Scope;
use crate::domain::clock::Moment;
use crate::domain::idempotency::{Fingerprint, IdempotencyKey, KeptAnswer, KeyedRequest};

impl Scope<'_> {
    /// The answer that was kept for `key`, with the fingerprint of its request, unless it was kept
    /// at `expiry` or earlier.
    pub(crate) fn answer_to(
        &self,
        key: &IdempotencyKey,
        expiry: Moment,
    ) -> Result<Option<(Fingerprint, KeptAnswer)>> {
        let select = "SELECT fingerprint, status, body FROM idempotency_keys \
             WHERE merchant_id = ?1 AND key = ?2 AND created_at > ?3";
        let row = params![self.id, key.as_str(), expiry];
        let found = self.conn().prepare_cached(select)?.query_row(row, |row| {
            let kept = KeptAnswer { status: row.get(1)?, body: row.get(2)? };
            Ok((Fingerprint(row.get(0)?), kept))
        });
        Ok(found.optional()?)
    }

    /// Deletes the answers that were kept at `expiry` or earlier.
    pub(crate) fn delete_answers_until(&self, expiry: Moment) -> Result<()> {
        let delete = "DELETE FROM idempotency_keys WHERE merchant_id = ?1 AND created_at <= ?2";
        self.conn().prepare_cached(delete)?.execute(params![self.id, expiry])?;
        Ok(())
    }

    /// Inserts the answer to a request with an idempotency key.
    pub(crate) fn insert_answer(&self, attempt: &KeyedRequest, answer: &KeptAnswer) -> Result<()> {
        let insert = "INSERT INTO idempotency_keys \
             (merchant_id, key, fingerprint, status, body, created_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let (key, fingerprint) = (attempt.key.as_str(), attempt.fingerprint.0);
        let row = params![self.id, key, fingerprint, answer.status, answer.body, self.now];
        self.conn().prepare_cached(insert)?.execute(row)?;
        Ok(())
    }
}
