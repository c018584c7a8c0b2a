//! Where a merchant wants to be told of events, and of which.

use rusqlite::{OptionalExtension, params};

use super::{Result, Scope};
use crate::domain::clock::Moment;
use crate::domain::event::EventType;
use crate::domain::refusal::Refusal;

/// A merchant's address for webhooks.
#[derive(Debug, Clone)]
pub(crate) struct Endpoint {
    /// Where to deliver.
    pub(crate) url: String,
    /// What to deliver.
    pub(crate) events: Vec<EventType>,
    /// When it was registered.
    pub(crate) created_at: Moment,
}

const NO_ENDPOINT: Refusal = Refusal::NotFound("webhook endpoint");

impl Scope<'_> {
    /// The endpoint, if one is registered.
    pub(crate) fn find_endpoint(&self) -> Result<Option<Endpoint>> {
        let select = "SELECT url, events, created_at FROM endpoints WHERE merchant_id = ?1";
        let found = self.conn().prepare_cached(select)?.query_row([self.id], |row| {
            let codes: String = row.get(1)?;
            let events = codes.split(' ').filter_map(EventType::parse).collect();
            Ok(Endpoint { url: row.get(0)?, events, created_at: row.get(2)? })
        });
        Ok(found.optional()?)
    }

    /// The endpoint.
    pub(crate) fn endpoint(&self) -> Result<Endpoint> {
        Ok(self.find_endpoint()?.ok_or(NO_ENDPOINT)?)
    }

    /// Registers an endpoint in place of any other; what is pending goes there from now on. Gives it with the secret that signs:
    /// the fresh one, unless there has been one before.
    pub(crate) fn put_endpoint(
        &self,
        url: String,
        events: Vec<EventType>,
        fresh_secret: &str,
    ) -> Result<(Endpoint, String)> {
        let codes = events.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(" ");
        let upsert = "INSERT OR REPLACE INTO endpoints (merchant_id, url, events, created_at) \
             VALUES (?1, ?2, ?3, ?4)";
        self.conn().prepare_cached(upsert)?.execute(params![self.id, url, codes, self.now])?;
        let keep = "UPDATE merchants SET webhook_secret = coalesce(webhook_secret, ?2) \
             WHERE id = ?1 RETURNING webhook_secret";
        let mut keep = self.conn().prepare_cached(keep)?;
        let secret = keep.query_row(params![self.id, fresh_secret], |row| row.get(0))?;
        let redirect = "UPDATE deliveries SET url = ?2 \
             WHERE merchant_id = ?1 AND state = 'PENDING'";
        self.conn().prepare_cached(redirect)?.execute(params![self.id, url])?;
        Ok((Endpoint { url, events, created_at: self.now }, secret))
    }

    /// Forgets the endpoint; what is pending has failed.
    pub(crate) fn delete_endpoint(&self) -> Result<()> {
        let delete = "DELETE FROM endpoints WHERE merchant_id = ?1";
        if self.conn().prepare_cached(delete)?.execute([self.id])? == 0 {
            return Err(NO_ENDPOINT.into());
        }
        let give_up = "UPDATE deliveries SET state = 'FAILED', next_attempt_at = NULL \
             WHERE merchant_id = ?1 AND state = 'PENDING'";
        self.conn().prepare_cached(give_up)?.execute([self.id])?;
        Ok(())
    }

    /// The secret that signs deliveries.
    pub(crate) fn webhook_secret(&self) -> Result<String> {
        self.endpoint()?;
        let select = "SELECT webhook_secret FROM merchants WHERE id = ?1";
        Ok(self.conn().prepare_cached(select)?.query_row([self.id], |row| row.get(0))?)
    }

    /// Puts another secret in its place.
    pub(crate) fn rotate_webhook_secret(&self, fresh_secret: &str) -> Result<()> {
        self.endpoint()?;
        let update = "UPDATE merchants SET webhook_secret = ?2 WHERE id = ?1";
        self.conn().prepare_cached(update)?.execute(params![self.id, fresh_secret])?;
        Ok(())
    }
}
