//! Registers the endpoint of a merchant who listens for events.

use std::collections::HashSet;

use conformance_harness::{
    sink::{Certificate, Sink},
    verdict::Fault,
};

use crate::{
    language::Actor,
    portal::{Action, json::answered},
    watch::{settle, take_census},
    world::{Listening, World},
};

/// Registers the scenario's mailbox for these types of events of the merchant.
///
/// # Errors
/// If the Portal refuses.
pub(crate) async fn listen(
    world: &mut World,
    events: Vec<String>,
    certificate: Certificate,
) -> Result<(), Fault> {
    listen_as(world, Actor::Merchant, events, certificate).await
}

/// Registers a mailbox for these types of events of a merchant; the secret is read so that signatures can be checked.
///
/// # Errors
/// If the Portal refuses.
pub(crate) async fn listen_as(
    world: &mut World,
    actor: Actor,
    events: Vec<String>,
    certificate: Certificate,
) -> Result<(), Fault> {
    if actor == Actor::Other && world.shared.operator.shares_merchant() {
        return Err(Fault::not_applicable("a person registers one endpoint for the whole run"));
    }
    if let Some(kept) = world.shared.by_hand.borrow().clone() {
        // A person registers one endpoint for the whole run; every scenario begins with it empty.
        kept.mailbox.clear();
        world.listening = Some(kept);
        return Ok(());
    }
    let reach = &world.shared.target.reach;
    if let Some(reason) = Sink::why_not_shown(certificate, reach) {
        return Err(Fault::not_applicable(reason));
    }
    settle(world).await?;
    let before = world.listening_of(actor).cloned();
    let mailbox = match &before {
        Some(listening) => listening.mailbox.clone(),
        None => world.shared.sink.mailbox(),
    };
    let url = world.shared.sink.address(&mailbox, certificate);
    let action = Action::RegisterEndpoint { url, events: events.clone() };
    let mut shown = world.operate_as(actor, &action).await?;
    if answered(&shown, 200)?.get("secret").is_none() {
        // The page shows the secret apart from the endpoint.
        shown = world.operate_as(actor, &Action::ReadSecret).await?;
    }
    let secret = answered(&shown, 200)?;
    let known_before = if actor == Actor::Other || world.people.is_empty() {
        HashSet::new()
    } else {
        take_census(world).await?.resources()
    };
    let mut listening = before.unwrap_or_else(|| Listening::new(mailbox));
    listening.signed_with(secret)?;
    listening.ever_subscribed.extend(events.iter().cloned());
    listening.subscribed = events.into_iter().collect();
    listening.known_before = known_before;
    listening.registered(certificate);
    if world.shared.operator.shares_merchant() {
        world.shared.by_hand.replace(Some(listening.clone()));
    }
    match actor {
        Actor::Merchant => world.listening = Some(listening),
        Actor::Other => world.other_listening = Some(listening),
    }
    Ok(())
}

/// Every documented event type.
#[must_use]
pub(crate) fn all_events(world: &World) -> Vec<String> {
    world.shared.contract.event_types().map(str::to_owned).collect()
}
