//! Takes users through KYC and companies through KYB, and waits for their level.

use conformance_harness::verdict::{Fault, Nonconformance};
use serde_json::Value;

use crate::{
    answers::text,
    arrange::{
        kyb,
        kyc::{kyc_session, open_session},
        registration::ensure_user,
    },
    edition::{key, path, state},
    language::{Actor, Decision, KybStanding, PersonName, Process},
    portal::Action,
    world::{StepResult, World},
};

/// Takes a user through KYC, or a company through KYB, unless that has happened.
pub(crate) async fn ensure_verified(
    world: &mut World,
    actor: Actor,
    person: &PersonName,
) -> StepResult {
    let known = world.people.get(person);
    if known.is_some_and(|user| user.session.is_some() || user.kyb.session.is_some()) {
        return Ok(());
    }
    if world.play(person) {
        return Ok(());
    }
    ensure_user(world, actor, person).await?;
    if world.person(person)?.is_business {
        kyb::ensure_standing(world, actor, person, KybStanding::Approved).await?;
    } else {
        open_session(world, actor, person).await?;
        let session = kyc_session(world, person)?;
        let (process, decision) = (Process::Kyc, Decision::Approve);
        let action = Action::Decide { process, session, decision, details: None };
        world.operate_as(actor, &action).await?;
    }
    wait_for_level(world, actor, person, state::REGULAR).await
}

async fn user(world: &mut World, actor: Actor, person: &PersonName) -> Result<Value, Fault> {
    let known = world.person(person)?;
    let path = format!("{}/{}", path::users(known.is_business), known.id);
    world.read(actor, &path).await
}

/// Asks until a user has this level.
pub(crate) async fn wait_for_level(
    world: &mut World,
    actor: Actor,
    person: &PersonName,
    level: &str,
) -> Result<(), Fault> {
    let is_business = world.person(person)?.is_business;
    let key = if is_business { key::KYB_LEVEL } else { key::KYC_LEVEL };
    let found = async |world: &mut World| {
        let shown = text(&user(world, actor, person).await?, key)?;
        Ok((shown == level).then_some(()))
    };
    let missing = |world: &World| {
        let what = format!("the level of {person} is different");
        Nonconformance::new(what, level, world.shown(key)).shown_by(world.evidence()).into()
    };
    world.poll(found, missing).await
}
