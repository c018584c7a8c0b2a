//! The books and the orders, judged after every scenario from what the API shows.

mod amounts;
mod books;
mod census;
mod events;
mod parties;

pub use census::Census;
pub(crate) use census::{all_pages, ids};
pub use events::ArrivedEvent;

use std::time::Instant;

use conformance_harness::{
    checks::{Expectations, check_deliveries},
    sink::Delivery,
    verdict::Fault,
};

use crate::{limit, listening::settle, merchant, values::Actor, world::World};

/// Waits until the target has told everything that its state says it must, or the effect timeout is over.
///
/// # Errors
/// When the API cannot be read.
pub(crate) async fn await_events(world: &mut World) -> Result<(), Fault> {
    let Some(listening) = world.listening.clone() else { return Ok(()) };
    let kept = world.last.take();
    let census = Census::take(world).await?;
    world.last = kept;
    let begun = Instant::now();
    let told =
        |all: &[Delivery]| events::judge(&census, &listening, &ArrivedEvent::all(all)).is_empty();
    // What is still missing then is found when the scenario is judged.
    let _ = listening.mailbox.wait_until(world.shared.target.effect_timeout, told).await;
    world.waited(begun);
    Ok(())
}

/// Judges everything the merchant can see, and every delivery; what is wrong becomes a finding.
///
/// # Errors
/// When the API cannot be read.
pub(crate) async fn judge(world: &mut World) -> Result<(), Fault> {
    if !world.merchants.contains_key(&Actor::Merchant) {
        return Ok(());
    }
    limit::lift(world).await?;
    settle(world).await?;
    judge_deliveries(world);
    if !merchant::refresh_token(world).await? {
        return Ok(());
    }
    // What `nothing has changed` has just read need not be read again.
    let census = match world.trace.readable.take() {
        Some(census) => census,
        None => Census::take(world).await?,
    };
    for finding in books::judge(&census) {
        world.find(finding);
    }
    let listening = world.listening.clone();
    let deliveries = listening.as_ref().map(|listening| listening.mailbox.deliveries());
    let told = ArrivedEvent::all(&deliveries.unwrap_or_default());
    for finding in amounts::judge(&census, &told) {
        world.find(finding);
    }
    let Some(listening) = listening else { return Ok(()) };
    if !listening.is_unproven() {
        for finding in events::judge(&census, &listening, &told) {
            world.find(finding);
        }
    }
    Ok(())
}

fn judge_deliveries(world: &mut World) {
    let Some(listening) = world.listening.clone() else { return };
    let deliveries = listening.mailbox.deliveries();
    let expected = Expectations {
        secrets: &listening.secrets,
        subscribed: &listening.ever_subscribed,
        resent: listening.resent,
    };
    let convention = world.convention();
    let contract = &world.shared.contract;
    let mut findings = check_deliveries(contract, &convention, &expected, &deliveries);
    findings.extend(listening.misdirected(&deliveries));
    for finding in findings {
        world.find(finding);
    }
}
