//! The merchant's own accounts, and the money inside the merchant as a whole (LED-4, MER-1).

use std::collections::BTreeMap;

use conformance_harness::verdict::Nonconformance;
use serde_json::Value;

use crate::{
    edition::{self, key, state},
    language::Money,
    oracle::values::{minor, money, text},
    world::Census,
};

/// True for an order that credits an account of no user.
pub(super) fn is_outside(census: &Census, order: &str) -> bool {
    let of_user = |account: &String| census.accounts.iter().any(|one| text(one, "id") == account);
    census.elsewhere.get(order).is_some_and(|account| !of_user(account))
}

/// Findings about orders that credit an account which neither lists them nor is the merchant's own (ORD-1).
pub(super) fn astray(census: &Census) -> Vec<Nonconformance> {
    let is_own = |account: &str| census.own_accounts.iter().any(|one| text(one, "id") == account);
    let lost = census.elsewhere.iter().filter(|(_, account)| !is_own(account));
    lost.map(|(order, account)| {
        Nonconformance::new(
            format!("order {order} credits account {account}, which does not list it"),
            "the order in the list of the account, or an account of the merchant's own",
            "neither",
        )
    })
    .collect()
}

/// The merchant's part of the fee of an order (PIN-7).
fn earned(order: &Value) -> Option<Money> {
    let fee = order.get("fee")?;
    let part = minor(fee.get("breakdown")?, key::MERCHANT_FEE);
    Some(Money::of_minor(text(fee, "currency"), part))
}

/// Findings about currencies in which the balances together differ from incoming money plus earned fees minus outgoing money
/// (LED-4).
pub(super) fn appeared(census: &Census) -> Vec<Nonconformance> {
    let mut kept: BTreeMap<String, i64> = BTreeMap::new();
    for account in census.accounts.iter().chain(&census.own_accounts) {
        *kept.entry(text(account, "currency").to_owned()).or_default() +=
            minor(account, key::BALANCE);
    }
    let completed: Vec<&Value> =
        census.orders.iter().filter(|one| text(one, "state") == state::COMPLETED).collect();
    // Without the fee of an order, nothing says how much of it the merchant has earned.
    if completed.iter().any(|order| order.get("fee").is_none_or(Value::is_null)) {
        return Vec::new();
    }
    let mut moved: BTreeMap<String, i64> = BTreeMap::new();
    let mut add = |money: Option<Money>, sign: i64| {
        if let Some(money) = money {
            *moved.entry(money.currency.clone()).or_default() += sign * money.minor();
        }
    };
    for order in completed {
        let kind = text(order, "type");
        if !edition::is_payin(kind) {
            add(money(order, "origin"), -1);
        }
        if !edition::is_payout(kind) {
            add(money(order, "destination"), 1);
        }
        add(earned(order), 1);
    }
    let wrong = kept.into_iter().map(|(currency, kept)| {
        let moved = moved.get(&currency).copied().unwrap_or_default();
        (Money::of_minor(&currency, moved), Money::of_minor(&currency, kept))
    });
    wrong
        .filter(|(moved, kept)| moved != kept)
        .map(|(moved, kept)| {
            let what = "money appeared or disappeared inside the merchant";
            Nonconformance::new(what, format!("{moved}, the sum of the completed orders"), kept)
        })
        .collect()
}

/// Findings about one of the merchant's own accounts, which show no ledger: it must hold the sum of the orders that credit it
/// (LED-4, MER-1).
pub(super) fn own(census: &Census, account: &Value) -> Vec<Nonconformance> {
    let (id, currency) = (text(account, "id"), text(account, "currency"));
    let earns = text(account, key::PURPOSE) == state::FEES;
    let sum = |states: &[&str]| -> i64 {
        let here = |order: &&Value| {
            census.elsewhere.get(text(order, "id")).is_some_and(|account| account == id)
        };
        let counted = || census.orders.iter().filter(|one| states.contains(&text(one, "state")));
        let sent = counted().filter(here).filter_map(|order| money(order, "destination"));
        let fees = counted().filter(|_| earns).filter_map(earned);
        let fees = fees.filter(|fee| fee.currency == currency);
        sent.chain(fees).map(|money| money.minor()).sum()
    };
    let wanted = [
        (key::BALANCE, sum(&[state::COMPLETED])),
        (key::PENDING_IN, sum(&state::UNDECIDED)),
        (key::PENDING_OUT, 0),
    ];
    let is_shown = |key: &str| key == key::BALANCE || account.get(key).is_some_and(Value::is_i64);
    let wrong =
        wanted.into_iter().filter(|(key, wanted)| is_shown(key) && minor(account, key) != *wanted);
    wrong
        .map(|(key, wanted)| {
            Nonconformance::new(
                format!("{key} of the merchant's own account {id} is not the sum of its orders"),
                Money::of_minor(currency, wanted),
                Money::of_minor(currency, minor(account, key)),
            )
        })
        .collect()
}
