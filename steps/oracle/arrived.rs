//! Events as they arrived, each once.

use conformance_harness::sink::Delivery;
use serde_json::Value;

use crate::edition;

pub(super) const CHECK: &str = "events";

/// One event, at its first arrival.
#[derive(Clone, Debug)]
pub struct ArrivedEvent {
    /// Its unique id.
    pub id: String,
    /// Its type.
    pub event_type: String,
    /// What it is about.
    pub resource: String,
    /// The whole body.
    pub body: Value,
}

impl ArrivedEvent {
    /// The events of deliveries in order of first arrival, each once.
    #[must_use]
    pub fn all(deliveries: &[Delivery]) -> Vec<Self> {
        let mut events: Vec<Self> = Vec::new();
        for delivery in deliveries {
            let Ok(body) = serde_json::from_slice::<Value>(&delivery.body) else { continue };
            let field = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default();
            let id = field("eventId").to_owned();
            if events.iter().any(|known| known.id == id) {
                continue;
            }
            let event_type = field("eventType").to_owned();
            let resource = edition::resource_of(&body).unwrap_or_default().to_owned();
            events.push(Self { id, event_type, resource, body });
        }
        events
    }
}
