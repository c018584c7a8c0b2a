//! The books: entries sum to balances, and no money appears or disappears (LED-4); completed orders match entries (LED-1).

use std::collections::{BTreeMap, BTreeSet};

use conformance_harness::{
    layer::{Layer, Layers},
    verdict::Nonconformance,
};
use serde_json::Value;

use crate::{
    edition::{self, key, state},
    language::Money,
    oracle::{
        own_accounts::{appeared, astray, is_outside, own},
        values::{minor, money, text},
    },
    world::Census,
};

const CHECK: &str = "books";

/// Findings about the books.
pub(crate) fn check(census: &Census, layers: &Layers) -> Vec<Nonconformance> {
    let mut findings = Vec::new();
    let mut add = |rule: &str, found: Vec<Nonconformance>| {
        findings.extend(found.into_iter().map(|one| one.of_check(CHECK).of_rule(rule)));
    };
    let is_decided = layers.bind(Layer::Decided);
    for account in &census.accounts {
        let id = text(account, "id");
        let ledger = census.ledgers.get(id).map(Vec::as_slice).unwrap_or_default();
        let orders = census.account_orders.get(id).map(Vec::as_slice).unwrap_or_default();
        add("LED-4", balance(account, ledger, is_decided));
        if is_decided {
            let (out, into) = pending(account, orders);
            add("OUT-7", out);
            add("PIN-6", into);
        }
        add("LED-1", entries(account, ledger, orders));
    }
    if layers.bind(Layer::Reference) {
        let own = census.own_accounts.iter().flat_map(|account| own(census, account));
        add("LED-4", own.collect());
    }
    if !census.own_accounts.is_empty() {
        add("ORD-1", astray(census));
        add("LED-4", appeared(census));
    }
    add("TRF-1", transfers(census));
    findings
}

/// Findings about a ledger whose entries do not sum to the balance, step by step (LED-3, LED-4). That entries are served in the
/// order of their times is our decision; another target may serve the latest first, or in no order.
fn balance(account: &Value, ledger: &[Value], is_ordered: bool) -> Vec<Nonconformance> {
    let as_served = balance_in_order(account, ledger);
    if is_ordered || as_served.is_empty() {
        return as_served;
    }
    let mut others: Vec<Vec<Value>> = vec![ledger.iter().rev().cloned().collect()];
    for entries in [ledger.to_vec(), others[0].clone()] {
        let mut by_time = entries;
        by_time.sort_by_key(|entry| text(entry, key::CREATED_AT).parse::<jiff::Timestamp>().ok());
        others.push(by_time);
    }
    let is_right = |entries: &Vec<Value>| balance_in_order(account, entries).is_empty();
    if others.iter().any(is_right) { Vec::new() } else { as_served }
}

fn balance_in_order(account: &Value, ledger: &[Value]) -> Vec<Nonconformance> {
    let (id, currency) = (text(account, "id"), text(account, "currency"));
    let shown = |amount_minor| Money::of_minor(currency, amount_minor);
    let mut findings = Vec::new();
    let mut running = 0;
    for entry in ledger {
        running += minor(entry, "amount");
        // Only the reference demands it.
        let is_shown = entry.get(key::RUNNING_BALANCE).is_some();
        if is_shown && minor(entry, key::RUNNING_BALANCE) != running {
            findings.push(Nonconformance::new(
                format!(
                    "the running balance of entry {} of account {id} is wrong",
                    text(entry, "id")
                ),
                format!("{}, the sum of the entries so far", shown(running)),
                shown(minor(entry, key::RUNNING_BALANCE)),
            ));
        }
    }
    if minor(account, key::BALANCE) != running {
        findings.push(Nonconformance::new(
            format!("the balance of account {id} is not the sum of its ledger"),
            format!("{}, the sum of its {} entries", shown(running), ledger.len()),
            shown(minor(account, key::BALANCE)),
        ));
    }
    findings
}

