//! Phrases about accounts: opening them, what they hold, what is on its way.

use conformance_harness::verdict::Nonconformance;
use cucumber::{given, then, when};

use crate::{
    answers::text,
    arrange::{
        account::{open, remember},
        body, payin,
    },
    edition::{self, path},
    language::{Actor, Currency, Holder, Holding, Money, PayinOutcome, Person, Rail},
    watch::{all_pages, expect_holding},
    world::{Step, World},
};

#[given(expr = "{holder} has a {currency} account")]
async fn has_account(world: &mut World, holder: Holder, currency: Currency) -> Step {
    open(world, holder.of, &holder.person, &currency.0).await
}

#[given(expr = "{person} has a {currency} account holding {money}")]
async fn has_funded_account(
    world: &mut World,
    person: Person,
    currency: Currency,
    money: Money,
) -> Step {
    open(world, Actor::Merchant, &person, &currency.0).await?;
    let order =
        payin::fund(world, &person, &currency.0, Rail::Bank, &money, PayinOutcome::Settle).await?;
    // What a scenario calls its order is what it makes itself.
    world.orders.retain(|known| *known != order);
    Ok(())
}

#[when(expr = "the merchant opens a {currency} account for {person}")]
async fn opens_account(
    world: &mut World,
    step: &gherkin::Step,
    currency: Currency,
    person: Person,
) -> Step {
    let accounts = path::accounts(&world.person(&person)?.id);
    let body = body::overridden(world, edition::account_body(&currency.0), step)?;
    let answer = world.call(Actor::Merchant, "POST", &accounts, Some(&body)).await?;
    if answer.response.status == 201 {
        let id = text(answer.response.json(), "id")?;
        remember(world, &person, &currency.0, id);
    }
    Ok(())
}

#[then(expr = "{person}'s {currency} account holds {holding}")]
async fn holds(world: &mut World, person: Person, currency: Currency, holding: Holding) -> Step {
    let (user, account) = world.account(&person, &currency.0)?;
    let account_path = format!("{}/{account}", path::accounts(&user));
    let name = format!("{person}'s {} account", currency.0);
    expect_holding(world, &name, &account_path, &currency.0, holding).await
}

#[then(expr = "{person} has {int} account(s)")]
async fn account_count(world: &mut World, person: Person, count: usize) -> Step {
    let accounts = path::accounts(&world.person(&person)?.id);
    let listed = all_pages(world, &accounts, "accounts").await?;
    if listed.len() == count {
        return Ok(());
    }
    let what = format!("{person} has another number of accounts");
    Err(Nonconformance::new(what, count, listed.len()).shown_by(world.answer()?.as_curl()).into())
}
