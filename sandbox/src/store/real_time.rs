//! The real time, from which only merchants' clocks differ.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use jiff::Timestamp;

use crate::domain::clock::{Moment, Span};

/// The clock of this process.
static CLOCK: LazyLock<RealClock> =
    LazyLock::new(|| RealClock::started(Timestamp::now().as_millisecond(), Instant::now()));

/// Reads the real time, which never goes backwards: the host's time at the start of the process plus
/// the time that has passed since, however the host's clock is set meanwhile.
pub(crate) fn real_time() -> Moment {
    CLOCK.at(Instant::now())
}

/// Moves the clock of this process forward to `moment`, unless it is later already: the data of an
/// earlier process are not younger than those of this one.
pub(super) fn not_before(moment: Moment) {
    CLOCK.not_before(moment, Instant::now());
}

/// A clock that follows the time since its start and never goes backwards.
struct RealClock {
    started: Instant,
    /// The milliseconds since the Unix epoch that the clock shows at its start.
    at_start: AtomicI64,
}

impl RealClock {
    /// A clock that shows `host_time`, in milliseconds since the Unix epoch, at `started`.
    fn started(host_time: i64, started: Instant) -> Self {
        Self { started, at_start: AtomicI64::new(host_time) }
    }

    fn at(&self, instant: Instant) -> Moment {
        let passed = instant.saturating_duration_since(self.started).as_millis();
        let passed = Span::millis(i64::try_from(passed).unwrap_or(i64::MAX));
        Moment::from_millis(self.at_start.load(Ordering::SeqCst)).plus(passed)
    }

    fn not_before(&self, moment: Moment, instant: Instant) {
        let passed = self.at(instant).millis() - self.at_start.load(Ordering::SeqCst);
        self.at_start.fetch_max(moment.millis().saturating_sub(passed), Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const HOST_TIME: i64 = 1_000_000;

    #[test]
    fn time_is_the_start_plus_what_has_passed_and_the_hosts_clock_is_read_once() {
        let start = Instant::now();
        let clock = RealClock::started(HOST_TIME, start);
        let shown = [0, 5, 3_600_000]
            .map(|millis| clock.at(start + Duration::from_millis(millis)).millis() - HOST_TIME);
        assert_eq!(shown, [0, 5, 3_600_000]);
        assert_eq!(clock.at(start).millis(), HOST_TIME, "an instant before the start is the start");
    }

    #[test]
    fn a_process_that_starts_with_a_host_put_back_goes_on_from_the_stored_time() {
        let start = Instant::now();
        let day = Span::days(1);
        let stored = Moment::from_millis(HOST_TIME).plus(day);
        let clock = RealClock::started(HOST_TIME, start);
        let later = start + Duration::from_millis(40);
        clock.not_before(stored, later);
        assert_eq!(clock.at(later), stored);
        assert_eq!(clock.at(later + Duration::from_millis(7)), stored.plus(Span::millis(7)));
        clock.not_before(Moment::from_millis(HOST_TIME), later);
        assert_eq!(clock.at(later), stored, "an earlier stored time changes nothing");
    }
}
