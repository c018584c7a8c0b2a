//! Matchers: they stand in an expected answer for any value of a form, as `{uuid}`, `{timestamp}`, `{createdAt + 7 days}`.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::language::Period;

/// A form that a value must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matcher {
    /// Anything but null.
    Any,
    /// A UUID with dashes.
    Uuid,
    /// An IBAN with valid check digits.
    Iban,
    /// An absolute http(s) address.
    Url,
    /// A time in UTC with milliseconds.
    Timestamp,
    /// A time that lies this long after the time in another field of the same object.
    After(String, Period),
}

impl Matcher {
    /// Reads a matcher, which is a text of its own.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let name = text.strip_prefix('{')?.strip_suffix('}')?;
        match name {
            "any" => Some(Self::Any),
            "uuid" => Some(Self::Uuid),
            "iban" => Some(Self::Iban),
            "url" => Some(Self::Url),
            "timestamp" => Some(Self::Timestamp),
            _ => {
                let (field, stretch) = name.split_once(" + ")?;
                Some(Self::After(field.to_owned(), stretch.parse().ok()?))
            }
        }
    }

    /// True if `value`, a field of `parent`, has the form; the spellings of ids and times count only if `is_exact`.
    #[must_use]
    pub fn accepts(&self, value: &Value, parent: &Value, is_exact: bool) -> bool {
        let text = value.as_str().unwrap_or_default();
        let moment = |value: &Value| if is_exact { moment(value) } else { any_moment(value) };
        match self {
            Self::Any => !value.is_null(),
            Self::Uuid if !is_exact => !value.is_null() && value != "",
            Self::Uuid => uuid::Uuid::parse_str(text).is_ok() && text.len() == 36,
            Self::Iban => is_iban(text),
            Self::Url => text.starts_with("http://") || text.starts_with("https://"),
            Self::Timestamp => moment(value).is_some(),
            Self::After(field, stretch) => {
                let base = parent.get(field).and_then(moment);
                let wanted = base.zip(SignedDuration::try_from(stretch.0).ok());
                let wanted = wanted.and_then(|(base, after)| base.checked_add(after).ok());
                let Some((wanted, shown)) = wanted.zip(moment(value)) else { return false };
                // Times may be shown in whole seconds.
                wanted == shown || (!is_exact && wanted.as_second().abs_diff(shown.as_second()) < 2)
            }
        }
    }
}

/// True for an IBAN by ISO 13616: with the first four characters moved to the end and letters read as 10 to 35, the number is 1
/// modulo 97.
fn is_iban(text: &str) -> bool {
    let plain = text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if !plain || !(15..=34).contains(&text.len()) {
        return false;
    }
    let (head, rest) = text.split_at(4);
    let digits = rest.chars().chain(head.chars()).filter_map(|letter| letter.to_digit(36));
    let remainder =
        digits.fold(0, |sum, digit| (sum * if digit < 10 { 10 } else { 100 } + digit) % 97);
    remainder == 1
}

/// The time that a value shows, with any precision and offset.
fn any_moment(value: &Value) -> Option<Timestamp> {
    value.as_str()?.parse().ok()
}

/// The time that a value shows in the API's form: UTC, milliseconds, `Z`.
fn moment(value: &Value) -> Option<Timestamp> {
    let text = value.as_str()?;
    let parsed: Timestamp = text.parse().ok()?;
    (format!("{parsed:.3}") == text).then_some(parsed)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_iban_has_the_right_check_digits() {
        let iban = Matcher::read("{iban}").expect("a matcher");
        assert!(iban.accepts(&json!("ES9121000418450200051332"), &Value::Null, true));
        for other in ["ES9121000418450200051333", "es9121000418450200051332", "1", ""] {
            assert!(!iban.accepts(&json!(other), &Value::Null, true), "{other}");
        }
    }

    #[test]
    fn only_the_apis_own_form_of_a_moment_is_one() {
        let timestamp = Matcher::read("{timestamp}").expect("a matcher");
        assert!(timestamp.accepts(&json!("2026-02-26T17:02:28.766Z"), &Value::Null, true));
        for other in ["2026-02-26T17:02:28Z", "2026-02-26T17:02:28.766+01:00", "xxxxxxxxxxT"] {
            assert!(!timestamp.accepts(&json!(other), &Value::Null, true), "{other}");
        }
    }

    #[test]
    fn a_moment_is_measured_from_its_neighbour() {
        let parent = json!({ "createdAt": "2026-02-26T17:02:28.766Z" });
        let week = Matcher::read("{createdAt + 7 days}").expect("a matcher");
        assert!(week.accepts(&json!("2026-03-05T17:02:28.766Z"), &parent, true));
        assert!(!week.accepts(&json!("2026-03-05T17:02:28.767Z"), &parent, true));
        assert!(!week.accepts(&json!("2026-03-05T17:02:28.766Z"), &json!({}), true));
    }
}
