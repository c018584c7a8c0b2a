//! Writing the past of the demo merchant: each step happens at an earlier moment.

use super::past_deliveries;
use crate::domain::clock::{Moment, Span};
use crate::domain::id::MerchantId;
use crate::operations;
use crate::store::{Result, Scope, Tx};

/// Age from which deliveries have met a working endpoint; newer ones find no endpoint and are
/// retried.
const WORKED_UNTIL: Span = Span::seconds(12 * 3600);

/// The merchant whose past is written, and the current time.
pub(super) struct History<'a> {
    pub(super) tx: &'a Tx<'a>,
    pub(super) merchant: MerchantId,
    pub(super) now: Moment,
    pub(super) portal_url: &'a str,
}

impl History<'_> {
    /// Runs `work` for the merchant at the time that lies `before` the current one, and delivers
    /// its events.
    pub(super) fn at<T>(
        &self,
        before: Span,
        work: impl FnOnce(&Scope<'_>) -> Result<T>,
    ) -> Result<T> {
        self.at_all(before, |tx| work(&tx.merchant(self.merchant)?))
    }

    /// Expires the sessions that were due by then, such as the one of the invited person.
    pub(super) fn expire_sessions(&self, before: Span) -> Result<()> {
        self.at_all(before, operations::kyc::expire_sessions)
    }

    fn at_all<T>(&self, before: Span, work: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        let then = ago(self.now, before);
        let done = self.tx.at(then, work)?;
        if before > WORKED_UNTIL {
            past_deliveries::deliver(self.tx, self.merchant, then)?;
        }
        Ok(done)
    }
}

/// A length of this many hours.
pub(super) const fn hours(count: i64) -> Span {
    Span::seconds(count * 3600)
}

/// The moment that lies `span` before `now`.
pub(super) fn ago(now: Moment, span: Span) -> Moment {
    now.plus(Span::millis(-span.as_millis()))
}

/// The time `minutes` after the one that lies `before` the current one, in the same form.
pub(super) fn later(before: Span, minutes: i64) -> Span {
    before.plus(Span::seconds(-60 * minutes))
}
