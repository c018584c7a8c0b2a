//! Accounts of users.

use crate::{
    answers::text,
    arrange::verification::ensure_verified,
    edition::{self, path},
    language::{Actor, PersonName},
    world::{StepResult, World},
};

/// Opens an account that must be granted.
pub(crate) async fn open(
    world: &mut World,
    actor: Actor,
    person: &PersonName,
    currency: &str,
) -> StepResult {
    ensure_verified(world, actor, person).await?;
    let accounts = path::accounts(&world.person(person)?.id);
    let body = edition::account_body(currency);
    let answer = world.create(actor, &accounts, Some(&body)).await?;
    let id = text(world.expect_status(&answer, 201)?, "id")?;
    remember(world, person, currency, id);
    Ok(())
}

/// Keeps the id of a person's account.
pub(crate) fn remember(world: &mut World, person: &PersonName, currency: &str, id: String) {
    world.claim(&id);
    let user = world.people.entry(person.clone()).or_default();
    user.opened.push(id.clone());
    user.accounts.insert(currency.to_owned(), id);
}
