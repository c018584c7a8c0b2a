//! Events as they arrived, each once.

use conformance_harness::{
    json,
    layer::{Layer, Layers},
    sink::ReceivedDelivery,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::{
    edition::{self, key},
    world::Listening,
};

pub(super) const CHECK: &str = "events";

/// The difference of clocks by which an event may seem older than it is.
const OLDER: SignedDuration = SignedDuration::from_secs(5);

/// The time of the event in a body; none if it says none.
fn time_in(body: &Value) -> Option<Timestamp> {
    body.get("timestamp")?.as_str()?.parse().ok()
}

/// True if a delivery's body is an event from before this time, such as one that is sent again because an earlier run has not
/// taken it.
#[must_use]
pub fn is_older(body: &[u8], than: Timestamp) -> bool {
    let latest = than.checked_sub(OLDER).unwrap_or(Timestamp::MIN);
    let time = json::parse(body).ok().and_then(|body| time_in(&body));
    time.is_some_and(|time| time < latest)
}

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
    pub fn time(&self) -> Option<Timestamp> {
        time_in(&self.body)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_of_an_earlier_run_is_older_and_one_without_a_time_is_not() {
        let begun: Timestamp = "2026-11-28T05:00:00Z".parse().expect("it is a time");
        let body = |time: &str| format!(r#"{{"timestamp":"{time}"}}"#).into_bytes();
        assert!(is_older(&body("2026-11-28T04:50:00Z"), begun));
        assert!(!is_older(&body("2026-11-28T04:59:58Z"), begun));
        assert!(!is_older(&body("2026-11-28T05:00:01Z"), begun));
        assert!(!is_older(b"{}", begun));
        assert!(!is_older(b"no JSON", begun));
    }
}
