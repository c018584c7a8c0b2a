//! The real time, from which only merchants' clocks differ.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

use crate::domain::clock::Moment;

/// The latest time that was read. The host's clock may be set back; no event or row may be dated
/// earlier than one before it.
static LATEST: AtomicI64 = AtomicI64::new(i64::MIN);

/// Reads the real time, which never goes backwards.
pub(crate) fn real_time() -> Moment {
    never_back(&LATEST, Timestamp::now().as_millisecond())
}

fn never_back(latest: &AtomicI64, now: i64) -> Moment {
    Moment::from_millis(latest.fetch_max(now, Ordering::Relaxed).max(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_stands_still_while_the_host_is_put_back() {
        let latest = AtomicI64::new(i64::MIN);
        let shown = [5, 9, 7, 10].map(|now| never_back(&latest, now).millis());
        assert_eq!(shown, [5, 9, 9, 10]);
    }
}
