//! Matchers: they stand in an expected answer for any value of a form, as `{uuid}`, `{timestamp}`, `{createdAt + 7 days}`,
//! `{any as fee}`.

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
    /// A time that lies this long after another one: a time, or the time in another field of the same object.
    After(String, Period),
    /// A time that is not before another one.
    NotBefore(String),
    /// A value of this form, which the scenario remembers under this name.
    Remembered(Box<Matcher>, String),
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
            _ => Self::read_words(name),
        }
    }

    /// Reads a matcher of several words.
    fn read_words(text: &str) -> Option<Self> {
        if let Some((form, name)) = text.split_once(" as ") {
            let form = Self::read(&format!("{{{form}}}"))?;
            let is_name = !name.is_empty() && name.bytes().all(|one| one.is_ascii_alphanumeric());
            let is_name = is_name && name.starts_with(|one: char| one.is_ascii_lowercase());
            return is_name.then(|| Self::Remembered(Box::new(form), name.to_owned()));
        }
        if let Some(time) = text.strip_prefix("not before ") {
            return (!time.contains(' ')).then(|| Self::NotBefore(time.to_owned()));
        }
        let (time, stretch) = text.split_once(" + ")?;
        Some(Self::After(time.to_owned(), stretch.parse().ok()?))
    }

    /// The same with the time that it names taken from elsewhere, if `known` has it.
    #[must_use]
    pub fn with_time(&self, known: impl Fn(&str) -> Option<String>) -> Option<String> {
        match self {
            Self::After(name, stretch) => known(name)
                .map(|time| format!("{{{time} + {} milliseconds}}", stretch.0.as_millis())),
            Self::NotBefore(name) => known(name).map(|time| format!("{{not before {time}}}")),
            _ => None,
        }
    }

    /// The name under which the scenario remembers the value.
    #[must_use]
    pub fn remembered_as(&self) -> Option<&str> {
        match self {
            Self::Remembered(_, name) => Some(name),
            _ => None,
        }
    }

    /// The name of the time that it is about: one that is remembered, or a field of the same object.
    #[must_use]
    pub fn time(&self) -> Option<&str> {
        match self {
            Self::After(name, _) | Self::NotBefore(name) => Some(name),
            Self::Remembered(form, _) => form.time(),
            _ => None,
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
            Self::Remembered(form, _) => form.accepts(value, parent, is_exact),
            Self::NotBefore(time) => {
                let earliest = named_time(time, parent, moment);
                let Some((earliest, shown)) = earliest.zip(moment(value)) else { return false };
                // Times may be shown in whole seconds.
                shown >= earliest || (!is_exact && shown.as_second() >= earliest.as_second())
            }
            Self::After(time, stretch) => {
                let base = named_time(time, parent, moment);
                let wanted = base.zip(SignedDuration::try_from(stretch.0).ok());
                let wanted = wanted.and_then(|(base, after)| base.checked_add(after).ok());
                let Some((wanted, shown)) = wanted.zip(moment(value)) else { return false };
                // Times may be shown in whole seconds.
                wanted == shown || (!is_exact && wanted.as_second().abs_diff(shown.as_second()) < 2)
            }
        }
    }
}

/// The time of that name: a time itself, or the one in a field.
fn named_time(
    name: &str,
    parent: &Value,
    moment: impl Fn(&Value) -> Option<Timestamp>,
) -> Option<Timestamp> {
    name.parse().ok().or_else(|| parent.get(name).and_then(moment))
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

    #[test]
    fn a_moment_is_not_before_a_field_or_a_time() {
        let parent = json!({ "createdAt": "2026-02-26T17:02:28.766Z" });
        for text in ["{not before createdAt}", "{not before 2026-02-26T17:02:28.766Z}"] {
            let matcher = Matcher::read(text).expect("a matcher");
            assert!(matcher.accepts(&json!("2026-02-26T17:02:28.766Z"), &parent, true));
            assert!(!matcher.accepts(&json!("2026-02-26T17:02:28.765Z"), &parent, true));
        }
    }

    #[test]
    fn a_value_is_remembered_if_it_has_the_form() {
        let matcher = Matcher::read("{uuid as session}").expect("a matcher");
        assert_eq!(matcher.remembered_as(), Some("session"));
        assert!(!matcher.accepts(&json!("session"), &Value::Null, true));
        for other in ["{colour as session}", "{any as }", "{any as The session}"] {
            assert_eq!(Matcher::read(other), None, "{other}");
        }
    }
}