/// Findings about pending amounts that are not the sums of the undecided orders: of what leaves (OUT-7), and of what arrives
/// (PIN-6).
fn pending(account: &Value, orders: &[Value]) -> (Vec<Nonconformance>, Vec<Nonconformance>) {
    let (id, currency) = (text(account, "id"), text(account, "currency"));
    let check = |key: &str, is_counted: fn(&str) -> bool, side: &str| {
        let counted = orders
            .iter()
            .filter(|order| is_counted(text(order, "type")))
            .filter(|order| state::UNDECIDED.contains(&text(order, "state")));
        let wanted: i64 =
            counted.filter_map(|order| money(order, side)).map(|one| one.minor()).sum();
        let shown = minor(account, key);
        let what = format!("{key} of account {id} is not the sum of its undecided orders");
        let (expected, actual) =
            (Money::of_minor(currency, wanted), Money::of_minor(currency, shown));
        let finding = (shown != wanted).then(|| Nonconformance::new(what, expected, actual));
        finding.into_iter().collect()
    };
    (
        check(key::PENDING_OUT, edition::is_payout, "origin"),
        check(key::PENDING_IN, edition::is_payin, "destination"),
    )
}

/// Findings about a ledger without exactly one entry, of the right amount, for each completed order (LED-1).
fn entries(account: &Value, ledger: &[Value], orders: &[Value]) -> Vec<Nonconformance> {
    let id = text(account, "id");
    let mut findings = Vec::new();
    let by_id: BTreeMap<&str, &Value> =
        orders.iter().map(|order| (text(order, "id"), order)).collect();
    let mut booked = BTreeSet::new();
    for entry in ledger {
        let order_id = entry.pointer("/order/id").and_then(Value::as_str).unwrap_or_default();
        if !booked.insert(order_id) {
            findings.push(Nonconformance::new(
                format!("order {order_id} is booked twice on account {id}"),
                "one entry for each completed order",
                "two entries",
            ));
        }
        match by_id.get(order_id) {
            Some(order) if text(order, "state") == state::COMPLETED => {
                findings.extend(amount(entry, order, id));
            }
            other => findings.push(Nonconformance::new(
                format!("the ledger of account {id} has an entry for order {order_id}"),
                "entries only for completed orders of the account",
                other.map_or("an order that the account does not list", |order| {
                    text(order, "state")
                }),
            )),
        }
    }
    for order in orders.iter().filter(|order| text(order, "state") == state::COMPLETED) {
        let order_id = text(order, "id");
        if !booked.contains(order_id) {
            findings.push(Nonconformance::new(
                format!("order {order_id} is completed and missing in the ledger of account {id}"),
                "one entry for each completed order",
                "no entry",
            ));
        }
    }
    findings
}

/// The finding that an entry and its order show different amounts (LED-1).
fn amount(entry: &Value, order: &Value, account: &str) -> Option<Nonconformance> {
    let credit = money(order, "destination").map(|money| money.minor());
    let debit = money(order, "origin").map(|money| -money.minor());
    let booked = minor(entry, "amount");
    let right = match text(order, "type") {
        kind if edition::is_payin(kind) => vec![credit],
        kind if edition::is_payout(kind) => vec![debit],
        _ => vec![credit, debit],
    };
    (!right.contains(&Some(booked))).then(|| {
        Nonconformance::new(
            format!(
                "the entry of order {} on account {account} has another amount",
                text(order, "id")
            ),
            format!(
                "one of {:?} minor units, as in the order",
                right.iter().flatten().collect::<Vec<_>>()
            ),
            booked,
        )
    })
}

