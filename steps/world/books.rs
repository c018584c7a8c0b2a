//! The books of a scenario at its end, for its story.

use conformance_harness::story::{Book, BookEntry};
use serde_json::Value;

use crate::{edition::key, language::Money, world::World};

/// The book of every account that the last census shows.
pub(crate) fn of(world: &World) -> Vec<Book> {
    let Some(census) = &world.later.census else { return Vec::new() };
    let book = |account: &Value| {
        let text = |key: &str| account.get(key).and_then(Value::as_str).unwrap_or_default();
        let (id, currency) = (text("id"), text("currency"));
        let owner = world.people.iter().find(|(_, user)| user.id == text(key::USER_ID));
        let owner =
            owner.map_or_else(|| text(key::USER_ID).to_owned(), |(name, _)| name.to_string());
        let entries = census.ledgers.get(id).into_iter().flatten();
        Book {
            account: format!("{owner}, {currency} account {id}"),
            entries: entries.map(|entry| of_entry(entry, currency)).collect(),
            balance: money(account, key::BALANCE, currency).unwrap_or_default(),
        }
    };
    census.accounts.iter().map(book).collect()
}

fn of_entry(entry: &Value, currency: &str) -> BookEntry {
    let order = |key: &str| entry.get("order")?.get(key)?.as_str().map(str::to_owned);
    BookEntry {
        what: order("type").unwrap_or_default(),
        amount: money(entry, "amount", currency).unwrap_or_default(),
        balance: money(entry, key::RUNNING_BALANCE, currency),
        order: order("id"),
    }
}

fn money(value: &Value, key: &str, currency: &str) -> Option<String> {
    let amount = value.get(key)?.as_i64()?;
    Some(Money::of_minor(currency, amount).to_string())
}
