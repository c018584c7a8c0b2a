//! Refusals, as every target must give them: a status that refuses this request, whatever else it says.

use conformance_harness::{
    exchange::Exchange,
    layer::Layer,
    verdict::{Fault, Nonconformance},
};

use crate::{
    edition::path,
    language::Actor,
    world::{DoubtfulRefusal, StepResult, World},
};

/// Checks that the last request was refused, in any way that is a refusal of the request itself; `documented` is the status by
/// which this project's sandbox refuses.
///
/// # Errors
/// If it was accepted, or was answered with a status that says something else.
pub(crate) async fn expect_refusal(world: &mut World, documented: Option<u16>) -> StepResult {
    let answer = world.answer()?.clone();
    let status = answer.response.status;
    let is_meant = documented == Some(status);
    let refused = match status {
        _ if is_meant && status / 100 == 4 => true,
        405 | 429 => false,
        401 => token_still_reads(world).await?,
        404 if documented == Some(405) => true,
        404 | 415 => {
            doubt(world, &answer);
            true
        }
        _ => status / 100 == 4,
    };
    if refused {
        return Ok(());
    }
    let actual = match status {
        401 => "status 401, and the token no longer reads anything".to_owned(),
        _ => format!("status {status}"),
    };
    Err(Nonconformance::new(
        "the request was not refused as it must be",
        "a refusal of this request: a status from 400 to 499, but for 405 and 429",
        actual,
    )
    .shown_in(&answer)
    .into())
}

/// Notes a refusal that could also mean that the target does not know the operation.
fn doubt(world: &mut World, answer: &Exchange) {
    // A target of our decisions must give each status as documented: no doubt is left.
    if world.binds(Layer::Decided) {
        return;
    }
    let request = &answer.request;
    let documented = world.shared.contract.lookup(&request.method, &request.path);
    let operation = documented.operation_id().filter(|_| documented.is_binding());
    let Some(operation) = operation else { return };
    world.later.elsewhere.push(DoubtfulRefusal {
        operation: operation.to_owned(),
        status: answer.response.status,
        evidence: answer.as_curl(),
    });
}

/// True if the merchant's token still reads, so that a 401 was about the request.
async fn token_still_reads(world: &mut World) -> Result<bool, Fault> {
    let kept = world.last.take();
    let read = world.call(Actor::Merchant, "GET", path::ORDERS, None).await;
    world.last = kept;
    Ok(!read?.response.is_client_error())
}
