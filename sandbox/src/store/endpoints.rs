//! Rows of webhook endpoints and webhook secrets.

use rusqlite::{OptionalExtension, params};

use super::error::Result;
use super::transaction::Scope;
use crate::domain::clock::Moment;
use crate::domain::event::EventType;
use crate::domain::refusal::Refusal;

/// The webhook endpoint of a merchant.
#[derive(Debug, Clone)]
pub(crate) struct Endpoint {
    /// Its address.
    pub(crate) url: String,
    /// The event types it subscribes to.
    pub(crate) events: Vec<EventType>,
    /// Time of its registration.
    pub(crate) created_at: Moment,
}

/// The refusal for a merchant without an endpoint.
pub(crate) const NO_ENDPOINT: Refusal = Refusal::NotFound("webhook endpoint");

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

    /// Saves the endpoint in place of an earlier one.
    pub(crate) fn save_endpoint(&self, endpoint: &Endpoint) -> Result<()> {
        let Endpoint { url, events, created_at } = endpoint;
        let codes = events.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(" ");
        let upsert = "INSERT OR REPLACE INTO endpoints (merchant_id, url, events, created_at) \
             VALUES (?1, ?2, ?3, ?4)";
        self.conn().prepare_cached(upsert)?.execute(params![self.id, url, codes, created_at])?;
        Ok(())
    }

    /// Deletes the endpoint; answers false if there is none.
    pub(crate) fn delete_endpoint(&self) -> Result<bool> {
        let delete = "DELETE FROM endpoints WHERE merchant_id = ?1";
        Ok(self.conn().prepare_cached(delete)?.execute([self.id])? > 0)
    }

    /// Changes the address of pending deliveries.
    pub(crate) fn redirect_pending_deliveries(&self, url: &str) -> Result<()> {
        let update = "UPDATE deliveries SET url = ?2 WHERE merchant_id = ?1 AND state = 'PENDING'";
        self.conn().prepare_cached(update)?.execute(params![self.id, url])?;
        Ok(())
    }

    /// Changes pending deliveries to `FAILED`.
    pub(crate) fn fail_pending_deliveries(&self) -> Result<()> {
        let update = "UPDATE deliveries SET state = 'FAILED', next_attempt_at = NULL, \
             ended_at = ?2 WHERE merchant_id = ?1 AND state = 'PENDING'";
        self.conn().prepare_cached(update)?.execute(params![self.id, self.now])?;
        Ok(())
    }

    /// The webhook secret of the merchant.
    pub(crate) fn webhook_secret(&self) -> Result<String> {
        let select = "SELECT webhook_secret FROM merchants WHERE id = ?1";
        Ok(self.conn().prepare_cached(select)?.query_row([self.id], |row| row.get(0))?)
    }

    /// The webhook secret of the merchant, which becomes `fresh` if there is none yet.
    pub(crate) fn keep_or_set_webhook_secret(&self, fresh: &str) -> Result<String> {
        let update = "UPDATE merchants SET webhook_secret = coalesce(webhook_secret, ?2) \
             WHERE id = ?1 RETURNING webhook_secret";
        let mut statement = self.conn().prepare_cached(update)?;
        Ok(statement.query_row(params![self.id, fresh], |row| row.get(0))?)
    }

    /// Sets the webhook secret of the merchant.
    pub(crate) fn set_webhook_secret(&self, secret: &str) -> Result<()> {
        let update = "UPDATE merchants SET webhook_secret = ?2 WHERE id = ?1";
        self.conn().prepare_cached(update)?.execute(params![self.id, secret])?;
        Ok(())
    }
}
