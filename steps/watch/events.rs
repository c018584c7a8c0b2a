//! Events since the scenario's first action, and deliveries as the Portal shows them.

use std::collections::BTreeSet;

use conformance_harness::{
    layer::Layers,
    sink::ReceivedDelivery,
    verdict::{Fault, Nonconformance},
};
use serde_json::Value;

use crate::{
    language::Actor,
    oracle::ArrivedEvent,
    portal::{Action, json::answered},
    watch::settle,
    world::{Listening, StepResult, World},
};

/// The events that first arrived after the first `before` deliveries. Those about money that the treasury has lent may come late;
/// they are no effects of the scenario's actions.
pub(crate) fn events_since(
    before: usize,
    listening: &Listening,
    lent: &BTreeSet<String>,
    layers: &Layers,
    deliveries: &[ReceivedDelivery],
) -> Vec<ArrivedEvent> {
    let mut events = ArrivedEvent::since(before, listening, layers, deliveries);
    events.retain(|event| !lent.contains(&event.resource));
    events
}

/// Checks that no event has arrived since the scenario acted.
pub(crate) async fn no_new_events(world: &mut World) -> StepResult {
    settle(world).await?;
    world.listen_on();
    let Some(listening) = &world.listening else { return Ok(()) };
    let (before, all) = (world.deliveries_before(Actor::Merchant)?, listening.mailbox.deliveries());
    let new = events_since(before, listening, &world.lent, &world.shared.target.layers, &all);
    if new.is_empty() {
        return Ok(());
    }
    let kinds: Vec<&str> = new.iter().map(|event| event.event_type.as_str()).collect();
    let shown: Vec<String> = new.iter().map(|event| event.body.to_string()).collect();
    let what = "events were sent although nothing was to happen; a refused or repeated request may have taken effect";
    Err(Nonconformance::new(what, "no event", kinds.join(", ")).shown_by(shown.join("\n")).into())
}

pub(crate) async fn shown_delivery(world: &mut World, event_type: &str) -> Result<Value, Fault> {
    let action = Action::ListDeliveries { event_type: event_type.to_owned() };
    let listed = world.operate(&action).await?;
    let last = answered(&listed, 200)?["deliveries"].as_array().and_then(|all| all.last());
    last.cloned().ok_or_else(|| {
        Nonconformance::new("the Portal shows no such delivery", event_type, "none").into()
    })
}

pub(crate) fn listening(world: &World) -> Result<&Listening, Fault> {
    listening_of(world, Actor::Merchant)
}

/// The subscription of a merchant who listens for events.
pub(crate) fn listening_of(world: &World, actor: Actor) -> Result<&Listening, Fault> {
    let begin = match actor {
        Actor::Merchant => "begin with `a merchant who listens for events`",
        Actor::Other => "write before it: Given another merchant who listens for events",
    };
    let silent = || Fault::error(format!("{actor} does not listen for events; {begin}"));
    world.listening_of(actor).ok_or_else(silent)
}
