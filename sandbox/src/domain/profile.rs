//! The closed lists and formats of a natural person's profile (USER-3).

use jiff::civil::Date;

use super::clock::Moment;

/// The types of identity documents.
pub(crate) const DOCUMENT_TYPES: &[&str] =
    &["NATIONAL_ID", "RESIDENCE_CARD", "PASSPORT", "DRIVING_LICENSE"];

/// The values of a person's employment status.
pub(crate) const EMPLOYMENT_STATUSES: &[&str] =
    &["EMPLOYED", "SELF_EMPLOYED", "UNEMPLOYED", "STUDENT", "RETIRED"];

/// The sources of a person's money.
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

/// True if `text` has the form of an e-mail address: a name, `@`, and a domain with a dot.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let printable = text.chars().all(|c| !c.is_whitespace() && !c.is_control());
    let labels = domain.split('.').collect::<Vec<_>>();
    let clean = |label: &&str| !label.is_empty() && !label.contains('@');
    printable && !local.is_empty() && labels.len() > 1 && labels.iter().all(clean)
}

/// True if `text` is a phone number in E.164, such as `+34612345678`.
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

/// True if a person who is alive at `now` can be born on `date`.
pub(crate) fn is_possible_birthdate(date: Date, now: Moment) -> bool {
    date.year() >= 1900 && has_begun(date, now)
}

/// True if `date` is not after `now`.
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
