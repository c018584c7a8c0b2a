//! Takes a census: reads every list that the merchant has, page by page.

use std::collections::{BTreeMap, HashSet};

use conformance_harness::{
    layer::Layer,
    verdict::{Fault, Nonconformance},
};
use serde_json::Value;

use crate::{
    answers::text,
    edition::{self, key, path},
    language::Actor,
    world::{Census, World, ids},
};

/// The largest page size that the API takes (ORD-3).
const PAGE_SIZE: usize = 100;

/// The most pages that a list may have. A longer one could be endless.
const MOST_PAGES: usize = 1_000;

/// True if all scenarios share one merchant, with all its past: then only the scenario's own people count.
fn shares_merchant(world: &World) -> bool {
    world.common().is_some()
}

/// Reads everything that the merchant can read.
///
/// # Errors
/// If a list cannot be read.
pub(crate) async fn take_census(world: &mut World) -> Result<Census, Fault> {
    let mut census = Census { lent: world.lent.clone(), ..Census::default() };
    if shares_merchant(world) {
        census.users = scenario_users(world).await?;
    } else {
        census.users = all_pages(world, path::INDIVIDUAL_USERS, key::USERS).await?;
        if world.trace.has_asked_for(path::OF_COMPANIES) {
            census.users.extend(all_pages(world, path::BUSINESS_USERS, key::USERS).await?);
        }
        let orders = path::oldest_first(path::ORDERS);
        census.orders = all_pages(world, &orders, key::ORDERS).await?;
    }
    for record in census.users.clone() {
        let user = text(&record, "id")?;
        if let Some(opened) = opened_of_cast(world, &user) {
            read_opened(world, &mut census, &user, opened).await?;
            continue;
        }
        if record.get(key::KYB_LEVEL).is_some() {
            let sessions = world.read(Actor::Merchant, &path::kyb_sessions(&user)).await?;
            let sessions = sessions.as_array().cloned().unwrap_or_default();
            census.kyb_sessions.insert(user.clone(), sessions);
        } else {
            let sessions = all_pages(world, &path::kyc_sessions(&user), key::SESSIONS).await?;
            census.sessions.insert(user.clone(), sessions);
        }
        let accounts = all_pages(world, &path::accounts(&user), key::ACCOUNTS).await?;
        for account in ids(&accounts) {
            read_account(world, &mut census, &user, account).await?;
        }
        census.accounts.extend(accounts);
    }
    if shares_merchant(world) {
        let orders = census.account_orders.values().flatten().cloned();
        census.orders = orders.collect();
        census.orders.sort_by_key(|order| order.get("id").map(Value::to_string));
        census.orders.dedup();
        for twin in twins(world, &census.orders) {
            world.lend(twin);
        }
        census.lent.clone_from(&world.lent);
    } else if !census.orders.is_empty() || world.trace.record.has_read(path::OWN_ACCOUNTS) {
        census.own_accounts = own_accounts(world).await?;
    }
    census.elsewhere = elsewhere(world, &census).await?;
    Ok(census)
}

/// Orders that the target has made beside those of the treasury, as if it had carried out one of them twice: the scenario has
/// not asked for them, and their amounts are the same.
fn twins(world: &World, orders: &[Value]) -> Vec<String> {
    let id = |order: &Value| text(order, "id").unwrap_or_default();
    let is_transfer =
        |order: &Value| text(order, "type").is_ok_and(|kind| edition::is_transfer(&kind));
    let amounts = |order: &Value| [order["origin"].clone(), order["destination"].clone()];
    let lent = orders.iter().filter(|order| world.lent.contains(&id(order)));
    let lent: Vec<[Value; 2]> = lent.map(amounts).collect();
    let twins = orders.iter().filter(|order| {
        let is_known = world.lent.contains(&id(order)) || world.orders.contains(&id(order));
        !is_known && is_transfer(order) && lent.contains(&amounts(order))
    });
    twins.map(id).collect()
}

/// The accounts that the scenario has opened for a member of the cast; none for somebody who is new.
fn opened_of_cast(world: &World, user: &str) -> Option<Vec<String>> {
    let mut people = world.people.values();
    let member = people.find(|one| one.is_of_cast && one.id == user)?;
    Some(member.opened.clone())
}

/// Reads these accounts of a user into the census, and nothing else of the user.
async fn read_opened(
    world: &mut World,
    census: &mut Census,
    user: &str,
    opened: Vec<String>,
) -> Result<(), Fault> {
    for account in opened {
        let shown = world.read(Actor::Merchant, &path::account(user, &account)).await?;
        census.accounts.push(shown);
        read_account(world, census, user, account).await?;
    }
    Ok(())
}

/// The users of the scenario, as the API shows them.
async fn scenario_users(world: &mut World) -> Result<Vec<Value>, Fault> {
    let mut users = Vec::new();
    let own = world.people.iter().filter(|(person, _)| person.merchant() == Actor::Merchant);
    for user in own.map(|(_, user)| user.clone()).collect::<Vec<_>>() {
        let path = format!("{}/{}", path::users(user.is_business), user.id);
        users.push(world.read(Actor::Merchant, &path).await?);
    }
    Ok(users)
}

