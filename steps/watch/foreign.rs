//! Asks for unknown ids where a scenario has asked for foreign ones, and compares the answers.

use crate::{oracle::twins, world::World};

/// Finds refusals that tell foreign ids from unknown ones (AUTH-7).
pub(crate) async fn tell_apart(world: &mut World) {
    let layers = world.shared.target.layers.clone();
    let contract = world.shared.contract.clone();
    for twin in twins(world.trace.record.exchanges(), &contract, &layers) {
        // A target that is gone is found elsewhere.
        let Ok(answer) = world.send(twin.request()).await else { return };
        if let Some(finding) = twin.compare(&answer, &layers) {
            world.find(finding);
        }
    }
}
