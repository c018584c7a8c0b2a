//! Search of orders in the Portal, and the deliveries about one order.

use rusqlite::params;
use rusqlite::types::Value;

use super::deliveries::Delivery;
use super::error::Result;
use super::orders::{ORDER_COLUMNS, order_of};
use super::page::Listing;
use super::transaction::Scope;
use crate::domain::account::Account;
use crate::domain::clock::Moment;
use crate::domain::id::Id;
use crate::domain::money::{Amount, Currency};
use crate::domain::order::Order;
use crate::listing::{ListPage, PageRequest};

/// Upper bound of deliveries that the page of an order shows.
const MOST: i64 = 100;

/// The number of letters from which on the index of texts finds a text.
const LETTERS_OF_INDEX: usize = 3;

/// The orders of one account.
const OF_ACCOUNT: &str = "SELECT seq FROM orders WHERE debit_account = ? AND merchant_id = ? \
     UNION ALL SELECT seq FROM orders WHERE credit_account = ? AND merchant_id = ?";

/// The orders that were created on some days, by the index of days.
const IN_DAYS: &str = "SELECT seq FROM orders WHERE merchant_id = ? \
     AND created_at / 86400000 >= ? / 86400000 AND created_at / 86400000 < ? / 86400000";

/// The orders with a text in three letters or more, by the index of texts.
const WITH_TEXT: &str = "SELECT rowid FROM order_texts WHERE order_texts MATCH ?";

/// The orders with a text of one or two letters, which no index finds.
const WITH_SHORT_TEXT: &str = "SELECT f.seq FROM orders f CROSS JOIN order_texts t \
     ON t.rowid = f.seq WHERE f.merchant_id = ? AND instr(lower(t.lines), lower(?)) > 0";

/// The orders of users with a text in their id, name or e-mail address.
const OF_USERS: &str = "SELECT seq FROM orders WHERE debit_user IN (SELECT id FROM users \
     WHERE merchant_id = ? AND instr(search_text, ?) > 0) AND merchant_id = ? \
     UNION ALL SELECT seq FROM orders WHERE credit_user IN (SELECT id FROM users \
     WHERE merchant_id = ? AND instr(search_text, ?) > 0) AND merchant_id = ?";

/// A search of orders; an empty text matches all.
#[derive(Debug, Default)]
pub(crate) struct OrderSearch {
    /// The code of their state.
    pub(crate) state: String,
    /// The code of their type.
    pub(crate) order_type: String,
    /// The id of an account that they debit or credit.
    pub(crate) account: String,
    /// The code of a currency on either side.
    pub(crate) currency: String,
    /// An amount on either side, in the currency if there is one.
    pub(crate) amount: Option<Amount>,
    /// The beginning of the first day of their creation, in UTC.
    pub(crate) from: Option<Moment>,
    /// The end of the last day of their creation, in UTC.
    pub(crate) until: Option<Moment>,
    /// Text that the id, the reference, an IBAN, a name of the parts, or the id, name or e-mail
    /// address of a user must contain, in upper or lower case.
    pub(crate) text: String,
}

/// Conditions in SQL with their positional parameters.
#[derive(Debug, Default)]
struct Conditions {
    sql: String,
    parameters: Vec<Value>,
}

impl Conditions {
    fn add(&mut self, condition: &str, parameters: impl IntoIterator<Item = Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
        self.parameters.extend(parameters);
    }

    /// Adds that the order is one of those that `select` finds by an index.
    fn add_found(&mut self, select: &str, parameters: impl IntoIterator<Item = Value>) {
        self.add(&format!("seq IN ({select})"), parameters);
    }
}

impl OrderSearch {
    /// The orders of the merchant that match: each wish that an index can fulfil is looked up there, so that a search
    /// does not read all orders.
    fn conditions(&self, merchant: &Value) -> Conditions {
        let mut found = Conditions::default();
        let merchant = || merchant.clone();
        if !self.account.is_empty() {
            let account = || self.account.clone().into();
            found.add_found(OF_ACCOUNT, [account(), merchant(), account(), merchant()]);
        }
        if self.from.is_some() || self.until.is_some() {
            let from = self.from.map_or(0, Moment::millis);
            let until = self.until.map_or(i64::MAX, Moment::millis);
            found.add_found(IN_DAYS, [merchant(), from.into(), until.into()]);
        }
        self.add_amount(&merchant, &mut found);
        self.add_text(&merchant, &mut found);
        // The plus keeps `SQLite` from reading all orders of the merchant when others are looked up.
        let plus = if found.sql.is_empty() { "" } else { "+" };
        let mut all = Conditions { sql: format!("{plus}merchant_id = ?"), ..Conditions::default() };
        all.parameters.push(merchant());
        all.sql.push_str(&found.sql);
        all.parameters.append(&mut found.parameters);
        // Most orders have one of few currencies: to read them one after the other takes less time than to look them up.
        let currency = "? IN (origin_currency, destination_currency)";
        for (wish, condition) in
            [(&self.state, "state = ?"), (&self.order_type, "type = ?"), (&self.currency, currency)]
        {
            if !wish.is_empty() {
                all.add(condition, [wish.clone().into()]);
            }
        }
        all
    }

