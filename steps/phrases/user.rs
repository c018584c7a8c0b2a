//! Phrases about users and their KYC sessions.

use cucumber::{given, then, when};

use crate::{
    arrange::{
        body, kyb,
        kyc::{kyc_session, open_session, wait_for_session},
        registration::{ensure_user, register, registration},
        verification::{ensure_verified, wait_for_level},
    },
    language::{Actor, Aspect, Decision, PersonName, Process, UserStanding},
    portal::{Action, json::answered},
    world::{StepResult, World},
};

#[given(expr = "{person} is a {standing} user")]
async fn is_user(world: &mut World, person: PersonName, standing: UserStanding) -> StepResult {
    match standing {
        UserStanding::New => ensure_user(world, person.merchant(), &person).await,
        UserStanding::Verified => ensure_verified(world, person.merchant(), &person).await,
    }
}

#[given(expr = "{person} has an open KYC session")]
async fn has_session(world: &mut World, person: PersonName) -> StepResult {
    ensure_user(world, person.merchant(), &person).await?;
    open_session(world, person.merchant(), &person).await?;
    world.expect_status(world.answer()?, 201).map(drop)
}

#[when(expr = "{actor} registers {person}")]
async fn registers(
    world: &mut World,
    step: &gherkin::Step,
    actor: Actor,
    person: PersonName,
) -> StepResult {
    let person = person.at(actor);
    let mut registration = registration(world, &person)?;
    registration.body = body::overridden(world, registration.body, step)?;
    register(world, actor, &person, &registration).await
}

#[when(expr = "{actor} opens a {process} session for {person}")]
async fn opens_session(
    world: &mut World,
    actor: Actor,
    process: Process,
    person: PersonName,
) -> StepResult {
    let person = person.at(actor);
    match process {
        Process::Kyc => open_session(world, actor, &person).await,
        Process::Kyb => kyb::open_session(world, actor, &person).await,
    }
}

#[when(expr = "the operator {decision} the {process} session of {person}")]
async fn decides(
    world: &mut World,
    step: &gherkin::Step,
    decision: Decision,
    process: Process,
    person: PersonName,
) -> StepResult {
    let details = body::written(world, step)?;
    let session = match process {
        Process::Kyc => kyc_session(world, &person)?,
        Process::Kyb => kyb::session_of(world, &person)?.1,
    };
    let action = Action::Decide { process, session, decision, details };
    world.operate_as(person.merchant(), &action).await.map(drop)
}

#[when(expr = "the operator sets the level of {person} to {word}")]
async fn sets_level(world: &mut World, person: PersonName, level: String) -> StepResult {
    let known = world.person(&person)?;
    let (user, is_business) = (known.id.clone(), known.is_business);
    let action = Action::SetLevel { user, is_business, level };
    let set = world.operate_as(person.merchant(), &action).await?;
    answered(&set, 200).map(drop)
}

#[then(expr = "the {aspect} of {person} is {word}")]
async fn verification_is(
    world: &mut World,
    aspect: Aspect,
    person: PersonName,
    state: String,
) -> StepResult {
    match aspect {
        Aspect::Level => wait_for_level(world, person.merchant(), &person, &state).await,
        Aspect::Session if world.parties.contains_key(&person) => {
            kyb::wait_for_party(world, &person, &state).await
        }
        Aspect::Session => wait_for_session(world, &person, &state).await,
        Aspect::Kyb => kyb::wait_for_session(world, person.merchant(), &person, &state).await,
    }
}
