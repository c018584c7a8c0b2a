//! Events on their way out: recorded in the transaction of the change that they report.

use rusqlite::params;
use uuid::Uuid;

use super::{Delivery, Pending, Result, Scope, Signal, fresh_id};
use crate::domain::event::Event;
use crate::domain::id::Id;

impl Scope<'_> {
    /// Records `event` for delivery, if its type is subscribed.
    pub(super) fn emit(&self, event: &Event) -> Result<()> {
        let Some(endpoint) = self.find_endpoint()? else { return Ok(()) };
        if !endpoint.events.contains(&event.kind) {
            return Ok(());
        }
        let event_id = Uuid::now_v7();
        let (code, resource) = (event.kind.code(), event.resource.to_string());
        let insert = "INSERT INTO events (id, merchant_id, type, resource_id, body) \
             VALUES (?1, ?2, ?3, ?4, ?5)";
        let body = event.envelope(event_id);
        let id = event_id.to_string();
        self.conn().prepare_cached(insert)?.execute(params![id, self.id, code, resource, body])?;
        self.queue_delivery(&id, code, &resource, &endpoint.url)?;
        Ok(())
    }

    /// Sends the event of a delivery once more, to where the endpoint is now.
    pub(crate) fn resend(&self, delivery: Id<Delivery>) -> Result<Delivery> {
        let known = self.delivery(delivery)?;
        let url = self.endpoint()?.url;
        let fresh =
            self.queue_delivery(&known.event_id, &known.event_type, &known.resource_id, &url)?;
        self.delivery(fresh)
    }

    fn queue_delivery(
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
        self.tx.signal(Signal::Queued(Pending { seq, merchant, resource, retry_at: None }));
        Ok(id)
    }
}
