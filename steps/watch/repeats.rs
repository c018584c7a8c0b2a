//! Repeats requests that have created something, and compares the answers.

use crate::{language::Actor, oracle::check_repeated, world::World};

/// The most requests that a scenario repeats.
const MOST: usize = 2;

/// Sends the last requests with idempotency keys once more; each must be answered as before (IDEM-1). What a repeated request
/// does besides is found by the checks that follow.
pub(crate) async fn repeat_creations(world: &mut World) {
    let has_left_undone = world.trace.has_left_undone;
    for first in world.trace.keyed.latest(MOST, world.trace.record.now()) {
        let Ok(request) = world.again(Actor::Merchant, &first) else { return };
        // A target that is gone is found elsewhere.
        let Ok(answer) = world.send(request).await else { return };
        if let Some(finding) = check_repeated(&first, &answer) {
            world.find(finding);
        }
    }
    // Only the scenario's own requests are a reason to look for more than it has asked for.
    world.trace.has_left_undone = has_left_undone;
}
