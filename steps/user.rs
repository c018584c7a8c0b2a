//! Phrases about users and their KYC sessions.

use conformance_harness::verdict::{Fault, Nonconformance};
use cucumber::{given, then, when};
use serde_json::{Value, json};

use crate::{
    body,
    edition::path,
    kyb::{self, KybStanding, Process},
    operator::{Action, json::answered},
    people::UserRecord,
    values::{Actor, Aspect, Decision, Person, Standing},
    world::{Step, World, expect_status, text},
};

/// The template behind everybody who has no fixture of their own.
const ANYBODY: &str = "individual";

/// A registration still to be sent.
struct Registration {
    list: &'static str,
    body: Value,
}

/// A company is whoever has a fixture among them; a person has their own one, or anybody's with their name.
fn registration(world: &World, person: &Person) -> Result<Registration, Fault> {
    let (fixtures, name) = (&world.shared.fixtures, person.0.to_lowercase());
    if let Some(body) = fixtures.find("businesses", &name)? {
        return Ok(Registration { list: path::BUSINESS_USERS, body });
    }
    let list = path::INDIVIDUAL_USERS;
    if let Some(body) = fixtures.find("users", &name)? {
        return Ok(Registration { list, body });
    }
    let mut body = fixtures.get("users", ANYBODY)?;
    body["name"] = json!(person.0);
    Ok(Registration { list, body })
}

/// Registers a user and remembers them when they were accepted.
async fn register(
    world: &mut World,
    actor: Actor,
    person: &Person,
    registration: &Registration,
) -> Step {
    let Registration { list, body } = registration;
    let answer = world.call(actor, "POST", list, Some(body)).await?;
    if answer.response.status == 201 {
        let id = text(answer.response.json(), "id")?;
        let (is_business, of_other) = (*list == path::BUSINESS_USERS, actor == Actor::Other);
        let record = UserRecord { id, is_business, of_other, ..UserRecord::default() };
        world.people.insert(person.clone(), record);
    }
    Ok(())
}

/// Registers a user unless the scenario already has.
pub(crate) async fn ensure_user(world: &mut World, actor: Actor, person: &Person) -> Step {
    if world.people.contains_key(person) {
        return Ok(());
    }
    let registration = registration(world, person)?;
    register(world, actor, person, &registration).await?;
    expect_status(world.answer()?, 201).map(drop)
}

/// Takes a user through KYC, or a company through KYB, unless that has happened.
pub(crate) async fn ensure_verified(world: &mut World, actor: Actor, person: &Person) -> Step {
    let known = world.people.get(person);
    if known.is_some_and(|user| user.session.is_some() || user.kyb.session.is_some()) {
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
    wait_for_level(world, actor, person, "REGULAR").await
}

async fn open_session(world: &mut World, actor: Actor, person: &Person) -> Step {
    let sessions = path::sessions(&world.person(person)?.id);
    let answer = world.call(actor, "POST", &sessions, None).await?;
    if answer.response.status == 201 {
        let id = text(answer.response.json(), "id")?;
        world.people.entry(person.clone()).or_default().session = Some(id);
    }
    Ok(())
}

/// The id of the last KYC session of a user, or of somebody behind a company.
fn kyc_session(world: &World, person: &Person) -> Result<String, Fault> {
    if let Some(party) = world.parties.get(person) {
        return Ok(party.session.clone());
    }
    let session = world.person(person)?.session.clone();
    session.ok_or_else(|| Fault::error(format!("{person} has no KYC session yet")))
}

async fn user(world: &mut World, actor: Actor, person: &Person) -> Result<Value, Fault> {
    let known = world.person(person)?;
    let path = format!("{}/{}", path::users(known.is_business), known.id);
    world.read(actor, &path).await
}

async fn wait_for_level(
    world: &mut World,
    actor: Actor,
    person: &Person,
    level: &str,
) -> Result<(), Fault> {
    let key = if world.person(person)?.is_business { "kybLevel" } else { "kycLevel" };
    let found = async |world: &mut World| {
        let shown = text(&user(world, actor, person).await?, key)?;
        Ok((shown == level).then_some(()))
    };
    let missing = |world: &World| {
        let what = format!("the level of {person} is another one");
        Nonconformance::new(what, level, world.shown(key)).shown_by(world.evidence()).into()
    };
    world.poll(found, missing).await
}

#[given(expr = "{person} is a {standing} user")]
async fn is_user(world: &mut World, person: Person, standing: Standing) -> Step {
    match standing {
        Standing::New => ensure_user(world, Actor::Merchant, &person).await,
        Standing::Verified => ensure_verified(world, Actor::Merchant, &person).await,
    }
}

#[given(expr = "{person} has an open KYC session")]
async fn has_session(world: &mut World, person: Person) -> Step {
    ensure_user(world, Actor::Merchant, &person).await?;
    open_session(world, Actor::Merchant, &person).await?;
    expect_status(world.answer()?, 201).map(drop)
}

#[when(expr = "the merchant registers {person}")]
async fn registers(world: &mut World, step: &gherkin::Step, person: Person) -> Step {
    let mut registration = registration(world, &person)?;
    registration.body = body::overridden(world, registration.body, step)?;
    register(world, Actor::Merchant, &person, &registration).await
}

#[when(expr = "the merchant opens a {process} session for {person}")]
async fn opens_session(world: &mut World, process: Process, person: Person) -> Step {
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
    person: Person,
) -> Step {
    let details = step.docstring.as_ref().map(|text| body::parse(world, text)).transpose()?;
    let session = match process {
        Process::Kyc => kyc_session(world, &person)?,
        Process::Kyb => kyb::session_of(world, &person)?.1,
    };
    world.operate(&Action::Decide { process, session, decision, details }).await.map(drop)
}

#[when(expr = "the operator sets the level of {person} to {word}")]
async fn sets_level(world: &mut World, person: Person, level: String) -> Step {
    let user = world.person(&person)?.id.clone();
    let set = world.operate(&Action::SetLevel { user, level }).await?;
    answered(&set, 200).map(drop)
}

#[then(expr = "the {aspect} of {person} is {word}")]
async fn verification_is(world: &mut World, aspect: Aspect, person: Person, state: String) -> Step {
    match aspect {
        Aspect::Level => wait_for_level(world, Actor::Merchant, &person, &state).await,
        Aspect::Session if world.parties.contains_key(&person) => {
            kyb::wait_for_party(world, &person, &state).await
        }
        Aspect::Session => wait_for_session(world, &person, &state).await,
        Aspect::Kyb => kyb::wait_for_session(world, Actor::Merchant, &person, &state).await,
    }
}

async fn wait_for_session(world: &mut World, person: &Person, state: &str) -> Step {
    let user = world.person(person)?.clone();
    let session = user.session.ok_or_else(|| Fault::error(format!("{person} has no session")))?;
    let session_path = format!("{}/{session}", path::sessions(&user.id));
    let found = async |world: &mut World| {
        let shown = text(&world.read(Actor::Merchant, &session_path).await?, "state")?;
        Ok((shown == state).then_some(()))
    };
    let missing = |world: &World| {
        let what = format!("the KYC session of {person} is in another state");
        Nonconformance::new(what, state, world.shown("state")).shown_by(world.evidence()).into()
    };
    world.poll(found, missing).await
}
