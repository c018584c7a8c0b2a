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
        UserStanding::New => ensure_user(world, Actor::Merchant, &person).await,
        UserStanding::Verified => ensure_verified(world, Actor::Merchant, &person).await,
    }
}

#[given(expr = "{person} has an open KYC session")]
async fn has_session(world: &mut World, person: PersonName) -> StepResult {
    ensure_user(world, Actor::Merchant, &person).await?;
    open_session(world, Actor::Merchant, &person).await?;
    world.expect_status(world.answer()?, 201).map(drop)
}

#[when(expr = "the merchant registers {person}")]
async fn registers(world: &mut World, step: &gherkin::Step, person: PersonName) -> StepResult {
    let mut registration = registration(world, &person)?;
    registration.body = body::overridden(world, registration.body, step)?;
    register(world, Actor::Merchant, &person, &registration).await
}

#[when(expr = "the merchant opens a {process} session for {person}")]
async fn opens_session(world: &mut World, process: Process, person: PersonName) -> StepResult {
    match process {
        Process::Kyc => open_session(world, Actor::Merchant, &person).await,
        Process::Kyb => kyb::open_session(world, Actor::Merchant, &person).await,
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
    let details = step.docstring.as_ref().map(|text| body::parse(world, text)).transpose()?;
    let session = match process {
        Process::Kyc => kyc_session(world, &person)?,
        Process::Kyb => kyb::session_of(world, &person)?.1,
    };
    world.operate(&Action::Decide { process, session, decision, details }).await.map(drop)
}

#[when(expr = "the operator sets the level of {person} to {word}")]
async fn sets_level(world: &mut World, person: PersonName, level: String) -> StepResult {
    let user = world.person(&person)?.id.clone();
    let set = world.operate(&Action::SetLevel { user, level }).await?;
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
        Aspect::Level => wait_for_level(world, Actor::Merchant, &person, &state).await,
        Aspect::Session if world.parties.contains_key(&person) => {
            kyb::wait_for_party(world, &person, &state).await
        }
        Aspect::Session => wait_for_session(world, &person, &state).await,
        Aspect::Kyb => kyb::wait_for_session(world, Actor::Merchant, &person, &state).await,
    }
}
