//! The turn of a scenario at a merchant that all scenarios share.

use conformance_harness::{verdict::Fault, worklist::Worklist};

use crate::world::World;

/// Waits until the members of the cast are free that the scenario needs.
pub(crate) async fn engage(world: &mut World) -> Result<(), Fault> {
    let shared = world.shared.clone();
    let Some(common) = &shared.common else { return Ok(()) };
    if let Some(reason) = world.needs.beyond_one_merchant(shared.operator.has_second()) {
        return Err(Fault::not_applicable(reason));
    }
    let beyond = world.needs.beyond_person().filter(|_| shared.operator.is_person());
    if let Some(reason) = beyond {
        return Err(Fault::not_applicable(reason));
    }
    if let Some(reason) = common.why_missing(&world.needs) {
        return Err(Fault::not_applicable(reason));
    }
    world.engaged = Some(common.cast.engage(&world.needs.cast).await);
    world.running = shared.operator.worklist().map(Worklist::scenario_begins);
    Ok(())
}
