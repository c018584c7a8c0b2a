//! Rows of orders.

use rusqlite::{OptionalExtension, Row, params};

use super::error::Result;
use super::page::Listing;
use super::sql::Json;
use super::transaction::Scope;
use crate::domain::account::Account;
use crate::domain::failure::Failure;
use crate::domain::fee::Fee;
use crate::domain::fx::Fx;
use crate::domain::id::Id;
use crate::domain::money::Money;
use crate::domain::order::{Order, OrderType, Party};
use crate::domain::otp::Otp;
use crate::domain::refusal::Refusal;
use crate::listing::{Direction, ListPage, OrderQuery};

/// The columns that [`order_of`] reads, by position.
pub(super) const ORDER_COLUMNS: &str = "o.id, o.state, o.origin_currency, o.origin_amount, \
     o.destination_currency, o.destination_amount, o.fee_currency, o.fee_system, \
     o.fee_merchant, o.fx_pair, o.fx_rate, o.fx_at, o.reference, o.debit_account, \
     o.debit_user, o.credit_account, o.credit_user, o.parts, o.created_at, o.updated_at, \
     o.otp_expires_at, o.otp_failures, o.failure_code, o.failure_reason";

/// Reads an order from a row of [`ORDER_COLUMNS`].
pub(super) fn order_of(row: &Row<'_>) -> rusqlite::Result<Order> {
    let fx = match row.get(9)? {
        Some(pair) => Some(Fx { pair, rate: row.get(10)?, at: row.get(11)? }),
        None => None,
    };
    let otp = match row.get(20)? {
        Some(expires_at) => Some(Otp { expires_at, failures: row.get(21)? }),
        None => None,
    };
    let failure = match row.get(22)? {
        Some(code) => Some(Failure { code, reason: row.get(23)? }),
        None => None,
    };
    Ok(Order {
        id: row.get(0)?,
        state: row.get(1)?,
        origin: Money::new(row.get(2)?, row.get(3)?),
        destination: Money::new(row.get(4)?, row.get(5)?),
        fee: Fee { currency: row.get(6)?, system: row.get(7)?, merchant: row.get(8)? },
        fx,
        reference: row.get(12)?,
        debit: party_of(row, 13)?,
        credit: party_of(row, 15)?,
        details: row.get::<_, Json<_>>(17)?.0,
        otp,
        failure,
        created_at: row.get(18)?,
        updated_at: row.get(19)?,
    })
}

fn party_of(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Party>> {
    match row.get(column)? {
        Some(account) => Ok(Some(Party { account, user: row.get(column + 1)? })),
        None => Ok(None),
    }
}

impl Scope<'_> {
    /// Inserts an order.
    pub(crate) fn insert_order(&self, order: &Order) -> Result<()> {
        let insert = "INSERT INTO orders (id, merchant_id, type, state, origin_currency, \
             origin_amount, destination_currency, destination_amount, fee_currency, fee_system, \
             fee_merchant, fx_pair, fx_rate, fx_at, reference, debit_account, debit_user, \
             credit_account, credit_user, parts, created_at, updated_at, otp_expires_at) VALUES \
             (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, \
             ?19, ?20, ?21, ?22, ?23)";
        self.conn().prepare_cached(insert)?.execute(params![
            order.id,
            self.id,
            order.order_type(),
            order.state,
            order.origin.currency,
            order.origin.amount,
            order.destination.currency,
            order.destination.amount,
            order.fee.currency,
            order.fee.system,
            order.fee.merchant,
            order.fx.map(|fx| fx.pair),
            order.fx.map(|fx| fx.rate),
            order.fx.map(|fx| fx.at),
            order.reference,
            order.debit.map(|party| party.account),
            order.debit.map(|party| party.user),
            order.credit.map(|party| party.account),
            order.credit.map(|party| party.user),
            Json(&order.details),
            order.created_at,
            order.updated_at,
            order.otp.map(|otp| otp.expires_at),
        ])?;
        Ok(())
    }

    /// Saves the state of an order, the one-time password that it waits for, and the reason for which it failed.
    pub(crate) fn save_state(&self, order: &Order) -> Result<()> {
        let update = "UPDATE orders SET state = ?3, updated_at = ?4, otp_expires_at = ?5, \
             otp_failures = ?6, failure_code = ?7, failure_reason = ?8 WHERE id = ?1 AND merchant_id = ?2";
        let (expires_at, failures) =
            order.otp.map_or((None, 0), |otp| (Some(otp.expires_at), otp.failures));
        let row = params![
            order.id,
            self.id,
            order.state,
            order.updated_at,
            expires_at,
            failures,
            order.failure.as_ref().map(|failure| &failure.code),
            order.failure.as_ref().map(|failure| &failure.reason),
        ];
        self.conn().prepare_cached(update)?.execute(row)?;
        Ok(())
    }

    /// Saves the details of an order.
    pub(crate) fn save_details(&self, order: &Order) -> Result<()> {
        let update = "UPDATE orders SET parts = ?3 WHERE id = ?1 AND merchant_id = ?2";
        let row = params![order.id, self.id, Json(&order.details)];
        self.conn().prepare_cached(update)?.execute(row)?;
        Ok(())
    }

    /// The order with that id.
    pub(crate) fn order(&self, id: Id<Order>) -> Result<Order> {
        let select =
            format!("SELECT {ORDER_COLUMNS} FROM orders o WHERE id = ?1 AND merchant_id = ?2");
        let found = self.conn().prepare_cached(&select)?.query_row(params![id, self.id], order_of);
        Ok(found.optional()?.ok_or(Refusal::NotFound("order"))?)
    }

    /// The order with that id, if it has that type (PIN-2).
    pub(crate) fn order_of_type(&self, id: Id<Order>, order_type: OrderType) -> Result<Order> {
        let order = self.order(id)?;
        let own = (order.order_type() == order_type).then_some(order);
        Ok(own.ok_or(Refusal::NotFound("order"))?)
    }

    /// The orders of the merchant, or of one of its accounts.
    pub(crate) fn orders(
        &self,
        account: Option<Id<Account>>,
        query: &OrderQuery,
    ) -> Result<ListPage<Order>> {
        let mut listing = Listing {
            table: "orders o",
            columns: ORDER_COLUMNS,
            condition: "merchant_id = ?".to_owned(),
            parameters: vec![self.id.0.into()],
            newest_first: query.newest_first,
        };
        if let Some(account) = account {
            let (condition, times) = match query.direction {
                None => (" AND (debit_account = ? OR credit_account = ?)", 2),
                Some(Direction::Out) => (" AND debit_account = ?", 1),
                Some(Direction::In) => (" AND credit_account = ?", 1),
            };
            listing.condition.push_str(condition);
            listing.parameters.extend((0..times).map(|_| account.to_string().into()));
        }
        listing.filter(&query.filters);
        listing.page(self.conn(), query.page, order_of)
    }
}
