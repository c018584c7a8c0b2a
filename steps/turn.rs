//! The turn of a scenario at a merchant that all scenarios share.

use conformance_harness::{verdict::Fault, worklist::Worklist};

use crate::world::World;

/// Waits until the members of the cast are free that the scenario needs.
pub(crate) async fn engage(world: &mut World) -> Result<(), Fault> {
    let shared = world.shared.clone();
    let Some(common) = &shared.common else { return Ok(()) };
    let (has_second, is_person) = (shared.operator.has_second(), shared.operator.is_person());
    let reason = world.needs.why_not_applicable(has_second, is_person);
    if let Some(reason) = reason.or_else(|| common.why_missing(&world.needs)) {
        return Err(Fault::not_applicable(reason));
    }
    world.engaged = Some(common.cast.engage(&world.needs.cast).await);
    world.running = shared.operator.worklist().map(Worklist::scenario_begins);
    Ok(())
}
