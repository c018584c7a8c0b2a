//! The turn of a scenario at a merchant that all scenarios share.

use conformance_harness::{verdict::Fault, worklist::Worklist};

use crate::world::World;

/// Waits until the members of the cast are free that the scenario needs.
pub(crate) async fn engage(world: &mut World) -> Result<(), Fault> {
    let shared = world.shared.clone();
    let Some(common) = &shared.common else { return Ok(()) };
    let (has_second, is_person) = (shared.operator.has_second(), shared.operator.is_person());
    let reason = world.needs.why_not_applicable(has_second, is_person);
    let missing = || common.why_missing(&world.needs);
    if let Some(fault) = reason.map(Fault::not_applicable).or_else(missing) {
        return Err(world.of_preparation(fault));
    }
    world.engaged = Some(common.cast.engage(&world.needs.cast).await);
    world.running = shared.operator.worklist().map(Worklist::scenario_begins);
    Ok(())
}
