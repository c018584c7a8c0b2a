//! Moves the merchant's clock.

use std::time::Duration;

use crate::{
    portal::{Action, json::answered},
    watch::{await_timeouts, settle},
    world::{StepResult, World},
};

/// Moves the merchant's clock.
///
/// # Errors
/// If the target cannot be asked, or deliveries are still due before.
pub(crate) async fn let_pass(world: &mut World, by: Duration) -> StepResult {
    // Deliveries that are due now belong to the time before.
    settle(world).await?;
    let advanced = world.operate(&Action::Advance { by }).await?;
    answered(&advanced, 200)?;
    await_timeouts(world).await
}
