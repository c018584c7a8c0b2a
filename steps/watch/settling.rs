//! Waits until everything that is due has been delivered.

use std::{sync::Arc, time::Instant};

use conformance_harness::{
    exchange::Exchange,
    sink::ReceivedDelivery,
    verdict::{Fault, Nonconformance},
};

use crate::{
    oracle::{ArrivedEvent, check_events},
    portal::Action,
    watch::take_census,
    world::World,
};

/// Waits until the target has nothing more to deliver, so that what has not arrived never will.
///
/// A target that cannot be drained is waited for until it has told everything that its state says it must.
///
/// # Errors
/// When draining fails or the state cannot be read.
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
    if drained.response.status == 200 {
        world.trace.is_settled = true;
        return Ok(());
    }
    Err(Nonconformance::new(
        "the target does not come to rest",
        "every delivery that is due has been attempted",
        "deliveries are still due or in flight at the time limit",
    )
    .shown_by(drained.as_curl())
    .into())
}

/// Waits until the target has told everything that its state says it must, or the effect timeout is over.
///
/// # Errors
/// When the API cannot be read.
async fn await_events(world: &mut World) -> Result<(), Fault> {
    let Some(listening) = world.listening.clone() else { return Ok(()) };
    let kept = world.last.take();
    let census = take_census(world).await?;
    world.last = kept;
    let begun = Instant::now();
    let complete = |all: &[ReceivedDelivery]| {
        check_events(&census, &listening, &ArrivedEvent::all(all)).is_empty()
    };
    // What is still missing then is found when the scenario is judged.
    let _ = listening.mailbox.wait_until(world.shared.target.effect_timeout, complete).await;
    world.waited(begun);
    Ok(())
}

/// So long a target may take to notice that attempts have run out of time; what is still held then is not due yet.
const TIMEOUT_NOTICED_MS: u64 = 250;

/// After a leap of time with answers held: waits until the attempts that ran out of time have ended.
///
/// # Errors
/// When the target cannot be asked.
pub(crate) async fn await_timeouts(world: &mut World) -> Result<(), Fault> {
    let held = world.listening.as_ref().is_some_and(|listening| listening.held);
    if held && world.shared.target.claims("drain") {
        let begun = Instant::now();
        let drained = drain(world, Some(TIMEOUT_NOTICED_MS)).await;
        world.waited(begun);
        drained?;
    }
    Ok(())
}

async fn drain(world: &mut World, limit_ms: Option<u64>) -> Result<Arc<Exchange>, Fault> {
    let kept = world.last.take();
    let drained = world.operate(&Action::Drain { limit_ms }).await;
    world.last = kept;
    drained
}