/// Reads the ledger, the orders and the virtual IBANs of an account into the census.
async fn read_account(
    world: &mut World,
    census: &mut Census,
    user: &str,
    account: String,
) -> Result<(), Fault> {
    let ledger = world.read(Actor::Merchant, &path::ledger(user, &account)).await?;
    let entries = ledger.as_array().cloned().unwrap_or_default();
    census.ledgers.insert(account.clone(), entries);
    // A merchant without orders has no account with orders.
    if shares_merchant(world) || !census.orders.is_empty() {
        let orders = path::oldest_first(&path::account_orders(user, &account));
        let orders = all_pages(world, &orders, key::ORDERS).await?;
        census.account_orders.insert(account.clone(), orders);
    }
    let vibans = path::vibans(user, &account);
    // Virtual IBANs exist only if the scenario has asked for them, or if a target of our decisions has made one where it
    // refused something; those of a shared merchant may be another scenario's.
    let is_asked_for = if shares_merchant(world) {
        world.vibans.iter().any(|one| one.starts_with(&vibans))
    } else {
        world.trace.has_asked_for(path::OF_VIBANS)
            || (world.trace.has_left_undone && world.binds(Layer::Decided))
    };
    let listed =
        if is_asked_for { all_pages(world, &vibans, key::VIBANS).await? } else { Vec::new() };
    census.vibans.insert(account, listed);
    Ok(())
}

/// The accounts that orders credit and that no account of a user shows, by order.
async fn elsewhere(world: &mut World, census: &Census) -> Result<BTreeMap<String, String>, Fault> {
    let mut found = BTreeMap::new();
    for order in &census.orders {
        let field = |key: &str| order.get(key).and_then(Value::as_str).unwrap_or_default();
        let (id, kind) = (field("id"), field("type"));
        let ends = if edition::is_transfer(kind) { 2 } else { 1 };
        let Some(detail) = path::order_detail(kind, id) else { continue };
        if census.listings(id) >= ends {
            continue;
        }
        let detail = world.read(Actor::Merchant, &detail).await?;
        let account = detail.get("recipient").and_then(|one| one.get(key::ACCOUNT_ID)?.as_str());
        found.extend(account.map(|account| (id.to_owned(), account.to_owned())));
    }
    Ok(found)
}

/// The merchant's own accounts as listed.
///
/// # Errors
/// If they cannot be read.
async fn own_accounts(world: &mut World) -> Result<Vec<Value>, Fault> {
    let listed = world.read(Actor::Merchant, path::OWN_ACCOUNTS).await?;
    Ok(listed.as_array().cloned().unwrap_or_default())
}

/// Every item of a paged list of the merchant.
async fn all_pages(world: &mut World, list: &str, key: &str) -> Result<Vec<Value>, Fault> {
    all_pages_of(world, Actor::Merchant, list, key).await
}

/// Every item of a paged list.
pub(crate) async fn all_pages_of(
    world: &mut World,
    actor: Actor,
    list: &str,
    key: &str,
) -> Result<Vec<Value>, Fault> {
    let mut items = Vec::new();
    walk_pages(world, actor, list, key, |page| {
        items.extend(page);
        true
    })
    .await?;
    Ok(items)
}

/// True if a list of orders, newest first, has the one with this id. The pages after it are not read: a merchant can have a long
/// past.
pub(crate) async fn lists_order(
    world: &mut World,
    actor: Actor,
    list: &str,
    order: &str,
) -> Result<bool, Fault> {
    let mut is_there = false;
    walk_pages(world, actor, list, key::ORDERS, |page| {
        let mut ids = page.iter().filter_map(|one| one.get("id")?.as_str());
        is_there = ids.any(|id| id == order);
        !is_there
    })
    .await?;
    Ok(is_there)
}

/// Reads the pages of a list as long as `goes_on` says so of their items.
async fn walk_pages(
    world: &mut World,
    actor: Actor,
    list: &str,
    key: &str,
    mut goes_on: impl FnMut(Vec<Value>) -> bool,
) -> Result<(), Fault> {
    let mut next = Some(path::paged(list, PAGE_SIZE));
    let mut walked = HashSet::new();
    while let Some(page_path) = next.take() {
        if !walked.insert(page_path.clone()) {
            let what = format!("the pages of {list} lead in a circle");
            return Err(
                Nonconformance::new(what, "a next page that is new, or none", page_path).into()
            );
        }
        if walked.len() > MOST_PAGES {
            let what = format!("the pages of {list} have no end");
            let expected = format!("at most {MOST_PAGES} pages of {PAGE_SIZE} items");
            return Err(Nonconformance::new(what, expected, "one page more").into());
        }
        let page = world.read(actor, &page_path).await?;
        let items = page.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
        if !goes_on(items) {
            break;
        }
        next = path::next_page(&page);
    }
    Ok(())
}
