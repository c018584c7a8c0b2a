//! Phrases about users and their KYC sessions.

use conformance_harness::{
    verdict::{Fault, Nonconformance},
    yaml,
};
use cucumber::{given, then, when};
use serde_json::{Value, json};

use crate::{
    body,
    edition::path,
    operator::{Action, json::answered},
    values::{Actor, Aspect, Decision, Person, Standing},
    world::{Step, UserRecord, World, expect_status, text},
};

/// The template behind everybody who has no fixture of their own.
const ANYBODY: &str = "individual";

/// A person's registration: their own fixture, or anybody's with their name.
fn registration(world: &World, person: &Person) -> Result<Value, Fault> {
    let folder = world.shared.root.join("fixtures/users");
    let own = folder.join(format!("{}.yaml", person.0.to_lowercase()));
    let (file, is_own) =
        if own.exists() { (own, true) } else { (folder.join(format!("{ANYBODY}.yaml")), false) };
    let unusable = |error: String| Fault::error(format!("{}: {error}", file.display()));
    let text = std::fs::read_to_string(&file).map_err(|error| unusable(error.to_string()))?;
    let mut body = yaml::parse(&text).map_err(|error| unusable(error.to_string()))?;
    if !is_own {
        body["name"] = json!(person.0);
    }
    Ok(body)
}

/// Registers a user and remembers it.
async fn register(world: &mut World, actor: Actor, person: &Person, body: &Value) -> Step {
    let answer = world.call(actor, "POST", path::INDIVIDUAL_USERS, Some(body)).await?;
    let id = text(&expect_status(&answer, 201)?, "id")?;
    let of_other = actor == Actor::Other;
    world.people.insert(person.clone(), UserRecord { id, of_other, ..UserRecord::default() });
    Ok(())
}

/// Registers a user unless the scenario already has.
pub(crate) async fn ensure_user(world: &mut World, actor: Actor, person: &Person) -> Step {
    if world.people.contains_key(person) {
        return Ok(());
    }
    let body = registration(world, person)?;
    register(world, actor, person, &body).await
}

/// Takes a user through KYC, unless that has happened.
pub(crate) async fn ensure_verified(world: &mut World, actor: Actor, person: &Person) -> Step {
    let known = world.people.get(person).is_some_and(|user| user.session.is_some());
    if known {
        return Ok(());
    }
    ensure_user(world, actor, person).await?;
    open_session(world, actor, person).await?;
    decide(world, actor, person, Decision::Approve, None).await?;
    wait_for_level(world, actor, person, "REGULAR").await
}

async fn open_session(world: &mut World, actor: Actor, person: &Person) -> Step {
    let sessions = path::sessions(&world.person(person)?.id);
    let answer = world.call(actor, "POST", &sessions, None).await?;
    if answer.response.status == 201 {
        let id = text(&answer.response.json().unwrap_or_default(), "id")?;
        world.people.entry(person.clone()).or_default().session = Some(id);
    }
    Ok(())
}

async fn decide(
    world: &mut World,
    actor: Actor,
    person: &Person,
    decision: Decision,
    details: Option<Value>,
) -> Step {
    let session = world.person(person)?.session.clone();
    let session =
        session.ok_or_else(|| Fault::error(format!("{person} has no KYC session yet")))?;
    let action = Action::Decide { session, decision, details };
    world.operate_as(actor, &action).await.map(drop)
}

async fn user(world: &mut World, actor: Actor, person: &Person) -> Result<Value, Fault> {
    let path = format!("{}/{}", path::INDIVIDUAL_USERS, world.person(person)?.id);
    world.read(actor, &path).await
}

async fn wait_for_level(
    world: &mut World,
    actor: Actor,
    person: &Person,
    level: &str,
) -> Result<(), Fault> {
    let found = async |world: &mut World| {
        let shown = text(&user(world, actor, person).await?, "kycLevel")?;
        Ok((shown == level).then_some(()))
    };
    let missing = |world: &World| {
        let what = format!("the level of {person} is another one");
        Nonconformance::new(what, level, world.shown("kycLevel")).shown_by(world.evidence()).into()
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
    let body = body::overridden(world, registration(world, &person)?, step)?;
    let answer = world.call(Actor::Merchant, "POST", path::INDIVIDUAL_USERS, Some(&body)).await?;
    if answer.response.status == 201 {
        let id = text(&answer.response.json().unwrap_or_default(), "id")?;
        world.people.insert(person, UserRecord { id, ..UserRecord::default() });
    }
    Ok(())
}

#[when(expr = "the merchant opens a KYC session for {person}")]
async fn opens_session(world: &mut World, person: Person) -> Step {
    open_session(world, Actor::Merchant, &person).await
}

#[when(expr = "the operator {decision} the KYC session of {person}")]
async fn decides(
    world: &mut World,
    step: &gherkin::Step,
    decision: Decision,
    person: Person,
) -> Step {
    let details = step.docstring.as_ref().map(|text| body::parse(world, text)).transpose()?;
    decide(world, Actor::Merchant, &person, decision, details).await
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
        Aspect::Session => wait_for_session(world, &person, &state).await,
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