    /// Adds the wish for an amount, with its currency if there is one.
    fn add_amount(&self, merchant: &impl Fn() -> Value, found: &mut Conditions) {
        let Some(amount) = self.amount else { return };
        let codes = match self.currency.as_str() {
            "" => Currency::ALL.map(|currency| currency.code().to_owned()).to_vec(),
            code => vec![code.to_owned()],
        };
        let places = vec!["?"; codes.len()].join(", ");
        let on_side = |side: &str| {
            format!(
                "SELECT seq FROM orders WHERE merchant_id = ? AND {side}_currency IN ({places}) \
                 AND {side}_amount = ?"
            )
        };
        let mut parameters = vec![merchant()];
        parameters.extend(codes.into_iter().map(Value::from));
        parameters.push(amount.minor().into());
        let select = ["origin", "destination"].map(on_side).join(" UNION ALL ");
        found.add_found(&select, [parameters.clone(), parameters].concat());
    }

    /// Adds the wish for a text. IBANs are stored without blanks.
    fn add_text(&self, merchant: &impl Fn() -> Value, found: &mut Conditions) {
        let text = self.text.trim();
        if text.is_empty() {
            return;
        }
        let unspaced = text.replace(' ', "");
        let is_indexed = unspaced.chars().count() >= LETTERS_OF_INDEX && !text.contains('\0');
        let (in_texts, mut parameters) = if is_indexed {
            let phrase = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
            let wanted = format!("{} OR {}", phrase(text), phrase(&unspaced));
            (WITH_TEXT, vec![wanted.into()])
        } else {
            (WITH_SHORT_TEXT, vec![merchant(), text.to_owned().into()])
        };
        let person = || [merchant(), text.to_lowercase().into(), merchant()];
        parameters.extend(person());
        parameters.extend(person());
        found.add_found(&format!("{in_texts} UNION ALL {OF_USERS}"), parameters);
    }
}

/// A delivery of an event about an order.
#[derive(Debug)]
pub(crate) struct OrderDelivery {
    /// The delivery.
    pub(crate) delivery: Id<Delivery>,
    /// The type of the event.
    pub(crate) event_type: String,
    /// `PENDING`, `DELIVERED` or `FAILED`.
    pub(crate) state: String,
    /// Number of attempts.
    pub(crate) attempts: i64,
    /// Time at which it was queued.
    pub(crate) at: Moment,
}

