//! Moments and lengths of time, as the API writes them.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};

/// A moment with a resolution of one millisecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
pub(crate) struct Moment(i64);

impl Moment {
    /// The latest moment to which a clock can be moved; later expiry times still have a valid text
    /// form.
    pub(crate) const LAST: Self = Self(221_845_392_000_000);

    /// The moment this many milliseconds after the Unix epoch.
    pub(crate) const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the Unix epoch.
    pub(crate) const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the Unix epoch.
    pub(crate) const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The moment `span` later.
    #[must_use]
    pub(crate) const fn plus(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// The time from `earlier` to this moment; negative if `earlier` is in fact later.
    pub(crate) const fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }

    /// Reads an ISO-8601 timestamp with an offset.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        text.parse::<Timestamp>().ok().map(|at| Self(at.as_millisecond()))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::MAX);
        write!(f, "{at:.3}")
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A length of time in milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span(i64);

impl Span {
    /// A length of zero.
    pub(crate) const ZERO: Self = Self(0);

    /// A length of this many milliseconds.
    pub(crate) const fn millis(millis: i64) -> Self {
        Self(millis)
    }

    /// A length of this many seconds.
    pub(crate) const fn seconds(seconds: i64) -> Self {
        Self(seconds * 1000)
    }

    /// A length of this many days of 24 hours.
    pub(crate) const fn days(days: i64) -> Self {
        Self::seconds(days * 86_400)
    }

    /// The span in milliseconds.
    pub(crate) const fn as_millis(self) -> i64 {
        self.0
    }

    /// The sum of both lengths.
    #[must_use]
    pub(crate) const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The length for a timer; zero if it is negative.
    pub(crate) fn to_std(self) -> std::time::Duration {
        std::time::Duration::from_millis(u64::try_from(self.0).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_in_utc_with_milliseconds() {
        assert_eq!(Moment::from_millis(0).to_string(), "1970-01-01T00:00:00.000Z");
        let text = "2026-02-26T17:02:28.766Z";
        assert_eq!(Moment::parse(text).map(|at| at.to_string()).as_deref(), Some(text));
        assert_eq!(Moment::LAST.to_string(), "9000-01-01T00:00:00.000Z");
    }
}
