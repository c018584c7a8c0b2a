//! The rate limit of a scenario. The suite lifts it before its own reading.

use conformance_harness::verdict::Fault;

use crate::{
    language::RateLimit,
    portal::{Action, json::answered},
    world::{StepResult, World},
};

pub(crate) async fn set(world: &mut World, limit: Option<RateLimit>) -> StepResult {
    let kept = world.last.take();
    let set = world.operate(&Action::LimitRate { limit }).await?;
    world.last = kept;
    answered(&set, 200).map(drop)
}

/// Lifts the scenario's limit for good, before everything is read.
///
/// # Errors
/// If the operator cannot do it.
pub(crate) async fn lift(world: &mut World) -> Result<(), Fault> {
    match world.rate_limit.take() {
        Some(_) => set(world, None).await,
        None => Ok(()),
    }
}

/// Sets the scenario's limit again, after a reading that must not count.
///
/// # Errors
/// If the operator cannot do it.
pub(crate) async fn renew(world: &mut World, limit: Option<RateLimit>) -> Result<(), Fault> {
    world.rate_limit = limit;
    if limit.is_some() { set(world, limit).await } else { Ok(()) }
}
