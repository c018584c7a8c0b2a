//! Phrases about the rate limit of a merchant.

use std::time::Duration;

use conformance_harness::verdict::Nonconformance;
use cucumber::{given, when};

use crate::{
    arrange::{rate_limit::set, time::let_pass},
    language::RateLimit,
    world::{StepResult, World},
};

#[given(expr = "the rate limit is {int} request(s) per {int} second(s)")]
async fn limit_is(world: &mut World, requests: u64, per_seconds: u64) -> StepResult {
    world.rate_limit = Some(RateLimit { requests, per_seconds });
    set(world, world.rate_limit).await
}

#[when("the merchant waits as long as it was told to")]
async fn waits(world: &mut World) -> StepResult {
    let answer = world.answer()?;
    let header = answer.response.header("retry-after").unwrap_or("no such header").to_owned();
    let is_whole = header.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(seconds) = header.parse().ok().filter(|seconds| is_whole && *seconds > 0) {
        return let_pass(world, Duration::from_secs(seconds)).await;
    }
    let what = "the answer does not say how long to wait";
    let wanted = "Retry-After with a whole number of seconds above 0";
    Err(Nonconformance::new(what, wanted, header).shown_in(answer).into())
}
