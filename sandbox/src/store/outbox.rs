//! The outbox: events and deliveries, inserted in the transaction of the change (HOOK-13).

use rusqlite::params;
use uuid::Uuid;

use super::deliveries::Delivery;
use super::error::Result;
use super::fresh_id::fresh_id;
use super::signals::{Pending, Signal};
use super::transaction::Scope;
use crate::domain::event::Event;
use crate::domain::id::Id;

impl Scope<'_> {
    /// Inserts an event with its envelope (HOOK-6, HOOK-7).
    pub(crate) fn insert_event(&self, id: Uuid, event: &Event) -> Result<()> {
        let (code, resource) = (event.kind.code(), event.resource.to_string());
        let insert = "INSERT INTO events (id, merchant_id, type, resource_id, body) \
             VALUES (?1, ?2, ?3, ?4, ?5)";
        let body = event.envelope(id);
        let row = params![id.to_string(), self.id, code, resource, body];
        self.conn().prepare_cached(insert)?.execute(row)?;
        Ok(())
    }

    /// Inserts a delivery that waits for its first attempt, and signals it.
    pub(crate) fn insert_delivery(
        &self,
        event: &str,
        event_type: &str,
        resource: &str,
        url: &str,
    ) -> Result<Id<Delivery>> {
        let insert = "INSERT INTO deliveries (id, merchant_id, event_id, event_type, \
             resource_id, url, state, next_attempt_at, created_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'PENDING', ?7, ?7)";
        let id = fresh_id::<Delivery>();
        let row = params![id, self.id, event, event_type, resource, url, self.now];
        let seq = self.conn().prepare_cached(insert)?.insert(row)?;
        let (merchant, resource) = (self.id, resource.to_owned());
        let pending = Pending { seq, merchant, resource, due: self.now, is_retry: false };
        self.tx().signal(Signal::Queued(pending));
        Ok(id)
    }
}
