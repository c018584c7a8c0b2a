//! The census: everything that a merchant can read at one moment.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::{Value, json};

/// The data that the API shows of one merchant at one moment.
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
    /// The virtual IBANs by account.
    pub vibans: BTreeMap<String, Vec<Value>>,
    /// The merchant's own accounts.
    pub own_accounts: Vec<Value>,
    /// The credited account by order, for orders that no listed account has.
    pub elsewhere: BTreeMap<String, String>,
    /// The merchant's orders, oldest first.
    pub orders: Vec<Value>,
    /// Those by which the treasury has paid, whose other account belongs to no scenario.
    pub lent: BTreeSet<String>,
}

impl Census {
    /// The accounts of users that list this order.
    #[must_use]
    pub fn listings(&self, order: &str) -> usize {
        let lists = self.account_orders.values();
        lists.filter(|listed| listed.iter().any(|one| one["id"] == order)).count()
    }

    /// The ids of all resources that events are about.
    #[must_use]
    pub fn resources(&self) -> HashSet<String> {
        let sessions = self.sessions.values().chain(self.kyb_sessions.values());
        let listed = sessions.chain(self.vibans.values()).flatten();
        let all = listed.chain(&self.users).chain(&self.accounts).chain(&self.orders).cloned();
        ids(&all.collect::<Vec<_>>()).into_iter().collect()
    }

    /// True if both show the same; the order of lists does not count.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.sorted() == other.sorted()
    }

    /// The same census with each list in one order.
    fn sorted(&self) -> Self {
        let mut sorted = self.clone();
        let by_key = [
            &mut sorted.sessions,
            &mut sorted.kyb_sessions,
            &mut sorted.ledgers,
            &mut sorted.account_orders,
            &mut sorted.vibans,
        ];
        let lists = by_key.into_iter().flat_map(BTreeMap::values_mut);
        let own =
            [&mut sorted.users, &mut sorted.accounts, &mut sorted.own_accounts, &mut sorted.orders];
        for list in lists.chain(own) {
            list.iter_mut().for_each(sort_lists);
            list.sort_by_cached_key(Value::to_string);
        }
        sorted
    }

    /// The census as a text; two texts show the differences of two censuses.
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

fn sort_lists(value: &mut Value) {
    match value {
        Value::Array(items) => {
            items.iter_mut().for_each(sort_lists);
            items.sort_by_cached_key(Value::to_string);
        }
        Value::Object(members) => members.values_mut().for_each(sort_lists),
        _ => {}
    }
}

/// The ids of the items of a list.
#[must_use]
pub fn ids(items: &[Value]) -> Vec<String> {
    items.iter().filter_map(|item| item.get("id")?.as_str().map(str::to_owned)).collect()
}
