//! Virtual IBANs.

use conformance_harness::verdict::Nonconformance;
use serde_json::Value;

use crate::{
    answers::text,
    edition::{self, path},
    language::{Actor, Person, VibanDecision},
    portal::Action,
    world::{Step, World},
};

/// Asks for a vIBAN and remembers it when it was granted.
pub(crate) async fn ask(world: &mut World, person: &Person, currency: &str, body: &Value) -> Step {
    let (user, account) = world.account(person, currency)?;
    let vibans = path::of_account(&user, &account, "virtual-ibans");
    let answer = world.call(Actor::Merchant, "POST", &vibans, Some(body)).await?;
    if answer.response.status == 201 {
        let id = text(answer.response.json(), "id")?;
        world.vibans.push(format!("{vibans}/{id}"));
    }
    Ok(())
}

pub(crate) async fn decide(
    world: &mut World,
    decision: VibanDecision,
    details: Option<Value>,
) -> Step {
    let viban = world.viban_id()?.to_owned();
    let details = match decision {
        VibanDecision::Activate => details,
        VibanDecision::Reject => Some(details.unwrap_or_else(edition::viban_rejection)),
    };
    world.operate(&Action::DecideViban { viban, decision, details }).await.map(drop)
}

pub(crate) async fn deactivate(world: &mut World) -> Step {
    let end = format!("{}/deactivate", world.viban()?);
    world.call(Actor::Merchant, "POST", &end, None).await.map(drop)
}

pub(crate) async fn wait_for_state(world: &mut World, wanted: &str) -> Step {
    let viban = world.viban()?.to_owned();
    let found = async |world: &mut World| {
        let shown = text(&world.read(Actor::Merchant, &viban).await?, "state")?;
        Ok((shown == wanted).then_some(()))
    };
    let missing = |world: &World| {
        Nonconformance::new("the vIBAN is in another state", wanted, world.shown("state"))
            .shown_by(world.evidence())
            .into()
    };
    world.poll(found, missing).await
}
