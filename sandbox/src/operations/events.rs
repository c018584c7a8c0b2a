//! Recording events for delivery.

use crate::domain::event::Event;
use crate::store::{Result, Scope, fresh_uuid};

/// Records `event` and queues its delivery, if the merchant's endpoint subscribes to its type
/// (HOOK-5).
///
/// The record is part of the transaction of the change that the event reports (HOOK-13).
pub(super) fn emit(scope: &Scope<'_>, event: &Event) -> Result<()> {
    let Some(endpoint) = scope.find_endpoint()? else { return Ok(()) };
    if !endpoint.events.contains(&event.kind) {
        return Ok(());
    }
    let id = fresh_uuid();
    scope.insert_event(id, event)?;
    let (kind, resource) = (event.kind.code(), event.resource.to_string());
    scope.insert_delivery(&id.to_string(), kind, &resource, &endpoint.url).map(drop)
}
