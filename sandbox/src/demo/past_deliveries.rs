//! Deliveries of the past, answered by an endpoint that exists only in this code.

use crate::domain::clock::{Moment, Span};
use crate::domain::id::MerchantId;
use crate::store::{AttemptReport, NextStep, Result, Tx};
use crate::webhooks::sign;

const RETRY: Span = Span::seconds(10);

/// A status and the body of an answer.
type PastReply = (u16, &'static str);

const TAKEN: PastReply = (200, r#"{"received":true}"#);
const DOWN: PastReply = (503, "<html><body><h1>503 Service Unavailable</h1></body></html>");
const REFUSED: PastReply = (400, r#"{"error":"unknown event type"}"#);

/// Answers all deliveries that are pending at the moment `then`.
pub(super) fn deliver(tx: &Tx<'_>, merchant: MerchantId, then: Moment) -> Result<()> {
    for pending in tx.pending_deliveries()? {
        let replies: &[PastReply] = match pending.seq % 23 {
            7 => &[DOWN, TAKEN],
            13 => &[DOWN, DOWN, TAKEN],
            19 => &[REFUSED],
            _ => &[TAKEN],
        };
        for (index, reply) in replies.iter().enumerate() {
            let is_last = index + 1 == replies.len();
            let retries = i64::try_from(index).unwrap_or_default();
            let start = then.plus(Span::millis(40 + retries * RETRY.as_millis()));
            attempt(tx, (merchant, pending.seq), start, (*reply, is_last))?;
        }
    }
    Ok(())
}

fn attempt(
    tx: &Tx<'_>,
    (merchant, seq): (MerchantId, i64),
    start: Moment,
    ((status, said), is_last): (PastReply, bool),
) -> Result<()> {
    let plan = tx.at(start, |tx| tx.merchant(merchant)?.plan_attempt(seq))?;
    let Some(plan) = plan else { return Ok(()) };
    let report = AttemptReport {
        number: plan.number,
        started_at: start,
        status: Some(status),
        error: None,
        signature: sign(plan.secret.as_bytes(), plan.body.as_bytes()),
    };
    let end = start.plus(Span::millis(60 + seq % 90));
    let next = match status {
        200 => NextStep::Delivered,
        _ if is_last => NextStep::Failed,
        _ => NextStep::RetryAt(end.plus(RETRY)),
    };
    tx.at(end, |tx| {
        let scope = tx.merchant(merchant)?;
        scope.record_attempt(seq, &report, next)?;
        scope.keep_response(seq, report.number, said)
    })
}
