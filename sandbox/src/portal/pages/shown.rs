//! Values as people read them: times, states, ids.

use crate::domain::clock::Moment;

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A point of time, relative and exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    /// The distance, such as `3 min ago`; the date if it is far away.
    pub(super) relative: String,
    /// The exact time, such as `2026-05-10 12:34:56.789 UTC`.
    pub(super) exact: String,
    /// A text as wide as the local time, in whose place it stands until the script knows that.
    pub(super) local_place: String,
    /// The time in ISO 8601.
    pub(super) iso: String,
}

impl Stamp {
    /// `at`, seen from `now`.
    pub(super) fn new(at: Moment, now: Moment) -> Self {
        let iso = at.to_string();
        let exact = iso.replace('T', " ").replace('Z', " UTC");
        let relative = Self::distance(at, now).unwrap_or_else(|| iso[..10].to_owned());
        let local_place = format!("{}\u{a0}local", &exact[..19]);
        Self { relative, exact, local_place, iso }
    }

    /// The distance between two points of time; none if it is great.
    fn distance(at: Moment, now: Moment) -> Option<String> {
        let millis = at.since(now).as_millis();
        let (far, is_past) = (millis.abs(), millis <= 0);
        // Rounded to the nearest unit, so that seven days less a moment are seven days.
        let count = |unit: i64| (far + unit / 2) / unit;
        let amount = if far < 5 * SECOND {
            return Some("now".to_owned());
        } else if count(SECOND) < 60 {
            format!("{} s", count(SECOND))
        } else if count(MINUTE) < 60 {
            format!("{} min", count(MINUTE))
        } else if count(HOUR) < 24 {
            format!("{} h", count(HOUR))
        } else if count(DAY) < 30 {
            format!("{} d", count(DAY))
        } else {
            return None;
        };
        Some(if is_past { format!("{amount} ago") } else { format!("in {amount}") })
    }
}

/// The end of an id, for lists; the beginnings of ids are alike.
pub(super) fn end_of(id: &str) -> String {
    format!("…{}", id.get(id.len().saturating_sub(8)..).unwrap_or(id))
}

/// A decimal without zeros at its end: `1.08` instead of `1.0800000000`.
pub(super) fn trimmed(decimal: &str) -> &str {
    if decimal.contains('.') {
        decimal.trim_end_matches('0').trim_end_matches('.')
    } else {
        decimal
    }
}

/// The code of a state, and the tone in which it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StateLabel {
    /// The code.
    pub(super) code: &'static str,
    /// `good`, `bad`, `open` or `over`.
    pub(super) tone: &'static str,
}

impl StateLabel {
    /// The state with that code.
    pub(super) fn of(code: &'static str) -> Self {
        let tone = match code {
            "COMPLETED" | "VERIFIED" | "REGULAR" | "APPROVED" | "ACTIVE" | "DELIVERED"
            | "KYC_VERIFIED" | "VALID" => "good",
            "FAILED" | "REJECTED" | "KYC_REJECTED" => "bad",
            "CANCELLED" | "EXPIRED" | "INACTIVE" | "KYC_EXPIRED" | "REVOKED" => "over",
            _ => "open",
        };
        Self { code, tone }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_from_where_one_stands() {
        let now = Moment::parse("2026-05-10T12:34:56.789Z").unwrap();
        let seen = |millis| {
            let at = Moment::from_millis(now.millis() + millis);
            Stamp::new(at, now).relative
        };
        for (millis, told) in [
            (0, "now"),
            (-4_999, "now"),
            (-5 * SECOND, "5 s ago"),
            (-59 * SECOND, "59 s ago"),
            (-59_499, "59 s ago"),
            (-59_500, "1 min ago"),
            (MINUTE, "in 1 min"),
            (-3 * MINUTE, "3 min ago"),
            (59 * MINUTE, "in 59 min"),
            (60 * MINUTE - 1, "in 1 h"),
            (2 * HOUR, "in 2 h"),
            (-23 * HOUR, "23 h ago"),
            (DAY - HOUR / 2 - 1, "in 23 h"),
            (DAY - HOUR / 2, "in 1 d"),
            (7 * DAY - 1, "in 7 d"),
            (7 * DAY, "in 7 d"),
            (-29 * DAY, "29 d ago"),
            (-30 * DAY + 1, "2026-04-10"),
            (-40 * DAY, "2026-03-31"),
        ] {
            assert_eq!(seen(millis), told, "{millis} ms");
        }
        assert_eq!(Stamp::new(now, now).exact, "2026-05-10 12:34:56.789 UTC");
        assert_eq!(Stamp::new(now, now).local_place, "2026-05-10 12:34:56\u{a0}local");
    }

    #[test]
    fn decimals_are_shown_as_one_would_type_them() {
        for (long, told) in
            [("1.0800000000", "1.08"), ("0.0000", "0"), ("100.0000", "100"), ("10", "10")]
        {
            assert_eq!(trimmed(long), told);
        }
    }

    #[test]
    fn of_ids_the_end_is_shown() {
        assert_eq!(["0123456789", "id"].map(end_of), ["…23456789", "…id"]);
    }
}
