//! Parameter types of time, and rates over it.

use std::{str::FromStr, time::Duration};

use cucumber::Parameter;

use crate::language::parameter::{Unreadable, unreadable};

/// A period of the merchant's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Parameter)]
#[param(name = "duration", regex = "[0-9]+ (?:millisecond|second|minute|hour|day)s?")]
pub struct Period(pub Duration);

impl FromStr for Period {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parse = || {
            let (count, unit) = text.split_once(' ')?;
            let count: u64 = count.parse().ok()?;
            let unit_ms = match unit.trim_end_matches('s') {
                "millisecond" => 1,
                "second" => 1_000,
                "minute" => 60_000,
                "hour" => 3_600_000,
                "day" => 86_400_000,
                _ => return None,
            };
            Some(Self(Duration::from_millis(count.checked_mul(unit_ms)?)))
        };
        parse().ok_or_else(|| unreadable(text, "a period as in 7 days"))
    }
}

/// The number of requests that are allowed in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// The number of requests.
    pub requests: u64,
    /// The period in seconds.
    pub per_seconds: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_reads_its_unit() {
        let period: Period = "7 days".parse().expect("readable");
        assert_eq!(period.0, Duration::from_hours(7 * 24));
    }
}