impl Scope<'_> {
    /// The orders that match the search, newest first.
    pub(crate) fn find_orders(
        &self,
        search: &OrderSearch,
        request: PageRequest,
    ) -> Result<ListPage<Order>> {
        let Conditions { sql, parameters } = search.conditions(&self.id.0.into());
        let (table, columns, condition) = ("orders o", ORDER_COLUMNS, sql);
        let listing = Listing { table, columns, condition, parameters, newest_first: true };
        listing.page(self.conn(), request, order_of)
    }

    /// The newest orders of an account, at most `most`.
    pub(crate) fn last_orders(&self, account: Id<Account>, most: i64) -> Result<Vec<Order>> {
        let [debiting, crediting] = ["debit_account", "credit_account"].map(|side| {
            format!(
                "SELECT seq FROM (SELECT seq FROM orders WHERE {side} = ?2 AND merchant_id = ?1 \
                 ORDER BY seq DESC LIMIT ?3)"
            )
        });
        let select = format!(
            "SELECT {ORDER_COLUMNS} FROM orders o WHERE +merchant_id = ?1 \
             AND seq IN ({debiting} UNION ALL {crediting}) ORDER BY seq DESC LIMIT ?3"
        );
        let mut statement = self.conn().prepare_cached(&select)?;
        let rows = statement.query_map(params![self.id, account, most], order_of)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The deliveries of events about an order, oldest first.
    pub(crate) fn deliveries_about(&self, order: Id<Order>) -> Result<Vec<OrderDelivery>> {
        let select = "SELECT id, event_type, state, created_at, \
             (SELECT count(*) FROM attempts WHERE delivery_seq = seq) FROM deliveries \
             WHERE resource_id = ?1 AND merchant_id = ?2 ORDER BY seq LIMIT ?3";
        let mut statement = self.conn().prepare_cached(select)?;
        let rows = statement.query_map(params![order, self.id, MOST], |row| {
            let (delivery, event_type, state) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(OrderDelivery {
                delivery,
                event_type,
                state,
                at: row.get(3)?,
                attempts: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::{Connection, StatementStatus, params_from_iter};

    use super::*;
    use crate::store::open::in_memory;

    /// A merchant with so many orders of other people, and then one of Zoe for 12,345.
    fn filled(others: i64) -> Connection {
        let conn = in_memory().unwrap();
        let script = "PRAGMA foreign_keys = OFF;
            INSERT INTO users VALUES (1, 'u-ana', 1, 'INDIVIDUAL', 'REGULAR', '{}', 0, 'ana ruiz');
            INSERT INTO users VALUES (2, 'u-zoe', 1, 'INDIVIDUAL', 'REGULAR', '{}', 0, 'zoë sanz');
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < #)
            INSERT INTO orders (id, merchant_id, type, state, origin_currency, origin_amount,
                destination_currency, destination_amount, fee_currency, fee_system, fee_merchant,
                reference, debit_account, debit_user, parts, created_at, updated_at)
            SELECT printf('%08d', i), 1, 'BANK_PAY_OUT', 'COMPLETED', 'EUR', 5, 'EUR', 5, 'EUR',
                0, 0, 'rent', 'a', 'u-ana',
                json_object('kind', 'bankPayOut', 'accountHolder', 'Bruno', 'iban', 'ES' || i),
                0, 0 FROM n;
            INSERT INTO orders (id, merchant_id, type, state, origin_currency, origin_amount,
                destination_currency, destination_amount, fee_currency, fee_system, fee_merchant,
                reference, credit_account, credit_user, parts, created_at, updated_at)
            VALUES ('ffff-eeee', 1, 'BANK_PAY_IN', 'FAILED', 'USD', 12345, 'USDC', 12000, 'EUR',
                0, 0, 'Gift 100%', 'z', 'u-zoe',
                '{\"kind\": \"bankPayIn\", \"payerName\": \"Eva \\\"E\\\"\", \"iban\": \"DE89370400\"}',
                864000000, 0)";
        conn.execute_batch(&script.replace('#', &others.to_string())).unwrap();
        conn
    }

    /// The orders that a search finds, and the steps that `SQLite` takes for it.
    fn search(conn: &Connection, search: &OrderSearch) -> (Vec<String>, i32) {
        let Conditions { sql, parameters } = search.conditions(&1_i64.into());
        let select = format!("SELECT id FROM orders o WHERE {sql} AND seq > 0 ORDER BY seq DESC");
        let mut statement = conn.prepare(&select).unwrap();
        let found = statement.query_map(params_from_iter(parameters), |row| row.get(0)).unwrap();
        let found = found.collect::<rusqlite::Result<Vec<String>>>().unwrap();
        (found, statement.get_status(StatementStatus::VmStep))
    }

    fn text(text: &str) -> OrderSearch {
        OrderSearch { text: text.to_owned(), ..OrderSearch::default() }
    }

    fn wishes() -> [OrderSearch; 12] {
        let day = |number: i64| Some(Moment::from_millis(number * 86_400_000));
        let amount = Amount::from_minor(12_345);
        [
            text("ffff-EEEE"),
            text("ff-ee"),
            text("gift 100%"),
            text("DE89 3704"),
            text("eva \"e\""),
            text("ZOË"),
            text(" sanz "),
            OrderSearch { account: "z".to_owned(), ..OrderSearch::default() },
            OrderSearch { amount, ..OrderSearch::default() },
            OrderSearch { amount, currency: "USD".to_owned(), ..OrderSearch::default() },
            OrderSearch { from: day(9), ..OrderSearch::default() },
            OrderSearch { from: day(10), until: day(11), ..OrderSearch::default() },
        ]
    }

    #[test]
    fn a_search_takes_as_many_steps_among_many_orders_as_among_few() {
        let (few, many) = (filled(20), filled(2_000));
        for wish in wishes() {
            let (found, steps) = search(&few, &wish);
            assert_eq!(found, ["ffff-eeee"], "{wish:?}");
            let (same, more) = search(&many, &wish);
            assert_eq!(same, found, "{wish:?}");
            assert!(more < steps + 50, "{wish:?} takes {more} steps, not {steps}");
        }
    }

    #[test]
    fn a_search_that_nothing_fulfils_finds_nothing() {
        let conn = filled(20);
        let codes = |state: &str, currency: &str| OrderSearch {
            state: state.to_owned(),
            currency: currency.to_owned(),
            ..OrderSearch::default()
        };
        let amount = Amount::from_minor(12_345);
        for wish in [
            text("bankPayIn"),
            text("payerName"),
            text("\0\0\0"),
            text("\" OR \"rent"),
            text("rent*"),
            codes("COMPLETED", "USD"),
            codes("COMPLETED", "USDC"),
            codes("", "' OR 1"),
            OrderSearch { amount, currency: "USDC".to_owned(), ..OrderSearch::default() },
            OrderSearch { until: Some(Moment::from_millis(0)), ..OrderSearch::default() },
        ] {
            assert_eq!(search(&conn, &wish).0, [""; 0], "{wish:?}");
        }
        for (wish, count) in [
            (codes("", "USDC"), 1),
            (codes("FAILED", "USD"), 1),
            (text("re"), 20),
            (text("E8"), 1),
            (text("ru"), 20),
            (text("rent"), 20),
            (text(""), 21),
        ] {
            assert_eq!(search(&conn, &wish).0.len(), count, "{wish:?}");
        }
    }
}
