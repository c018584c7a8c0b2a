//! Resending a delivery.

use crate::domain::id::Id;
use crate::store::{Delivery, Result, Scope};

/// Queues the event of `delivery` again, to the current address of the endpoint (HOOK-12).
///
/// The new delivery has the same `eventId` and body, and attempts of its own.
pub(crate) fn resend(scope: &Scope<'_>, delivery: Id<Delivery>) -> Result<Delivery> {
    let known = scope.delivery(delivery)?;
    let url = scope.endpoint()?.url;
    let (event, kind, resource) = (&known.event_id, &known.event_type, &known.resource_id);
    let fresh = scope.insert_delivery(event, kind, resource, &url)?;
    scope.delivery(fresh)
}
