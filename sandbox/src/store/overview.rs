//! What the whole of a merchant's books comes to, for people who look at it.

use rusqlite::{Row, params};

use super::{Result, Scope};
use crate::domain::clock::Moment;
use crate::domain::money::{Amount, Currency};
use crate::domain::order::OrderState;

/// Sums are made of two parts, so that no number of full accounts is too many.
const PART: i64 = 1_000_000;
/// How many milliseconds a day has.
const DAY: i64 = 86_400_000;

/// What some of the accounts hold together; an amount is none where it cannot be written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Total {
    /// Whether they are the merchant's own.
    pub(crate) is_own: bool,
    /// What they hold.
    pub(crate) currency: Currency,
    /// How many there are.
    pub(crate) accounts: i64,
    /// What they hold, reserved money included.
    pub(crate) balance: Option<Amount>,
    /// Detected but not settled.
    pub(crate) pending_in: Option<Amount>,
    /// Reserved for what is going out.
    pub(crate) pending_out: Option<Amount>,
}

/// How many orders of one day are in one state.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DayCount {
    /// The day, counted from 0 in the list's first.
    pub(crate) day: i64,
    /// The state they are in now.
    pub(crate) state: OrderState,
    /// How many were made.
    pub(crate) orders: i64,
}

/// Deliveries that somebody should look at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Troubles {
    /// They were given up.
    pub(crate) failed: i64,
    /// They were tried in vain and will be tried again.
    pub(crate) retrying: i64,
}

/// What a merchant has begun with.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is one step")]
pub(crate) struct Beginnings {
    /// A key that is valid.
    pub(crate) key: bool,
    /// A webhook.
    pub(crate) webhook: bool,
    /// A user.
    pub(crate) user: bool,
    /// An account of a user.
    pub(crate) account: bool,
    /// An order.
    pub(crate) order: bool,
}

fn sum_of(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Amount>> {
    let (parts, rest): (i64, i64) = (row.get(column)?, row.get(column + 1)?);
    let sum = parts.checked_mul(PART).and_then(|sum| sum.checked_add(rest));
    Ok(sum.and_then(Amount::from_minor))
}

impl Scope<'_> {
    /// What the accounts hold by currency, users' accounts and then the merchant's own.
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

    /// The first of the last `days` days; how many orders each of them made, by where they stand.
    pub(crate) fn orders_by_day(&self, days: i64) -> Result<(Moment, Vec<DayCount>)> {
        let end = self.now.millis().div_euclid(DAY) + 1;
        let first = end - days;
        // The expression of the index, which has the days in order.
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

    /// How many deliveries do not arrive.
    pub(crate) fn delivery_troubles(&self) -> Result<Troubles> {
        // What was tried in vain is due later than when it was queued.
        let select = "SELECT (SELECT count(*) FROM deliveries \
             WHERE merchant_id = ?1 AND state = 'FAILED'), (SELECT count(*) FROM deliveries \
             WHERE merchant_id = ?1 AND state = 'PENDING' AND next_attempt_at > created_at)";
        let troubles = self.conn().prepare_cached(select)?.query_row([self.id], |row| {
            Ok(Troubles { failed: row.get(0)?, retrying: row.get(1)? })
        });
        Ok(troubles?)
    }

    /// What there is already.
    pub(crate) fn beginnings(&self) -> Result<Beginnings> {
        let select = "SELECT \
             EXISTS (SELECT 1 FROM api_keys WHERE merchant_id = ?1 AND revoked_at IS NULL), \
             EXISTS (SELECT 1 FROM endpoints WHERE merchant_id = ?1), \
             EXISTS (SELECT 1 FROM users WHERE merchant_id = ?1), \
             EXISTS (SELECT 1 FROM accounts WHERE merchant_id = ?1 AND purpose IS NULL), \
             EXISTS (SELECT 1 FROM orders WHERE merchant_id = ?1)";
        let found = self.conn().prepare_cached(select)?.query_row([self.id], |row| {
            let (key, webhook, user) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(Beginnings { key, webhook, user, account: row.get(3)?, order: row.get(4)? })
        });
        Ok(found?)
    }
}
