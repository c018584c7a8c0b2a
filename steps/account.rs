//! Phrases about accounts: opening them, what they hold, what is on its way.

use conformance_harness::verdict::{Fault, Nonconformance};
use cucumber::{given, then, when};
use serde_json::Value;

use crate::{
    body, edition,
    edition::path,
    payin,
    user::ensure_verified,
    values::{Actor, Currency, Direction, Fate, Holder, Holding, Money, Person, Rail},
    world::{Step, World, expect_status, text},
};

/// Opens an account that must be granted.
async fn open(world: &mut World, actor: Actor, person: &Person, currency: &str) -> Step {
    ensure_verified(world, actor, person).await?;
    let accounts = path::accounts(&world.person(person)?.id);
    let body = edition::account_body(currency);
    let answer = world.call(actor, "POST", &accounts, Some(&body)).await?;
    let id = text(expect_status(&answer, 201)?, "id")?;
    remember(world, person, currency, id);
    Ok(())
}

fn remember(world: &mut World, person: &Person, currency: &str, id: String) {
    let user = world.people.entry(person.clone()).or_default();
    user.accounts.insert(currency.to_owned(), id);
}

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
    let order = payin::fund(world, &person, &currency.0, Rail::Bank, &money, Fate::Settle).await?;
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

/// Asks for an account until it holds what it should.
pub(crate) async fn expect_holding(
    world: &mut World,
    name: &str,
    account_path: &str,
    currency: &str,
    holding: Holding,
) -> Step {
    let none = Money::of_minor(currency, 0);
    let (coming, going) = match holding.pending {
        None => (none.clone(), none),
        Some((money, Direction::In)) => (money, none),
        Some((money, Direction::Out)) => (none, money),
    };
    let wanted = [("balance", holding.balance), ("pendingIn", coming), ("pendingOut", going)];
    let found = async |world: &mut World| {
        let shown = world.read(Actor::Merchant, account_path).await?;
        let right = |(key, money): &(&str, Money)| {
            shown.get(*key).and_then(Value::as_i64) == Some(money.minor())
        };
        Ok(wanted.iter().all(right).then_some(()))
    };
    let missing = |world: &World| {
        let answer = world.last.as_ref();
        let shown = answer.map_or(&Value::Null, |last| last.response.json());
        let actual = wanted.iter().map(|(key, _)| match shown.get(*key).map(Value::as_i64) {
            Some(Some(minor)) => format!("{key} {}", Money::of_minor(currency, minor)),
            Some(None) => format!("{key} {}, which is no whole number", shown[*key]),
            None => format!("{key} is not there"),
        });
        let actual: Vec<String> = actual.collect();
        let expected: Vec<String> =
            wanted.iter().map(|(key, money)| format!("{key} {money}")).collect();
        Fault::from(
            Nonconformance::new(
                format!("{name} holds another amount"),
                expected.join(", "),
                actual.join(", "),
            )
            .shown_by(world.evidence()),
        )
    };
    world.poll(found, missing).await
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
    let listed = crate::oracle::all_pages(world, &accounts, "accounts").await?;
    if listed.len() == count {
        return Ok(());
    }
    let what = format!("{person} has another number of accounts");
    Err(Nonconformance::new(what, count, listed.len()).shown_by(world.answer()?.as_curl()).into())
}
