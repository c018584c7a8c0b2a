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
/// When the target cannot be asked, or does not come to rest before.
pub(crate) async fn let_pass(world: &mut World, by: Duration) -> StepResult {
    // Whatever is on its way belongs to the time before the leap.
    settle(world).await?;
    let advanced = world.operate(&Action::Advance { by }).await?;
    answered(&advanced, 200)?;
    await_timeouts(world).await
}
