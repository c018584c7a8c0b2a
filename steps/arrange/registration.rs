//! Registers users: people by a template or a fixture of their own, companies by their fixture.

use conformance_harness::verdict::Fault;
use serde_json::{Value, json};

use crate::{
    answers::made_id,
    edition::path,
    language::{Actor, PersonName},
    world::{StepResult, UserRecord, World},
};

/// The template for people without a fixture of their own.
const ANYBODY: &str = "individual";

/// A user still to be registered.
pub(crate) struct NewUser {
    pub(crate) list: &'static str,
    pub(crate) body: Value,
}

/// The registration of a user. A name with a fixture in `businesses` is a company; others use their own fixture or the template.
pub(crate) fn registration(world: &World, person: &PersonName) -> Result<NewUser, Fault> {
    let (fixtures, name) = (&world.shared.fixtures, person.first().to_lowercase());
    if let Some(body) = fixtures.find("businesses", &name)? {
        return Ok(NewUser { list: path::BUSINESS_USERS, body });
    }
    let list = path::INDIVIDUAL_USERS;
    if let Some(body) = fixtures.find("users", &name)? {
        return Ok(NewUser { list, body });
    }
    let mut body = fixtures.get("users", ANYBODY)?;
    body["name"] = json!(person.first());
    Ok(NewUser { list, body })
}

/// Registers a user and remembers the user if accepted.
pub(crate) async fn register(
    world: &mut World,
    actor: Actor,
    person: &PersonName,
    registration: &NewUser,
) -> StepResult {
    let NewUser { list, body } = registration;
    let answer = world.create(actor, list, Some(body)).await?;
    if let Some(id) = made_id(&answer)? {
        let is_business = *list == path::BUSINESS_USERS;
        let record = UserRecord { id, is_business, ..UserRecord::default() };
        world.people.insert(person.clone(), record);
    }
    Ok(())
}

/// Registers a user unless the scenario already has done so.
pub(crate) async fn ensure_user(
    world: &mut World,
    actor: Actor,
    person: &PersonName,
) -> StepResult {
    if world.people.contains_key(person) {
        return Ok(());
    }
    let registration = registration(world, person)?;
    register(world, actor, person, &registration).await?;
    world.expect_status(world.answer()?, 201).map(drop)
}
