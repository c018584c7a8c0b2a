//! Transfers and payouts.

use serde_json::Value;

use crate::{
    arrange::body,
    edition::{self, path},
    language::{Actor, Currency, Money, PersonName},
    world::{StepResult, World},
};

/// Sends a payment and remembers its order if it was accepted.
pub(crate) async fn pay(world: &mut World, actor: Actor, path: &str, body: &Value) -> StepResult {
    let answer = world.create(actor, path, Some(body)).await?;
    world.remember_order(actor, &answer);
    Ok(())
}

/// Transfers from a person's account to the account with that id.
pub(crate) async fn transfer(
    world: &mut World,
    actor: Actor,
    step: &gherkin::Step,
    (money, (person, currency)): (&Money, (&PersonName, &Currency)),
    recipient: &str,
) -> StepResult {
    let (user, account) = world.account(person, &currency.0)?;
    let standard = edition::transfer_body(&money.json(), recipient, &world.shared.code_2fa);
    let body = body::overridden(world, standard, step)?;
    pay(world, actor, &path::transfers(&user, &account), &body).await
}
