//! Phrases about orders and the ledger: states, transitions, lists, entries.

use conformance_harness::{
    layer::Layer,
    verdict::{Fault, Nonconformance},
};
use cucumber::{then, when};
use serde_json::Value;

use crate::{
    answers::text,
    arrange::{payin, table},
    edition::{key, path},
    language::{Actor, Currency, Money, OrderPlace, OrderTransition, PersonName},
    portal::{Action, FundedPayin},
    watch::lists_order,
    world::{StepResult, World},
};

#[when(expr = "the operator {transition} {order}")]
async fn moves(world: &mut World, to: OrderTransition, place: OrderPlace) -> StepResult {
    let (order, actor) = world.order_at(place)?;
    world.operate_as(actor, &Action::MoveOrder { order, to }).await.map(drop)
}

#[then(expr = "{order} is {word}")]
async fn order_is(world: &mut World, place: OrderPlace, state: String) -> StepResult {
    let (order, actor) = world.order_at(place)?;
    let order = path::order(&order);
    let wanted = state.to_uppercase();
    let found = async |world: &mut World| {
        let shown = text(&world.read(actor, &order).await?, "state")?;
        Ok((shown == wanted).then_some(()))
    };
    let missing = |world: &World| {
        Nonconformance::new("the order is in another state", &wanted, world.shown("state"))
            .shown_by(world.evidence())
            .into()
    };
    world.poll(found, missing).await
}

#[then(expr = "{order} is in every list of orders")]
async fn order_is_listed(world: &mut World, place: OrderPlace) -> StepResult {
    let (order, actor) = world.order_at(place)?;
    world.read(actor, &path::order(&order)).await?;
    let mut lists = vec![path::ORDERS.to_owned()];
    let owners = world.people.iter().filter(|(person, _)| person.merchant() == actor);
    let accounts = owners.flat_map(|(_, user)| user.accounts.values().map(|id| (&user.id, id)));
    lists.extend(accounts.map(|(user, account)| path::account_orders(user, account)));
    let mut in_accounts = 0;
    for (index, list) in lists.iter().enumerate() {
        let is_there = lists_order(world, actor, list, &order).await?;
        if index == 0 && !is_there {
            return Err(not_listed(world, list, &order));
        }
        in_accounts += usize::from(is_there && index > 0);
    }
    if in_accounts > 0 { Ok(()) } else { Err(not_listed(world, "any account's orders", &order)) }
}

fn not_listed(world: &World, list: &str, order: &str) -> Fault {
    Nonconformance::new(format!("the order is missing in {list}"), order, "not listed")
        .shown_by(world.evidence())
        .into()
}

#[then(expr = "the ledger of {person}'s {currency} account reads:")]
async fn ledger_reads(
    world: &mut World,
    step: &gherkin::Step,
    person: PersonName,
    currency: Currency,
) -> StepResult {
    let wanted = table::rows(step, ["amount", "balance"])?;
    let (user, account) = world.account(&person, &currency.0)?;
    let ledger = path::ledger(&user, &account);
    let (actor, currency) = (person.merchant(), currency.0);
    // The guides show no balance after an entry.
    let may_lack = !world.binds(Layer::Reference);
    let found = async |world: &mut World| {
        let ledger = world.read(actor, &ledger).await?;
        let mut shown = rows(&ledger, &currency);
        let mut due = wanted.clone();
        if may_lack && shown.iter().any(|[_, balance]| balance == NOT_SHOWN) {
            shown.iter_mut().chain(&mut due).for_each(|[_, balance]| balance.clear());
        }
        let latest = shown.iter().rposition(|row| Some(row) == due.last());
        let latest = latest.and_then(|place| ledger.get(place));
        world.entry = latest.and_then(|entry| text(entry, "id").ok());
        Ok(are_equal(&shown, &due, world.binds(Layer::Decided)).then_some(()))
    };
    let missing = |world: &World| {
        let answer = world.last.as_ref();
        let shown = answer.map_or(&Value::Null, |last| last.response.json());
        let lines = |rows: &[AmountAndBalance]| {
            rows.iter().map(|row| row.join(" | ")).collect::<Vec<_>>().join("\n")
        };
        let what = format!("the ledger of {person}'s {currency} account reads differently");
        Nonconformance::new(what, lines(&wanted), lines(&rows(shown, &currency)))
            .shown_by(world.evidence())
            .into()
    };
    world.poll(found, missing).await
}

/// The text for an amount that an entry does not show.
const NOT_SHOWN: &str = "not shown";

/// The entries of a ledger.
fn rows(ledger: &Value, currency: &str) -> Vec<AmountAndBalance> {
    let row = |entry: &Value| {
        ["amount", key::RUNNING_BALANCE].map(|key| {
            let minor = entry.get(key).and_then(Value::as_i64);
            let money = minor.map(|minor| Money::of_minor(currency, minor).to_string());
            money.unwrap_or_else(|| NOT_SHOWN.to_owned())
        })
    };
    ledger.as_array().into_iter().flatten().map(row).collect()
}

/// An entry of a ledger: its amount, and the balance after it.
type AmountAndBalance = [String; 2];

/// True if these are the same entries. That they are served in the order of their times is our decision (LED-3).
fn are_equal(shown: &[AmountAndBalance], wanted: &[AmountAndBalance], is_ordered: bool) -> bool {
    if is_ordered {
        return shown == wanted;
    }
    let sorted = |rows: &[AmountAndBalance]| {
        let mut rows = rows.to_vec();
        rows.sort_unstable();
        rows
    };
    sorted(shown) == sorted(wanted)
}

/// The page size: small, so that a few orders fill several pages.
const PAGE_SIZE: usize = 2;

#[when(expr = "{actor} pages through the orders while new ones arrive")]
async fn pages_through(world: &mut World, actor: Actor) -> StepResult {
    let person = world.people.iter().find(|(_, user)| !user.accounts.is_empty());
    let (person, currency) = person
        .and_then(|(person, user)| Some((person.clone(), user.accounts.keys().next()?.clone())))
        .ok_or_else(|| Fault::error("this phrase needs a person with an account"))?;
    let payin = FundedPayin::by_bank(Money::of_minor(&currency, 100));
    let mut next = Some(path::paged(&path::newest_first(path::ORDERS), PAGE_SIZE));
    while let Some(page_path) = next.take() {
        let page = world.read(actor, &page_path).await?;
        let items = page.get(key::ORDERS).and_then(Value::as_array).cloned().unwrap_or_default();
        world.pages.push(items.iter().filter_map(|item| text(item, "id").ok()).collect());
        next = path::next_page(&page);
        if next.is_some() {
            payin::fund(world, &person, &currency, &payin).await?;
        }
    }
    Ok(())
}
