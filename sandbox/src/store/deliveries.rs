//! Rows of deliveries and of their attempts.

use rusqlite::{OptionalExtension, Row, params};

use super::error::Result;
use super::page::Listing;
use super::signals::Pending;
use super::transaction::{Scope, Tx};
use crate::domain::clock::{Moment, Span};
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::listing::{DeliveryField, Filter, ListPage, PageRequest};

/// The request of an attempt. It holds a secret, so it has no `Debug`.
pub(crate) struct AttemptPlan {
    /// Number of the attempt, from 1.
    pub(crate) number: i64,
    /// The address of the endpoint.
    pub(crate) url: String,
    /// The webhook secret.
    pub(crate) secret: String,
    /// The body.
    pub(crate) body: String,
}

/// The result of an attempt.
#[derive(Debug, Clone)]
pub(crate) struct AttemptReport {
    /// Number of the attempt, from 1.
    pub(crate) number: i64,
    /// Time at which it started.
    pub(crate) started_at: Moment,
    /// The status of the answer, if there was one.
    pub(crate) status: Option<u16>,
    /// The reason why there was no answer.
    pub(crate) error: Option<String>,
    /// The signature that was sent.
    pub(crate) signature: String,
}

/// The step of a delivery that follows an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NextStep {
    /// The delivery has succeeded.
    Delivered,
    /// The delivery has failed; there is no further attempt.
    Failed,
    /// The next attempt is made at that time.
    RetryAt(Moment),
}

/// An event on its way to an endpoint.
#[derive(Debug, Clone)]
pub(crate) struct Delivery {
    /// Its identifier.
    pub(crate) id: Id<Delivery>,
    /// The event.
    pub(crate) event_id: String,
    /// The type of the event.
    pub(crate) event_type: String,
    /// The resource that the event is about.
    pub(crate) resource_id: String,
    /// The address of the endpoint.
    pub(crate) url: String,
    /// `PENDING`, `DELIVERED` or `FAILED`.
    pub(crate) state: String,
    /// Time of the next attempt.
    pub(crate) next_attempt_at: Option<Moment>,
    /// Time at which it was queued.
    pub(crate) created_at: Moment,
    /// The body that is signed and sent.
    pub(crate) body: String,
    /// The attempts, in order.
    pub(crate) attempts: Vec<Attempted>,
    seq: i64,
}

/// An attempt that has ended.
#[derive(Debug, Clone)]
pub(crate) struct Attempted {
    /// Its result.
    pub(crate) report: AttemptReport,
    /// Time at which it ended.
    pub(crate) finished_at: Moment,
    /// The first bytes of the answer's body; none if it was empty.
    pub(crate) response_body: Option<String>,
}

/// A delivery in a list.
#[derive(Debug, Clone)]
pub(crate) struct DeliveryLine {
    /// Its identifier.
    pub(crate) id: Id<Delivery>,
    /// The type of the event.
    pub(crate) event_type: String,
    /// The resource that the event is about.
    pub(crate) resource_id: String,
    /// The address of the endpoint.
    pub(crate) url: String,
    /// `PENDING`, `DELIVERED` or `FAILED`.
    pub(crate) state: String,
    /// Time of the next attempt.
    pub(crate) next_attempt_at: Option<Moment>,
    /// Time at which it was queued.
    pub(crate) created_at: Moment,
    /// Number of attempts.
    pub(crate) attempts: i64,
    /// The status of the answer to the last attempt, if there was one.
    pub(crate) status: Option<u16>,
    /// The reason why the last attempt had no answer.
    pub(crate) error: Option<String>,
}

const COLUMNS: &str = "id, event_id, event_type, resource_id, url, state, next_attempt_at, \
     created_at, seq, (SELECT body FROM events WHERE events.id = event_id)";

fn delivery_of(row: &Row<'_>) -> rusqlite::Result<Delivery> {
    Ok(Delivery {
        id: row.get(0)?,
        event_id: row.get(1)?,
        event_type: row.get(2)?,
        resource_id: row.get(3)?,
        url: row.get(4)?,
        state: row.get(5)?,
        next_attempt_at: row.get(6)?,
        created_at: row.get(7)?,
        seq: row.get(8)?,
        body: row.get(9)?,
        attempts: vec![],
    })
}

