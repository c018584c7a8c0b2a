//! What can be said about a natural person: the closed lists and the formats.

use jiff::civil::Date;

use super::clock::Moment;

/// The papers that identify a person.
pub(crate) const DOCUMENT_TYPES: &[&str] =
    &["NATIONAL_ID", "RESIDENCE_CARD", "PASSPORT", "DRIVING_LICENSE"];

/// How a person makes a living.
pub(crate) const EMPLOYMENT_STATUSES: &[&str] =
    &["EMPLOYED", "SELF_EMPLOYED", "UNEMPLOYED", "STUDENT", "RETIRED"];

/// Where a person's money comes from.
pub(crate) const SOURCES_OF_FUNDS: &[&str] = &[
    "EMPLOYMENT",
    "SALARY",
    "SAVINGS",
    "INVESTMENT",
    "PENSION",
    "GOVERNMENT_BENEFITS",
    "PROPERTY_SALES",
    "INHERITANCE",
    "COMBINATION",
];

/// Whether `text` looks like an e-mail address: something, `@`, a domain with a dot.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let printable = text.chars().all(|c| !c.is_whitespace() && !c.is_control());
    let labels = domain.split('.').collect::<Vec<_>>();
    let clean = |label: &&str| !label.is_empty() && !label.contains('@');
    printable && !local.is_empty() && labels.len() > 1 && labels.iter().all(clean)
}

/// Whether `text` is a phone number in E.164, such as `+34612345678`.
pub(crate) fn is_phone_number(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('+') else { return false };
    (7..=15).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && !digits.starts_with('0')
}

/// Reads `YYYY-MM-DD`, or the day of an ISO-8601 timestamp.
pub(crate) fn date(text: &str) -> Option<Date> {
    if text.len() == 10 {
        return text.parse().ok();
    }
    Moment::parse(text)?;
    text.get(..10)?.parse().ok()
}

/// Whether somebody alive at `now` can have been born on `date`.
pub(crate) fn is_possible_birthdate(date: Date, now: Moment) -> bool {
    date.year() >= 1900 && has_begun(date, now)
}

/// Whether `date` is not in the future of `now`.
pub(crate) fn has_begun(date: Date, now: Moment) -> bool {
    let today = now.to_string().get(..10).and_then(|day| day.parse::<Date>().ok());
    today.is_none_or(|today| date <= today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_numbers_are_checked_by_shape() {
        assert!(is_email("ana@example.com"));
        for bad in ["", "ana", "@example.com", "ana@", "ana@example", "a b@c.d", "a@b@c.d"] {
            assert!(!is_email(bad), "{bad}");
        }
        assert!(is_phone_number("+34612345678"));
        for bad in ["", "612345678", "+", "+3461234567890123", "+34 612", "+0123456789"] {
            assert!(!is_phone_number(bad), "{bad}");
        }
    }

    #[test]
    fn a_birthdate_is_a_day_in_the_past() {
        let now = Moment::parse("2026-01-01T00:00:00Z").unwrap();
        let possible = |text| date(text).map(|day| is_possible_birthdate(day, now));
        assert_eq!(possible("1990-05-15"), Some(true));
        assert_eq!(possible("1990-05-15T00:00:00.000Z"), Some(true));
        assert_eq!(possible("2026-01-02"), Some(false));
        assert_eq!(possible("1850-01-01"), Some(false));
        assert_eq!(possible("1990-02-30"), None);
        assert_eq!(possible("15/05/1990"), None);
        assert_eq!(possible("1990-05-15T00:00"), None);
    }
}
