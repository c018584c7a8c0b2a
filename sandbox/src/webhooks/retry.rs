//! The result of an attempt: delivered, failed, or due for a retry (HOOK-3, HOOK-8, HOOK-9).

use crate::domain::clock::{Moment, Span};
use crate::store::NextStep;

/// The timeout of an attempt (HOOK-3).
pub(super) const TIME_LIMIT: Span = Span::seconds(60);
/// The recorded error of an attempt that timed out.
pub(super) const TIMED_OUT: &str = "no answer within 60 seconds";
/// The number of attempts of one delivery, the first one included (HOOK-9).
const ATTEMPTS: i64 = 8;
/// The delay before the second attempt, the shortest of all (HOOK-9).
pub(super) const FIRST_DELAY: Span = Span::seconds(10);

/// The step after attempt `number`, which ended at `now` with this status or without an answer: a
/// 2xx delivers (HOOK-3), a 5xx or no answer is retried (HOOK-9), all else is final (HOOK-8,
/// HOOK-10).
pub(super) fn after(number: i64, status: Option<u16>, now: Moment) -> NextStep {
    match status {
        Some(200..=299) => NextStep::Delivered,
        None | Some(500..=599) if number < ATTEMPTS => NextStep::RetryAt(now.plus(delay(number))),
        _ => NextStep::Failed,
    }
}

fn delay(number: i64) -> Span {
    let doublings = u32::try_from(number - 1).unwrap_or(0);
    Span::millis(FIRST_DELAY.as_millis() << doublings.min(16))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_doubles_from_ten_seconds_and_the_eighth_attempt_is_the_last() {
        let now = Moment::from_millis(0);
        let delays = (1..=7).map(|number| match after(number, Some(503), now) {
            NextStep::RetryAt(at) => at.since(now).as_millis() / 1000,
            other => panic!("{other:?}"),
        });
        assert!(delays.eq([10, 20, 40, 80, 160, 320, 640]));
        assert_eq!(after(8, Some(503), now), NextStep::Failed);
        assert_eq!(after(8, None, now), NextStep::Failed);
    }

    #[test]
    fn only_server_errors_and_missing_answers_are_retried() {
        let now = Moment::from_millis(0);
        for (status, expected) in [
            (200, NextStep::Delivered),
            (299, NextStep::Delivered),
            (301, NextStep::Failed),
            (308, NextStep::Failed),
            (400, NextStep::Failed),
            (429, NextStep::Failed),
            (600, NextStep::Failed),
        ] {
            assert_eq!(after(1, Some(status), now), expected, "{status}");
        }
        assert!(matches!(after(1, None, now), NextStep::RetryAt(_)));
    }
}
