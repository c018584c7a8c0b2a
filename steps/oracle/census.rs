//! Everything a merchant can read: users, companies, sessions, accounts, ledgers, orders.

use std::collections::{BTreeMap, HashSet};

use conformance_harness::verdict::{Fault, Nonconformance};
use serde_json::{Value, json};

use crate::{edition::path, own_account, values::Actor, world::World};

/// What the API shows of one merchant at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Census {
    /// The users as listed.
    pub users: Vec<Value>,
    /// The KYC sessions by user.
    pub sessions: BTreeMap<String, Vec<Value>>,
    /// The KYB sessions by company, with their documents.
    pub kyb_sessions: BTreeMap<String, Vec<Value>>,
    /// The accounts, each with its owner under `userId`.
    pub accounts: Vec<Value>,
    /// The ledger by account, as served.
    pub ledgers: BTreeMap<String, Vec<Value>>,
    /// The orders by account.
    pub account_orders: BTreeMap<String, Vec<Value>>,
    /// The vIBANs by account.
    pub vibans: BTreeMap<String, Vec<Value>>,
    /// The merchant's own accounts.
    pub own_accounts: Vec<Value>,
    /// By order the account that it credits, where no listed account has it.
    pub elsewhere: BTreeMap<String, String>,
    /// The merchant's orders, oldest first.
    pub orders: Vec<Value>,
}

/// The largest page there is.
const PAGE_SIZE: usize = 100;

impl Census {
    /// Reads everything.
    ///
    /// # Errors
    /// When something cannot be read.
    pub async fn take(world: &mut World) -> Result<Self, Fault> {
        // By hand all scenarios share one merchant, with all its past: only the scenario's own people count.
        let shares_merchant = world.shared.operator.is_person();
        let mut census = Self::default();
        if !shares_merchant {
            census.users = all_pages(world, path::INDIVIDUAL_USERS, "users").await?;
            census.users.extend(all_pages(world, path::BUSINESS_USERS, "users").await?);
            let orders = format!("{}?sort=createdAt", path::ORDERS);
            census.orders = all_pages(world, &orders, "orders").await?;
        }
        let own: Vec<_> = world.people.values().cloned().collect();
        for user in own.iter().filter(|_| shares_merchant) {
            let path = format!("{}/{}", path::users(user.is_business), user.id);
            census.users.push(world.read(Actor::Merchant, &path).await?);
        }
        for record in census.users.clone() {
            let user = crate::world::text(&record, "id")?;
            if record.get("kybLevel").is_some() {
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
                let orders = path::of_account(&user, &account, "orders?sort=createdAt");
                let orders = all_pages(world, &orders, "orders").await?;
                census.account_orders.insert(account.clone(), orders);
                let vibans = path::of_account(&user, &account, "virtual-ibans");
                // By hand, what no scenario has asked for is nobody's.
                if !shares_merchant || world.vibans.iter().any(|one| one.starts_with(&vibans)) {
                    let listed = all_pages(world, &vibans, "virtualIbans").await?;
                    census.vibans.insert(account, listed);
                }
            }
            census.accounts.extend(accounts);
        }
        if shares_merchant {
            let orders = census.account_orders.values().flatten().cloned();
            census.orders = orders.collect();
            census.orders.sort_by_key(|order| order.get("id").map(Value::to_string));
            census.orders.dedup();
        } else {
            census.own_accounts = own_account::all(world).await?;
        }
        census.elsewhere = elsewhere(world, &census).await?;
        Ok(census)
    }

    /// The accounts of users that list this order.
    fn listings(&self, order: &str) -> usize {
        let lists = self.account_orders.values();
        lists.filter(|listed| listed.iter().any(|one| one["id"] == order)).count()
    }

    /// The ids of everything that events tell of.
    #[must_use]
    pub fn resources(&self) -> HashSet<String> {
        let sessions = self.sessions.values().chain(self.kyb_sessions.values());
        let listed = sessions.chain(self.vibans.values()).flatten();
        let all = listed.chain(&self.users).chain(&self.accounts).chain(&self.orders).cloned();
        ids(&all.collect::<Vec<_>>()).into_iter().collect()
    }

    /// As text that two censuses can be compared by.
    #[must_use]
    pub fn as_text(&self) -> String {
        let all = json!({
            "users": self.users,
            "sessions": self.sessions,
            "kybSessions": self.kyb_sessions,
            "accounts": self.accounts,
            "ledgers": self.ledgers,
            "vibans": self.vibans,
            "ownAccounts": self.own_accounts,
            "accountOrders": self.account_orders,
            "orders": self.orders,
        });
        serde_json::to_string_pretty(&all).unwrap_or_default()
    }
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

/// The ids of the items of a list.
pub(crate) fn ids(items: &[Value]) -> Vec<String> {
    items.iter().filter_map(|item| item.get("id")?.as_str().map(str::to_owned)).collect()
}
