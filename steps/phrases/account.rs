//! Phrases about accounts: opening them, their amounts, their number.

use conformance_harness::verdict::Nonconformance;
use cucumber::{given, then, when};

use crate::{
    answers::made_id,
    arrange::{
        account::{open, remember},
        body, payin, treasury,
    },
    edition::{self, key, path},
    language::{Actor, Currency, Holding, Money, PersonName},
    portal::FundedPayin,
    watch::{all_pages_of, expect_holding},
    world::{StepResult, World},
};

#[given(expr = "{person} has a {currency} account")]
async fn has_account(world: &mut World, person: PersonName, currency: Currency) -> StepResult {
    open(world, person.merchant(), &person, &currency.0).await
}

#[given(expr = "{person} has a {currency} account holding {money}")]
async fn has_funded_account(
    world: &mut World,
    person: PersonName,
    currency: Currency,
    money: Money,
) -> StepResult {
    open(world, person.merchant(), &person, &currency.0).await?;
    if treasury::pays(world, &money) {
        return treasury::pay(world, &person, &currency.0, &money).await;
    }
    let order = payin::fund(world, &person, &currency.0, &FundedPayin::by_bank(money)).await?;
    // The order that a scenario speaks of is one that it makes itself, not this one.
    world.orders.retain(|known| *known != order);
    Ok(())
}

#[when(expr = "{actor} opens a {currency} account for {person}")]
async fn opens_account(
    world: &mut World,
    step: &gherkin::Step,
    actor: Actor,
    currency: Currency,
    person: PersonName,
) -> StepResult {
    let person = person.at(actor);
    let accounts = path::accounts(&world.person(&person)?.id);
    let body = body::overridden(world, edition::account_body(&currency.0), step)?;
    let answer = world.create(actor, &accounts, Some(&body)).await?;
    if let Some(id) = made_id(&answer)? {
        remember(world, &person, &currency.0, id);
    }
    Ok(())
}

#[then(expr = "{person}'s {currency} account holds {holding}")]
async fn holds(
    world: &mut World,
    person: PersonName,
    currency: Currency,
    holding: Holding,
) -> StepResult {
    let (user, account) = world.account(&person, &currency.0)?;
    let account_path = path::account(&user, &account);
    let name = format!("{person}'s {} account", currency.0);
    let place = (name.as_str(), account_path.as_str());
    expect_holding(world, person.merchant(), place, &currency.0, holding).await
}

#[then(expr = "{person} has {int} account(s)")]
async fn account_count(world: &mut World, person: PersonName, count: usize) -> StepResult {
    let accounts = path::accounts(&world.person(&person)?.id);
    let listed = all_pages_of(world, person.merchant(), &accounts, key::ACCOUNTS).await?;
    if listed.len() == count {
        return Ok(());
    }
    let what = format!("{person} has another number of accounts");
    Err(Nonconformance::new(what, count, listed.len()).shown_in(world.answer()?).into())
}
