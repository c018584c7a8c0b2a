//! Events as they arrived, each once.

use conformance_harness::{
    json,
    layer::{Layer, Layers},
    sink::ReceivedDelivery,
};
use serde_json::Value;

use crate::{
    edition::{self, key},
    world::Listening,
};

pub(super) const CHECK: &str = "events";

/// One event, at its first arrival.
#[derive(Clone, Debug)]
pub struct ArrivedEvent {
    /// The unique id.
    pub id: String,
    /// The type.
    pub event_type: String,
    /// The id of the resource that it is about.
    pub resource: String,
    /// The whole body.
    pub body: Value,
    /// The first of its deliveries that was accepted, by its place among all of them.
    pub accepted: Option<usize>,
}

impl ArrivedEvent {
    /// The events of deliveries in order of first arrival, each once.
    #[must_use]
    pub fn all(deliveries: &[ReceivedDelivery]) -> Vec<Self> {
        let mut events: Vec<Self> = Vec::new();
        for (index, delivery) in deliveries.iter().enumerate() {
            let Ok(body) = json::parse(&delivery.body) else { continue };
            let field = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default();
            let id = field(key::EVENT_ID).to_owned();
            let accepted = delivery.is_accepted().then_some(index);
            if let Some(known) = events.iter_mut().find(|known| known.id == id) {
                known.accepted = known.accepted.or(accepted);
                continue;
            }
            let event_type = field(key::EVENT_TYPE).to_owned();
            let resource = edition::resource_of(&body).unwrap_or_default().to_owned();
            events.push(Self { id, event_type, resource, body, accepted });
        }
        events
    }

    /// The events that count for this listener. Targets that do not claim our decisions may have further types of events; that
    /// a type is not subscribed is found elsewhere (HOOK-5).
    #[must_use]
    pub fn of_target(
        listening: &Listening,
        layers: &Layers,
        deliveries: &[ReceivedDelivery],
    ) -> Vec<Self> {
        let is_exact = layers.bind(Layer::Decided);
        let mut events = Self::all(deliveries);
        events.retain(|event| is_exact || listening.ever_subscribed.contains(&event.event_type));
        events
    }

    /// Of those, the events that first arrived after the first `before` deliveries.
    #[must_use]
    pub fn since(
        before: usize,
        listening: &Listening,
        layers: &Layers,
        deliveries: &[ReceivedDelivery],
    ) -> Vec<Self> {
        let known = Self::all(&deliveries[..before.min(deliveries.len())]);
        let mut events = Self::of_target(listening, layers, deliveries);
        events.retain(|event| !known.iter().any(|old| old.id == event.id));
        events
    }

    /// The time at which it happened, by its envelope; none if it says none.
    #[must_use]
    pub fn time(&self) -> Option<jiff::Timestamp> {
        self.body.get("timestamp")?.as_str()?.parse().ok()
    }

    /// A member of the event's data.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Value> {
        self.body.get("data")?.get(key)
    }

    /// A text of the event's data.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.field(key)?.as_str()
    }
}
