//! Parameter types of time, and rates over it.

use std::{str::FromStr, time::Duration};

use cucumber::Parameter;

use crate::language::parameter::{Unreadable, unreadable};

/// A stretch of the merchant's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Parameter)]
#[param(name = "duration", regex = "[0-9]+ (?:millisecond|second|minute|hour|day)s?")]
pub struct Stretch(pub Duration);

impl FromStr for Stretch {
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
        parse().ok_or_else(|| unreadable(text, "a stretch of time as in 7 days"))
    }
}

/// So many requests in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// How many.
    pub requests: u64,
    /// In which time.
    pub per_seconds: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_reads_its_unit() {
        let stretch: Stretch = "7 days".parse().expect("readable");
        assert_eq!(stretch.0, Duration::from_hours(7 * 24));
    }
}
