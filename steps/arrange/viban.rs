//! Virtual IBANs.

use conformance_harness::verdict::Nonconformance;
use serde_json::Value;

use crate::{
    answers::{made_id, text},
    edition::{self, path},
    language::{PersonName, VibanDecision},
    portal::Action,
    world::{StepResult, World},
};

/// Asks for a virtual IBAN and remembers it if it was granted.
pub(crate) async fn ask(
    world: &mut World,
    person: &PersonName,
    currency: &str,
    body: &Value,
) -> StepResult {
    let (user, account) = world.account(person, currency)?;
    let vibans = path::vibans(&user, &account);
    let answer = world.create(person.merchant(), &vibans, Some(body)).await?;
    if let Some(id) = made_id(&answer)? {
        world.vibans.push(format!("{vibans}/{id}"));
    }
    Ok(())
}

/// Activates or rejects the last virtual IBAN.
pub(crate) async fn decide(
    world: &mut World,
    decision: VibanDecision,
    details: Option<Value>,
) -> StepResult {
    let viban = world.viban_id()?.to_owned();
    let details = match decision {
        VibanDecision::Activate => details,
        VibanDecision::Reject => Some(details.unwrap_or_else(edition::viban_rejection)),
    };
    let actor = world.viban_merchant()?;
    world.operate_as(actor, &Action::DecideViban { viban, decision, details }).await.map(drop)
}

/// Deactivates the last virtual IBAN.
pub(crate) async fn deactivate(world: &mut World) -> StepResult {
    let end = path::viban_deactivation(world.viban()?);
    let actor = world.viban_merchant()?;
    world.call(actor, "POST", &end, None).await.map(drop)
}

/// Asks until the last virtual IBAN is in this state.
pub(crate) async fn wait_for_state(world: &mut World, wanted: &str) -> StepResult {
    let (viban, actor) = (world.viban()?.to_owned(), world.viban_merchant()?);
    let found = async |world: &mut World| {
        let shown = text(&world.read(actor, &viban).await?, "state")?;
        Ok((shown == wanted).then_some(()))
    };
    let missing = |world: &World| {
        Nonconformance::new("the virtual IBAN is in another state", wanted, world.shown("state"))
            .shown_by(world.evidence())
            .into()
    };
    world.poll(found, missing).await
}
