//! The books and the orders, judged after every scenario from what the API shows.

mod books;
mod census;
mod events;

pub use census::Census;
pub(crate) use census::all_pages;
pub use events::ArrivedEvent;

use std::time::Instant;

use conformance_harness::{
    checks::{Expectations, check_deliveries},
    inbox::Delivery,
    verdict::Fault,
};

use crate::{merchant, values::Actor, world::World};

/// Waits until the target has told everything that its state says it must, or patience is over.
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
    let _ = listening.mailbox.wait_until(world.shared.target.patience, told).await;
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
    if !merchant::refresh_token(world).await? {
        return Ok(());
    }
    let census = Census::take(world).await?;
    for finding in books::judge(&census) {
        world.find(finding);
    }
    crate::webhook::settle(world).await?;
    let Some(listening) = world.listening.clone() else { return Ok(()) };
    let deliveries = listening.mailbox.deliveries();
    let expected =
        Expectations { secrets: &listening.secrets, subscribed: &listening.ever_subscribed };
    let convention = world.convention();
    for finding in check_deliveries(&world.shared.contract, &convention, &expected, &deliveries) {
        world.find(finding);
    }
    if !listening.unreachable {
        for finding in events::judge(&census, &listening, &ArrivedEvent::all(&deliveries)) {
            world.find(finding);
        }
    }
    Ok(())
}
