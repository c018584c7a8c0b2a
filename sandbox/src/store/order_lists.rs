//! Search of orders in the Portal, and the deliveries about one order.

use rusqlite::params;

use super::deliveries::Delivery;
use super::error::Result;
use super::orders::{ORDER_COLUMNS, order_of};
use super::page::Listing;
use super::transaction::Scope;
use crate::domain::account::Account;
use crate::domain::clock::Moment;
use crate::domain::id::Id;
use crate::domain::money::Amount;
use crate::domain::order::Order;
use crate::listing::{ListPage, PageRequest};

/// Upper bound of deliveries that the page of an order shows.
const MOST: i64 = 100;

/// The condition for the orders of one account. The plus keeps `SQLite` from reading the orders of
/// all accounts.
const OF_ACCOUNT: &str = "+merchant_id = ? AND seq IN \
     (SELECT seq FROM orders WHERE debit_account = ? AND merchant_id = ? \
     UNION ALL SELECT seq FROM orders WHERE credit_account = ? AND merchant_id = ?)";

/// The condition for orders that contain a text. IBANs are stored without blanks.
const CONTAINS: &str = "(instr(id, lower(?)) > 0 OR instr(lower(reference), lower(?)) > 0 \
     OR EXISTS (SELECT 1 FROM json_tree(o.parts) AS part WHERE part.type = 'text' \
     AND (instr(lower(part.value), lower(?)) > 0 \
     OR instr(lower(part.value), lower(replace(?, ' ', ''))) > 0)) \
     OR EXISTS (SELECT 1 FROM users AS u WHERE u.id IN (o.debit_user, o.credit_user) \
     AND u.merchant_id = o.merchant_id AND instr(u.search_text, lower(?)) > 0))";

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
    /// An amount on either side.
    pub(crate) amount: Option<Amount>,
    /// The first moment of their creation.
    pub(crate) from: Option<Moment>,
    /// The first moment after the last one of their creation.
    pub(crate) until: Option<Moment>,
    /// Text that the id, the reference, an IBAN, a name of the parts, or the id, name or e-mail
    /// address of a user must contain, in upper or lower case.
    pub(crate) text: String,
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
        let OrderSearch { state, order_type, account, text, currency, .. } = search;
        let is_any = account.is_empty();
        let mut condition = if is_any { "merchant_id = ?" } else { OF_ACCOUNT }.to_owned();
        let mut parameters = vec![self.id.0.into()];
        if !is_any {
            let sides = [account.clone().into(), self.id.0.into()];
            parameters.extend([sides.clone(), sides].concat());
        }
        for (wish, also) in [
            (state, "state = ?"),
            (order_type, "type = ?"),
            (currency, "(origin_currency = ? OR destination_currency = ?)"),
            (text, CONTAINS),
        ] {
            if !wish.is_empty() {
                condition.push_str(" AND ");
                condition.push_str(also);
                parameters.extend(also.matches('?').map(|_| wish.clone().into()));
            }
        }
        let amount = search.amount.map(Amount::minor);
        for (wish, also) in [
            (amount, "(origin_amount = ? OR destination_amount = ?)"),
            (search.from.map(Moment::millis), "created_at >= ?"),
            (search.until.map(Moment::millis), "created_at < ?"),
        ] {
            let Some(wish) = wish else { continue };
            condition.push_str(" AND ");
            condition.push_str(also);
            parameters.extend(also.matches('?').map(|_| wish.into()));
        }
        let (table, columns) = ("orders o", ORDER_COLUMNS);
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
