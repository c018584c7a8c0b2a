//! Sums and counts over a merchant's data, for the overview in the Portal.

use rusqlite::{Row, params};

use super::error::Result;
use super::transaction::Scope;
use crate::domain::clock::Moment;
use crate::domain::money::{Amount, Currency};
use crate::domain::order::OrderState;

/// Amounts are summed in two parts, so that no number of accounts overflows a sum.
const PART: i64 = 1_000_000;
/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// Sums over accounts of one currency; an amount is none if it is out of range.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Total {
    /// True for the merchant's own accounts, false for accounts of users.
    pub(crate) is_own: bool,
    /// The currency.
    pub(crate) currency: Currency,
    /// Number of accounts.
    pub(crate) accounts: i64,
    /// Sum of balances, with reserved amounts.
    pub(crate) balance: Option<Amount>,
    /// Sum of `pendingIn`.
    pub(crate) pending_in: Option<Amount>,
    /// Sum of `pendingOut`.
    pub(crate) pending_out: Option<Amount>,
}

/// Number of orders of one day in one state.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DayCount {
    /// The day; 0 is the first day of the list.
    pub(crate) day: i64,
    /// Their current state.
    pub(crate) state: OrderState,
    /// Number of orders.
    pub(crate) orders: i64,
}

/// Counts of deliveries that do not arrive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Troubles {
    /// Deliveries that have failed.
    pub(crate) failed: i64,
    /// Deliveries that wait for a retry.
    pub(crate) retrying: i64,
}

/// The first steps that a merchant has taken.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is one step")]
pub(crate) struct Beginnings {
    /// It has a valid API key.
    pub(crate) key: bool,
    /// It has a webhook endpoint.
    pub(crate) webhook: bool,
    /// It has a user.
    pub(crate) user: bool,
    /// It has an account of a user.
    pub(crate) account: bool,
    /// It has a verified person (KYC-2).
    pub(crate) verified: bool,
    /// It has an order.
    pub(crate) order: bool,
    /// It has a payout.
    pub(crate) payout: bool,
}

fn sum_of(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Amount>> {
    let (parts, rest): (i64, i64) = (row.get(column)?, row.get(column + 1)?);
    let sum = parts.checked_mul(PART).and_then(|sum| sum.checked_add(rest));
    Ok(sum.and_then(Amount::from_minor))
}

impl Scope<'_> {
    /// Sums by currency: accounts of users first, then the merchant's own.
    pub(crate) fn totals(&self) -> Result<Vec<Total>> {
        let sums = ["balance", "pending_in", "pending_out"]
            .map(|column| format!("sum({column} / {PART}), sum({column} % {PART})"));
        let select = format!(
            "SELECT purpose IS NOT NULL AS is_own, currency, count(*), {} FROM accounts \
             WHERE merchant_id = ?1 GROUP BY is_own, currency ORDER BY is_own, currency",
            sums.join(", ")
        );
        let mut statement = self.conn().prepare_cached(&select)?;
        let rows = statement.query_map([self.id], |row| {
            let (is_own, currency, accounts) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let (balance, pending_in) = (sum_of(row, 3)?, sum_of(row, 5)?);
            let pending_out = sum_of(row, 7)?;
            Ok(Total { is_own, currency, accounts, balance, pending_in, pending_out })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The start of the first of the last `days` days, and counts of the orders by day and state.
    pub(crate) fn orders_by_day(&self, days: i64) -> Result<(Moment, Vec<DayCount>)> {
        let end = self.now.millis().div_euclid(DAY) + 1;
        let first = end - days;
        // This expression is the one of the index, which has the days in order.
        let select = format!(
            "SELECT created_at / {DAY} AS day, state, count(*) FROM orders \
             WHERE merchant_id = ?1 AND day >= ?2 AND day < ?3 GROUP BY day, state"
        );
        let mut statement = self.conn().prepare_cached(&select)?;
        let rows = statement.query_map(params![self.id, first, end], |row| {
            let day = row.get::<_, i64>(0)? - first;
            Ok(DayCount { day, state: row.get(1)?, orders: row.get(2)? })
        })?;
        let first = Moment::from_millis(first * DAY);
        Ok((first, rows.collect::<rusqlite::Result<_>>()?))
    }

    /// Counts of deliveries that do not arrive.
    pub(crate) fn delivery_troubles(&self) -> Result<Troubles> {
        // A delivery that waits for a retry is due later than it was queued.
        let select = "SELECT (SELECT count(*) FROM deliveries \
             WHERE merchant_id = ?1 AND state = 'FAILED'), (SELECT count(*) FROM deliveries \
             WHERE merchant_id = ?1 AND state = 'PENDING' AND next_attempt_at > created_at)";
        let troubles = self.conn().prepare_cached(select)?.query_row([self.id], |row| {
            Ok(Troubles { failed: row.get(0)?, retrying: row.get(1)? })
        });
        Ok(troubles?)
    }

    /// The first steps that the merchant has taken.
    pub(crate) fn beginnings(&self) -> Result<Beginnings> {
        let select = "SELECT \
             EXISTS (SELECT 1 FROM api_keys WHERE merchant_id = ?1 AND revoked_at IS NULL), \
             EXISTS (SELECT 1 FROM endpoints WHERE merchant_id = ?1), \
             EXISTS (SELECT 1 FROM users WHERE merchant_id = ?1), \
             EXISTS (SELECT 1 FROM accounts WHERE merchant_id = ?1 AND purpose IS NULL), \
             EXISTS (SELECT 1 FROM orders WHERE merchant_id = ?1), \
             EXISTS (SELECT 1 FROM users WHERE merchant_id = ?1 AND level = 'REGULAR'), \
             EXISTS (SELECT 1 FROM orders WHERE merchant_id = ?1 \
             AND type IN ('BANK_PAY_OUT', 'CRYPTO_PAY_OUT'))";
        let found = self.conn().prepare_cached(select)?.query_row([self.id], |row| {
            let (key, webhook, user) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let (account, order) = (row.get(3)?, row.get(4)?);
            let (verified, payout) = (row.get(5)?, row.get(6)?);
            Ok(Beginnings { key, webhook, user, account, verified, order, payout })
        });
        Ok(found?)
    }
}