/// Findings about transfers that do not debit one account and credit one other by the amounts of the order (TRF-1).
fn transfers(census: &Census) -> Vec<Nonconformance> {
    let mut findings = Vec::new();
    for order in &census.orders {
        if !edition::is_transfer(text(order, "type")) || text(order, "state") != state::COMPLETED {
            continue;
        }
        let id = text(order, "id");
        let mut booked: Vec<i64> = census
            .ledgers
            .values()
            .flatten()
            .filter(|entry| entry.pointer("/order/id").and_then(Value::as_str) == Some(id))
            .map(|entry| minor(entry, "amount"))
            .collect();
        booked.sort_unstable();
        let debit = money(order, "origin").map(|money| -money.minor());
        let credit = money(order, "destination").map(|money| money.minor());
        // The account of the treasury is not the scenario's.
        let debit = debit.filter(|_| !census.lent.contains(id));
        // The entry on the merchant's own account cannot be read.
        let credit = credit.filter(|_| !is_outside(census, id));
        let due: Vec<i64> = [debit, credit].into_iter().flatten().collect();
        if booked != due {
            findings.push(Nonconformance::new(
                format!("the entries of transfer {id} do not match its order"),
                format!("entries of {due:?} minor units, each on an account of its own"),
                format!("entries of {booked:?}"),
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn census(balance: i64, entry_amount: i64) -> Census {
        let order = json!({
            "id": "o", "type": "BANK_PAY_IN", "state": "COMPLETED",
            "origin": { "currency": "EUR", "amount": 500 },
            "destination": { "currency": "EUR", "amount": 500 },
        });
        let account = json!({
            "id": "a", "currency": "EUR", "balance": balance, "pendingIn": 0, "pendingOut": 0,
        });
        let entry = json!({
            "id": "e", "amount": entry_amount, "runningBalance": entry_amount, "order": order,
        });
        Census {
            accounts: vec![account],
            ledgers: BTreeMap::from([("a".to_owned(), vec![entry])]),
            account_orders: BTreeMap::from([("a".to_owned(), vec![order.clone()])]),
            orders: vec![order],
            ..Census::default()
        }
    }

    fn check_all(census: &Census) -> Vec<Nonconformance> {
        check(census, &Layers::all())
    }

    #[test]
    fn right_books_leave_no_finding() {
        assert_eq!(check_all(&census(500, 500)), Vec::new());
    }

    #[test]
    fn a_balance_off_by_one_is_found() {
        assert!(check_all(&census(501, 500))[0].what.contains("balance of account a"));
    }

    #[test]
    fn an_entry_with_another_amount_is_found() {
        assert!(check_all(&census(499, 499)).iter().any(|one| one.what.contains("another amount")));
    }

    #[test]
    fn a_merchants_own_account_holds_what_was_sent_there() {
        let mut census = census(500, 500);
        let order = json!({
            "id": "p", "type": "BANK_PAY_IN", "state": "COMPLETED",
            "origin": { "currency": "EUR", "amount": 70 },
            "destination": { "currency": "EUR", "amount": 70 },
        });
        census.orders.push(order);
        census.elsewhere.insert("p".to_owned(), "own".to_owned());
        let own = |balance: i64| {
            let mut own =
                json!({ "id": "own", "currency": "EUR", "pendingIn": 0, "pendingOut": 0 });
            own["balance"] = balance.into();
            own
        };
        census.own_accounts = vec![own(70)];
        assert_eq!(check_all(&census), Vec::new());
        census.own_accounts = vec![own(69)];
        assert!(check_all(&census)[0].what.contains("own account own"));
    }

    #[test]
    fn the_fees_account_holds_what_was_earned() {
        let mut census = census(500, 500);
        let fee = json!({
            "currency": "EUR", "amount": 9, "breakdown": { "systemFee": 5, "merchantFee": 4 },
        });
        census.orders[0]["fee"] = fee;
        let own = |purpose: &str, balance: i64| {
            vec![json!({
                "id": purpose, "currency": "EUR", "purpose": purpose, "balance": balance,
                "pendingIn": 0, "pendingOut": 0,
            })]
        };
        census.own_accounts = own("FEES", 4);
        assert_eq!(check_all(&census), Vec::new());
        census.own_accounts = own("FEES", 3);
        let found = check_all(&census);
        assert!(found[0].what.contains("own account FEES"));
        assert!(found[1].what.contains("appeared or disappeared"));
        census.own_accounts = own("OPERATIONAL", 4);
        assert!(check_all(&census)[0].what.contains("own account OPERATIONAL"));
    }

    #[test]
    fn a_completed_order_without_entry_is_found() {
        let mut census = census(0, 500);
        census.ledgers.insert("a".to_owned(), Vec::new());
        assert!(check_all(&census)[0].what.contains("missing in the ledger"));
    }

    #[test]
    fn only_the_sandbox_must_serve_entries_in_the_order_of_their_times() {
        let mut census = census(300, 500);
        let later = json!({ "id": "f", "amount": -200, "runningBalance": 300 });
        if let Some(ledger) = census.ledgers.get_mut("a") {
            ledger.insert(0, later);
        }
        let (account, ledger) = (&census.accounts[0], &census.ledgers["a"]);
        assert!(!balance(account, ledger, true).is_empty());
        assert_eq!(balance(account, ledger, false), Vec::new());
    }
}
