//! Registers the endpoint of a merchant who listens for events.

use std::collections::HashSet;

use conformance_harness::{
    sink::{Certificate, Sink},
    verdict::Fault,
};

use crate::{
    language::Actor,
    oracle::is_older,
    portal::{Action, json::answered},
    watch::{settle, take_census},
    world::{CaseTrait, Listening, World},
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
    if actor == Actor::Other && world.common().is_some() {
        let why = "the second merchant has no webhook endpoint of this run";
        return Err(Fault::not_applicable(why));
    }
    let is_common = actor == Actor::Merchant && world.listening.is_none() && join_common(world);
    // With other events or another certificate, the scenario registers the common mailbox anew.
    if is_common && certificate == Certificate::Trusted && events.len() == all_events(world).len() {
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
    match actor {
        Actor::Merchant => world.listening = Some(listening),
        Actor::Other => world.other_listening = Some(listening),
    }
    Ok(())
}

/// Gives the scenario its part of the mailbox that all scenarios share; false if there is none.
fn join_common(world: &mut World) -> bool {
    let shared = world.shared.clone();
    let Some(common) = &shared.common else { return false };
    let Some(mut listening) = common.listening.borrow().clone() else { return false };
    listening.mailbox = listening.mailbox.part();
    if world.needs.has(CaseTrait::Alone) {
        let begun = world.trace.record.opened();
        // Events that an earlier run has not taken are sent again; they do not belong to this scenario.
        listening.mailbox.take_rest(move |body| !is_older(body, begun));
    }
    let opened = world.people.values().flat_map(|user| user.opened.clone());
    let orders = world.orders.iter().chain(&world.lent).cloned();
    let made: Vec<String> = opened.chain(orders).collect();
    let known = world.people.values().map(|user| user.id.clone());
    listening.known_before = known.chain(made.iter().cloned()).collect();
    world.listening = Some(listening);
    for id in &made {
        world.claim(id);
    }
    // An endpoint of its own would not have got the events of before.
    if let Some(listening) = &world.listening {
        listening.mailbox.clear();
    }
    true
}

/// Registers the endpoint again that all scenarios share, after one that has changed it.
///
/// # Errors
/// If the Portal refuses.
pub(crate) async fn restore_common(world: &mut World) -> Result<(), Fault> {
    let shared = world.shared.clone();
    let Some(common) = shared.common.as_ref().filter(|_| world.has_changed_endpoint) else {
        return Ok(());
    };
    let Some(mut listening) = common.listening.borrow().clone() else { return Ok(()) };
    let url = shared.sink.address(&listening.mailbox, Certificate::Trusted);
    register_common(world, url).await?;
    read_secret(world, &mut listening).await?;
    common.listening.replace(Some(listening));
    Ok(())
}

/// Registers the address of the endpoint that all scenarios share, for all events.
///
/// # Errors
/// If the Portal refuses.
pub(crate) async fn register_common(world: &mut World, url: String) -> Result<(), Fault> {
    let action = Action::RegisterEndpoint { url, events: all_events(world) };
    answered(&*world.operate(&action).await?, 200).map(drop)
}

/// Reads the secret that signs from now on.
///
/// # Errors
/// If it is not known, or the Portal refuses.
pub(crate) async fn read_secret(world: &mut World, listening: &mut Listening) -> Result<(), Fault> {
    let secret = world.operate(&Action::ReadSecret).await?;
    listening.signed_with(answered(&secret, 200)?)
}

/// Every documented event type.
#[must_use]
pub(crate) fn all_events(world: &World) -> Vec<String> {
    world.shared.contract.event_types().map(str::to_owned).collect()
}