const LINE_COLUMNS: &str = "id, event_type, resource_id, url, state, next_attempt_at, created_at, \
     (SELECT count(*) FROM attempts WHERE delivery_seq = seq), \
     (SELECT status FROM attempts WHERE delivery_seq = seq ORDER BY number DESC LIMIT 1), \
     (SELECT error FROM attempts WHERE delivery_seq = seq ORDER BY number DESC LIMIT 1)";

fn line_of(row: &Row<'_>) -> rusqlite::Result<DeliveryLine> {
    Ok(DeliveryLine {
        id: row.get(0)?,
        event_type: row.get(1)?,
        resource_id: row.get(2)?,
        url: row.get(3)?,
        state: row.get(4)?,
        next_attempt_at: row.get(5)?,
        created_at: row.get(6)?,
        attempts: row.get(7)?,
        status: row.get(8)?,
        error: row.get(9)?,
    })
}

impl Tx<'_> {
    /// The deliveries that wait for an attempt, in order.
    pub(crate) fn pending_deliveries(&self) -> Result<Vec<Pending>> {
        let select = "SELECT seq, merchant_id, resource_id, next_attempt_at, \
             EXISTS (SELECT 1 FROM attempts WHERE delivery_seq = seq) \
             FROM deliveries WHERE state = 'PENDING' ORDER BY seq";
        let mut statement = self.conn.prepare_cached(select)?;
        let rows = statement.query_map([], |row| {
            let (seq, merchant, resource) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(Pending { seq, merchant, resource, due: row.get(3)?, is_retry: row.get(4)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// Tells if a delivery of any merchant ended longer ago than `kept`, on the merchant's clock.
    pub(crate) fn has_old_deliveries(&self, kept: Span) -> Result<bool> {
        let select = "SELECT EXISTS (SELECT 1 FROM merchants m JOIN deliveries d \
             ON d.merchant_id = m.id WHERE d.ended_at < ?1 + m.clock_offset)";
        let ended_before = self.real_now.millis() - kept.as_millis();
        Ok(self.conn.prepare_cached(select)?.query_row([ended_before], |row| row.get(0))?)
    }

    /// Deletes deliveries that ended longer ago than `kept`, with their attempts and with events that
    /// have no delivery left; at most `most` deliveries, so that others do not wait long.
    pub(crate) fn delete_old_deliveries(&self, kept: Span, most: u32) -> Result<()> {
        let select = "SELECT d.seq, d.event_id FROM merchants m JOIN deliveries d \
             ON d.merchant_id = m.id WHERE d.ended_at < ?1 + m.clock_offset LIMIT ?2";
        let ended_before = self.real_now.millis() - kept.as_millis();
        let mut statement = self.conn.prepare_cached(select)?;
        let old = statement.query_map(params![ended_before, most], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
        for (seq, event) in old.collect::<rusqlite::Result<Vec<_>>>()? {
            let attempts = "DELETE FROM attempts WHERE delivery_seq = ?1";
            self.conn.prepare_cached(attempts)?.execute([seq])?;
            self.conn.prepare_cached("DELETE FROM deliveries WHERE seq = ?1")?.execute([seq])?;
            let events = "DELETE FROM events WHERE id = ?1 \
                 AND NOT EXISTS (SELECT 1 FROM deliveries WHERE event_id = ?1)";
            self.conn.prepare_cached(events)?.execute([event])?;
        }
        Ok(())
    }
}

impl Scope<'_> {
    /// The request of the next attempt; none if the delivery no longer waits for one.
    pub(crate) fn plan_attempt(&self, seq: i64) -> Result<Option<AttemptPlan>> {
        let select = "SELECT d.url, m.webhook_secret, e.body, \
             (SELECT count(*) FROM attempts WHERE delivery_seq = d.seq) \
             FROM deliveries d JOIN events e ON e.id = d.event_id \
             JOIN merchants m ON m.id = d.merchant_id \
             WHERE d.seq = ?1 AND d.merchant_id = ?2 AND d.state = 'PENDING'";
        let plan = self.conn().prepare_cached(select)?.query_row(params![seq, self.id], |row| {
            let (url, secret, body) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let number = row.get::<_, i64>(3)? + 1;
            Ok(AttemptPlan { number, url, secret, body })
        });
        Ok(plan.optional()?)
    }

    /// Records an attempt that ends now, and the step that follows it.
    pub(crate) fn record_attempt(
        &self,
        seq: i64,
        report: &AttemptReport,
        next: NextStep,
    ) -> Result<()> {
        let insert = "INSERT INTO attempts (delivery_seq, number, started_at, finished_at, \
             status, error, signature) SELECT seq, ?2, ?3, ?4, ?5, ?6, ?7 FROM deliveries \
             WHERE seq = ?1 AND merchant_id = ?8";
        self.conn().prepare_cached(insert)?.execute(params![
            seq,
            report.number,
            report.started_at,
            self.now,
            report.status,
            report.error,
            report.signature,
            self.id,
        ])?;
        let (state, retry_at, ended_at) = match next {
            NextStep::Delivered => ("DELIVERED", None, Some(self.now)),
            NextStep::Failed => ("FAILED", None, Some(self.now)),
            NextStep::RetryAt(at) => ("PENDING", Some(at), None),
        };
        let update = "UPDATE deliveries SET state = ?3, next_attempt_at = ?4, ended_at = ?5 \
             WHERE seq = ?1 AND merchant_id = ?2 AND state = 'PENDING'";
        let row = params![seq, self.id, state, retry_at, ended_at];
        self.conn().prepare_cached(update)?.execute(row)?;
        Ok(())
    }

    /// Saves the body of the answer to an attempt.
    pub(crate) fn keep_response(&self, seq: i64, number: i64, body: &str) -> Result<()> {
        let update = "UPDATE attempts SET response_body = ?3 WHERE delivery_seq = \
             (SELECT seq FROM deliveries WHERE seq = ?1 AND merchant_id = ?4) AND number = ?2";
        self.conn().prepare_cached(update)?.execute(params![seq, number, body, self.id])?;
        Ok(())
    }

    /// The delivery with that id.
    pub(crate) fn delivery(&self, id: Id<Delivery>) -> Result<Delivery> {
        let select = format!("SELECT {COLUMNS} FROM deliveries WHERE id = ?1 AND merchant_id = ?2");
        let found = self
            .conn()
            .prepare_cached(&select)?
            .query_row(params![id, self.id], delivery_of)
            .optional()?;
        let mut delivery = found.ok_or(Refusal::NotFound("delivery"))?;
        delivery.attempts = self.attempts(delivery.seq)?;
        Ok(delivery)
    }

    /// The deliveries that match every filter, oldest first.
    pub(crate) fn deliveries(
        &self,
        filters: &[Filter<DeliveryField>],
        request: PageRequest,
    ) -> Result<ListPage<Delivery>> {
        let mut listing = Listing {
            table: "deliveries",
            columns: COLUMNS,
            condition: "merchant_id = ?".to_owned(),
            parameters: vec![self.id.0.into()],
            newest_first: false,
        };
        listing.filter(filters);
        let mut page = listing.page(self.conn(), request, delivery_of)?;
        for delivery in &mut page.items {
            delivery.attempts = self.attempts(delivery.seq)?;
        }
        Ok(page)
    }

    /// The deliveries that match every filter, newest first, without bodies.
    pub(crate) fn delivery_lines(
        &self,
        filters: &[Filter<DeliveryField>],
        request: PageRequest,
    ) -> Result<ListPage<DeliveryLine>> {
        let mut listing = Listing {
            table: "deliveries",
            columns: LINE_COLUMNS,
            condition: "merchant_id = ?".to_owned(),
            parameters: vec![self.id.0.into()],
            newest_first: true,
        };
        listing.filter(filters);
        listing.page(self.conn(), request, line_of)
    }

    fn attempts(&self, seq: i64) -> Result<Vec<Attempted>> {
        let select = "SELECT number, started_at, status, error, signature, finished_at, \
             response_body FROM attempts JOIN deliveries ON seq = delivery_seq \
             WHERE seq = ?1 AND merchant_id = ?2 ORDER BY number";
        let mut statement = self.conn().prepare_cached(select)?;
        let rows = statement.query_map(params![seq, self.id], |row| {
            let (number, started_at) = (row.get(0)?, row.get(1)?);
            let (status, error, signature) = (row.get(2)?, row.get(3)?, row.get(4)?);
            let report = AttemptReport { number, started_at, status, error, signature };
            Ok(Attempted { report, finished_at: row.get(5)?, response_body: row.get(6)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
