//! The time that a merchant's clock skips when it is moved, and the attempts that are due in it.

use std::time::Duration;

use super::retry::{TIME_LIMIT, TIMED_OUT};
use crate::domain::clock::{Moment, Span};
use crate::store::AttemptReport;

/// The timeout of an attempt in skipped time, in real time. Eight attempts without an answer end
/// within the default limit of a drain.
pub(super) const LATE_TIME_LIMIT: Span = Span::millis(500);

/// A part of a merchant's time that passed at once.
#[derive(Debug, Clone, Copy)]
pub(super) struct SkippedTime {
    /// The time that the clock showed before.
    pub(super) from: Moment,
    /// The time that it showed afterwards.
    pub(super) to: Moment,
}

impl SkippedTime {
    /// True if an attempt with this due time is made at a time that was skipped.
    pub(super) fn has(self, due: Moment) -> bool {
        due <= self.to
    }

    /// The time at which an attempt with this due time starts.
    pub(super) fn start_of(self, due: Moment) -> Moment {
        due.max(self.from)
    }
}

/// The start of one attempt, and the rules for its end (HOOK-3).
#[derive(Debug, Clone, Copy)]
pub(super) struct Timing {
    /// The time on the merchant's clock at which it starts; in the past if that time was skipped.
    pub(super) started_at: Moment,
    /// The time that the merchant's clock shows in fact.
    now: Moment,
}

impl Timing {
    /// An attempt that starts now.
    pub(super) fn new(started_at: Moment, now: Moment) -> Self {
        Self { started_at, now }
    }

    /// The time on the merchant's clock at which the attempt times out.
    pub(super) fn deadline(self) -> Moment {
        self.started_at.plus(TIME_LIMIT)
    }

    /// The timeout in real time of an attempt whose deadline is over when it starts.
    pub(super) fn late_limit(self) -> Option<Duration> {
        (self.now >= self.deadline()).then(|| LATE_TIME_LIMIT.to_std())
    }

    /// Marks the attempt as timed out by the merchant's clock, which may have moved meanwhile, and
    /// returns the time at which it ended.
    pub(super) fn judge(self, report: &mut AttemptReport, now: Moment) -> Moment {
        if self.late_limit().is_none() && now >= self.deadline() {
            report.status = None;
            report.error = Some(TIMED_OUT.to_owned());
        }
        if report.error.as_deref() == Some(TIMED_OUT) {
            return self.deadline();
        }
        self.started_at.plus(now.since(self.now)).min(self.deadline())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Moment = Moment::from_millis(5);

    fn report(status: Option<u16>, error: Option<&str>) -> AttemptReport {
        let (number, signature, error) = (1, String::new(), error.map(str::to_owned));
        AttemptReport { number, started_at: START, status, error, signature }
    }

    #[test]
    fn an_attempt_recorded_after_a_minute_has_timed_out_with_any_answer() {
        let timing = Timing::new(START, START);
        for (status, error) in [(Some(200), None), (Some(400), None), (None, Some("refused"))] {
            let mut in_time = report(status, error);
            let end = START.plus(Span::millis(59_999));
            assert_eq!(timing.judge(&mut in_time, end), end);
            assert_eq!((in_time.status, in_time.error.as_deref()), (status, error));
            let mut late = report(status, error);
            let end = timing.judge(&mut late, START.plus(Span::days(2)));
            assert_eq!(end, START.plus(TIME_LIMIT));
            assert_eq!((late.status, late.error.as_deref()), (None, Some(TIMED_OUT)));
        }
    }

    #[test]
    fn an_attempt_in_skipped_time_takes_as_long_as_its_answer() {
        let now = START.plus(Span::days(2));
        let timing = Timing::new(START, now);
        assert_eq!(timing.late_limit(), Some(LATE_TIME_LIMIT.to_std()));
        let mut answered = report(Some(503), None);
        let took = Span::millis(7);
        assert_eq!(timing.judge(&mut answered, now.plus(took)), START.plus(took));
        assert_eq!(answered.status, Some(503));
        let mut silent = report(None, Some(TIMED_OUT));
        assert_eq!(timing.judge(&mut silent, now.plus(LATE_TIME_LIMIT)), timing.deadline());
        assert_eq!(Timing::new(START, START.plus(Span::seconds(59))).late_limit(), None);
    }
}
