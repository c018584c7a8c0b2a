//! Waits until everything that is due has been delivered.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use conformance_harness::{
    exchange::Exchange,
    sink::{Certificate, ReceivedDelivery},
    verdict::{Fault, Nonconformance},
};

use crate::{
    language::Actor,
    oracle::{ArrivedEvent, check_events},
    portal::{Action, json::answered},
    watch::take_census,
    world::{Census, World},
};

/// The finding about a target whose deliveries have no end.
const RESTLESS: &str = "the target does not come to rest";

/// True if the target's deliveries have no end, as when it does not reach the sink.
pub(crate) fn is_restless(settled: &Result<(), Fault>) -> bool {
    matches!(settled, Err(Fault::Nonconformance(finding)) if finding.what == RESTLESS)
}

/// The status of a drain at whose end deliveries are still due or in flight.
const NOT_DRAINED: u16 = 409;

/// Waits until the target has nothing more to deliver: an event that has not arrived then never will.
///
/// With a target that cannot be drained, it waits until every event that the state requires has arrived.
///
/// # Errors
/// If draining fails or the state cannot be read.
pub(crate) async fn settle(world: &mut World) -> Result<(), Fault> {
    let Some(listening) = world.listening.as_ref().filter(|listening| !listening.held) else {
        return Ok(());
    };
    if !world.shared.target.claims("drain") {
        return if listening.is_unproven() { Ok(()) } else { await_events(world).await };
    }
    if world.trace.is_settled {
        return Ok(());
    }
    let begun = Instant::now();
    let drained = drain(world, None).await;
    world.waited(begun);
    let drained = drained?;
    if drained.response.status != NOT_DRAINED {
        answered(&drained, 200)?;
        world.trace.is_settled = true;
        return Ok(());
    }
    Err(Nonconformance::new(
        RESTLESS,
        "every delivery that is due has been attempted",
        "deliveries are still due or in flight at the time limit",
    )
    .shown_in(&drained)
    .into())
}

/// Waits until the target has nothing more to deliver to the other merchant, if it can be asked.
///
/// # Errors
/// If draining fails.
pub(crate) async fn settle_other(world: &mut World) -> Result<(), Fault> {
    if world.other_listening.is_none() || !world.shared.target.claims("drain") {
        return Ok(());
    }
    let begun = Instant::now();
    let kept = world.last.take();
    let drained = world.operate_as(Actor::Other, &Action::Drain { limit_ms: None }).await;
    world.last = kept;
    world.waited(begun);
    answered(&*drained?, 200).map(drop)
}

/// Waits until every event that the state requires has arrived, or the effect timeout is over.
///
/// # Errors
/// If the API cannot be read.
async fn await_events(world: &mut World) -> Result<(), Fault> {
    let Some(listening) = world.listening.clone() else { return Ok(()) };
    let kept = world.last.take();
    let census = take_census_anyway(world).await;
    world.last = kept;
    let Some(census) = census? else { return Ok(()) };
    let begun = Instant::now();
    let layers = world.shared.target.layers.clone();
    let complete = |all: &[ReceivedDelivery]| {
        let events = ArrivedEvent::of_target(&listening, &layers, all);
        check_events(&census, &listening, &events, &layers).is_empty()
    };
    // Events that are still missing then are found when the scenario is judged.
    let _ = listening.mailbox.wait_until(world.shared.target.effect_timeout, complete).await;
    world.waited(begun);
    Ok(())
}

/// Takes a census also if the merchant's token has become invalid; none if the merchant can no longer log in. The scenario goes
/// on with its own token.
async fn take_census_anyway(world: &mut World) -> Result<Option<Census>, Fault> {
    if !world.trace.is_token_doubtful {
        return take_census(world).await.map(Some);
    }
    let answer = world.log_in(Actor::Merchant).await?;
    if answer.response.is_client_error() {
        return Ok(None);
    }
    world.keep_token(Actor::Merchant, &answer)?;
    let census = take_census(world).await;
    world.forget_token(Actor::Merchant);
    census.map(Some)
}

/// The pause between two looks whether a target has connected.
const CONTACT_PAUSE: Duration = Duration::from_millis(50);

/// Waits until the target has connected to an endpoint with this certificate, which it must not trust; gives the reason to doubt
/// that it has seen the certificate if it does not connect in time.
pub(crate) async fn why_unseen(world: &mut World, certificate: Certificate) -> Option<String> {
    let begun = Instant::now();
    let shared = world.shared.clone();
    loop {
        let reason = shared.sink.why_unseen(certificate);
        if reason.is_none() || begun.elapsed() > shared.target.effect_timeout {
            world.waited(begun);
            return reason;
        }
        tokio::time::sleep(CONTACT_PAUSE).await;
    }
}

/// The time within which a target notices attempts that have timed out. Answers that are still held then are not due yet.
const TIMEOUT_NOTICED_MS: u64 = 250;

/// After the clock was moved while answers are held: waits until the attempts that have timed out are over.
///
/// # Errors
/// If the target cannot be asked.
pub(crate) async fn await_timeouts(world: &mut World) -> Result<(), Fault> {
    let held = world.listening.as_ref().is_some_and(|listening| listening.held);
    if held && world.shared.target.claims("drain") {
        let begun = Instant::now();
        let drained = drain(world, Some(TIMEOUT_NOTICED_MS)).await;
        world.waited(begun);
        let drained = drained?;
        if drained.response.status != NOT_DRAINED {
            answered(&drained, 200)?;
        }
    }
    Ok(())
}

async fn drain(world: &mut World, limit_ms: Option<u64>) -> Result<Arc<Exchange>, Fault> {
    let kept = world.last.take();
    let drained = world.operate(&Action::Drain { limit_ms }).await;
    world.last = kept;
    drained
}
