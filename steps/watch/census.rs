//! Takes a census: reads every list that the merchant has, page by page.

use std::collections::{BTreeMap, HashSet};

use conformance_harness::verdict::{Fault, Nonconformance};
use serde_json::Value;

use crate::{
    answers::text,
    edition::{self, path},
    language::Actor,
    world::{Census, World, ids},
};

/// The largest page there is.
const PAGE_SIZE: usize = 100;

/// Reads everything.
///
/// # Errors
/// When something cannot be read.
pub(crate) async fn take_census(world: &mut World) -> Result<Census, Fault> {
    // By hand all scenarios share one merchant, with all its past: only the scenario's own people count.
    let shares_merchant = world.shared.operator.is_person();
    let mut census = Census::default();
    if !shares_merchant {
        census.users = all_pages(world, path::INDIVIDUAL_USERS, "users").await?;
        if world.trace.has_asked_for(path::BUSINESS) {
            census.users.extend(all_pages(world, path::BUSINESS_USERS, "users").await?);
        }
        let orders = format!("{}?sort=createdAt", path::ORDERS);
        census.orders = all_pages(world, &orders, "orders").await?;
    }
    let own: Vec<_> = world.people.values().cloned().collect();
    for user in own.iter().filter(|_| shares_merchant) {
        let path = format!("{}/{}", path::users(user.is_business), user.id);
        census.users.push(world.read(Actor::Merchant, &path).await?);
    }
    for record in census.users.clone() {
        let user = text(&record, "id")?;
        if record.get(edition::KYB_LEVEL).is_some() {
            let sessions = world.read(Actor::Merchant, &path::kyb_sessions(&user)).await?;
            let sessions = sessions.as_array().cloned().unwrap_or_default();
            census.kyb_sessions.insert(user.clone(), sessions);
        } else {
            let sessions = all_pages(world, &path::sessions(&user), "sessions").await?;
            census.sessions.insert(user.clone(), sessions);
        }
        let accounts = all_pages(world, &path::accounts(&user), "accounts").await?;
        for account in ids(&accounts) {
            let ledger = path::of_account(&user, &account, "transactions");
            let ledger = world.read(Actor::Merchant, &ledger).await?;
            let entries = ledger.as_array().cloned().unwrap_or_default();
            census.ledgers.insert(account.clone(), entries);
            // What the merchant has none of, no account of it can have.
            if shares_merchant || !census.orders.is_empty() {
                let orders = path::of_account(&user, &account, "orders?sort=createdAt");
                let orders = all_pages(world, &orders, "orders").await?;
                census.account_orders.insert(account.clone(), orders);
            }
            let vibans = path::of_account(&user, &account, path::VIBANS);
            // What nobody has asked for is not there; by hand, it is another scenario's.
            let is_asked_for = if shares_merchant {
                world.vibans.iter().any(|one| one.starts_with(&vibans))
            } else {
                world.trace.has_asked_for(path::VIBANS)
            };
            let listed = if is_asked_for {
                all_pages(world, &vibans, "virtualIbans").await?
            } else {
                Vec::new()
            };
            census.vibans.insert(account, listed);
        }
        census.accounts.extend(accounts);
    }
    if shares_merchant {
        let orders = census.account_orders.values().flatten().cloned();
        census.orders = orders.collect();
        census.orders.sort_by_key(|order| order.get("id").map(Value::to_string));
        census.orders.dedup();
    } else if !census.orders.is_empty() {
        census.own_accounts = own_accounts(world).await?;
    }
    census.elsewhere = elsewhere(world, &census).await?;
    Ok(census)
}

/// Where orders lead that no account of a user shows the end of.
async fn elsewhere(world: &mut World, census: &Census) -> Result<BTreeMap<String, String>, Fault> {
    let mut found = BTreeMap::new();
    for order in &census.orders {
        let field = |key: &str| order.get(key).and_then(Value::as_str).unwrap_or_default();
        let (id, kind) = (field("id"), field("type"));
        let ends = if kind == "TRANSFER" { 2 } else { 1 };
        let Some(detail) = path::order_detail(kind, id) else { continue };
        if census.listings(id) >= ends {
            continue;
        }
        let detail = world.read(Actor::Merchant, &detail).await?;
        let account = detail.pointer("/recipient/accountId").and_then(Value::as_str);
        found.extend(account.map(|account| (id.to_owned(), account.to_owned())));
    }
    Ok(found)
}

/// The merchant's own accounts as listed.
///
/// # Errors
/// When they cannot be read.
async fn own_accounts(world: &mut World) -> Result<Vec<Value>, Fault> {
    let listed = world.read(Actor::Merchant, path::OWN_ACCOUNTS).await?;
    Ok(listed.as_array().cloned().unwrap_or_default())
}

/// Every item of a paged list.
pub(crate) async fn all_pages(
    world: &mut World,
    list: &str,
    key: &str,
) -> Result<Vec<Value>, Fault> {
    let separator = if list.contains('?') { '&' } else { '?' };
    let mut items = Vec::new();
    let mut next = Some(format!("{list}{separator}pageSize={PAGE_SIZE}"));
    let mut walked = HashSet::new();
    while let Some(page_path) = next.take() {
        if !walked.insert(page_path.clone()) {
            let what = format!("the pages of {list} lead in a circle");
            return Err(
                Nonconformance::new(what, "a next page that is new, or none", page_path).into()
            );
        }
        let page = world.read(Actor::Merchant, &page_path).await?;
        items.extend(page.get(key).and_then(Value::as_array).cloned().unwrap_or_default());
        next = page.pointer("/pagination/next").and_then(Value::as_str).map(str::to_owned);
    }
    Ok(items)
}
