//! Accounts of users.

use crate::{
    answers::{expect_status, text},
    arrange::verification::ensure_verified,
    edition::{self, path},
    language::{Actor, Person},
    world::{Step, World},
};

/// Opens an account that must be granted.
pub(crate) async fn open(world: &mut World, actor: Actor, person: &Person, currency: &str) -> Step {
    ensure_verified(world, actor, person).await?;
    let accounts = path::accounts(&world.person(person)?.id);
    let body = edition::account_body(currency);
    let answer = world.call(actor, "POST", &accounts, Some(&body)).await?;
    let id = text(expect_status(&answer, 201)?, "id")?;
    remember(world, person, currency, id);
    Ok(())
}

pub(crate) fn remember(world: &mut World, person: &Person, currency: &str, id: String) {
    let user = world.people.entry(person.clone()).or_default();
    user.accounts.insert(currency.to_owned(), id);
}
