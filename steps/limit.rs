//! Phrases about the rate limit of a merchant, which the suite's own reading must not use up.

use std::time::Duration;

use conformance_harness::verdict::{Fault, Nonconformance};
use cucumber::{given, when};

use crate::{
    operator::{Action, json::answered},
    webhook::let_pass,
    world::{Step, World},
};

/// So many requests in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// How many.
    pub requests: u64,
    /// In which time.
    pub per_seconds: u64,
}

#[given(expr = "the rate limit is {int} request(s) per {int} second(s)")]
async fn limit_is(world: &mut World, requests: u64, per_seconds: u64) -> Step {
    world.rate_limit = Some(RateLimit { requests, per_seconds });
    set(world, world.rate_limit).await
}

#[when("the merchant waits as long as it was told to")]
async fn waits(world: &mut World) -> Step {
    let answer = world.answer()?;
    let told = answer.response.header("retry-after").unwrap_or("no such header").to_owned();
    let whole = told.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(seconds) = told.parse().ok().filter(|seconds| whole && *seconds > 0) {
        return let_pass(world, Duration::from_secs(seconds)).await;
    }
    let what = "the answer does not say how long to wait";
    let wanted = "Retry-After with a whole number of seconds above 0";
    Err(Nonconformance::new(what, wanted, told).shown_by(answer.as_curl()).into())
}

async fn set(world: &mut World, limit: Option<RateLimit>) -> Step {
    let kept = world.last.take();
    let set = world.operate(&Action::LimitRate { limit }).await?;
    world.last = kept;
    answered(&set, 200).map(drop)
}

/// Lifts the scenario's limit for good, before everything is read.
///
/// # Errors
/// When the operator cannot do it.
pub(crate) async fn lift(world: &mut World) -> Result<(), Fault> {
    match world.rate_limit.take() {
        Some(_) => set(world, None).await,
        None => Ok(()),
    }
}

/// Lets the scenario's limit begin anew, after something was read that must not count.
///
/// # Errors
/// When the operator cannot do it.
pub(crate) async fn renew(world: &mut World, limit: Option<RateLimit>) -> Result<(), Fault> {
    world.rate_limit = limit;
    if limit.is_some() { set(world, limit).await } else { Ok(()) }
}
