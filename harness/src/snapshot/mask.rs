//! Answers without what differs from one run to the next.

use std::{collections::BTreeMap, sync::LazyLock};

use regex::Regex;
use serde_json::Value;

use crate::patterns::{Patterns, nines};

/// The members that hold identifiers: those called `id` or `…Id`, and what the suite knows of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct IdMembers {
    /// Members whose integers are given by the target.
    pub integers: &'static [&'static str],
    /// Members called like identifiers whose values people bring with them, such as a tax number.
    pub of_people: &'static [&'static str],
}

impl IdMembers {
    fn has(self, key: &str) -> bool {
        (key == "id" || key.ends_with("Id")) && !self.of_people.contains(&key)
    }
}

static VOLATILE: LazyLock<Patterns> = LazyLock::new(|| {
    Patterns::new(&[
        (r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", "[timestamp]"),
        (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "[uuid]"),
        (r"^[\w-]+\.[\w-]+\.[\w-]{40,}$", "[jwt]"),
        (r"^(0x)?[0-9a-f]{64}$", "[hash]"),
        (r"^https?://[^/\s]+/", "[origin]/"),
        (r"/[\w-]{43}$", "/[token]"),
    ])
});

/// A time in another form than the usual one.
static OTHER_TIME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\d:.,]*(Z|[+-][\d:]+)?$").ok());

/// The words that a person writes into an accepted snapshot in the place of a value that may be any.
const ANY: &str = "[any]";

/// Masks ids, timestamps, tokens and origins, each only where it has the right form; other forms of times and ids are masked by
/// words of their own. Keys are sorted, since their order means nothing in JSON.
#[must_use]
pub fn redact(value: &Value, ids: IdMembers) -> Value {
    match value {
        Value::String(text) => masked_text(text).into(),
        Value::Array(items) => items.iter().map(|item| redact(item, ids)).collect(),
        Value::Object(fields) => {
            let masked =
                fields.iter().map(|(key, field)| (key.clone(), redact_member(key, field, ids)));
            let sorted: BTreeMap<String, Value> = masked.collect();
            sorted.into_iter().collect()
        }
        other => other.clone(),
    }
}

fn redact_member(key: &str, field: &Value, ids: IdMembers) -> Value {
    match field {
        Value::Number(number) if ids.integers.contains(&key) && number.is_u64() => {
            "[integer]".into()
        }
        Value::String(text) if ids.has(key) => match masked_text(text) {
            same if same == *text && is_numbered_word(text) => "[id]".into(),
            masked => masked.into(),
        },
        other => redact(other, ids),
    }
}

fn masked_text(text: &str) -> String {
    let usual = VOLATILE.replace(text);
    let is_other_time =
        usual == text && OTHER_TIME.as_ref().is_some_and(|times| times.is_match(text));
    if is_other_time { format!("[timestamp {}]", nines(text)) } else { usual }
}

fn is_numbered_word(text: &str) -> bool {
    text.contains(|letter: char| letter.is_ascii_digit()) && !text.contains(char::is_whitespace)
}

/// True if a text is like an accepted one in which a part may be any.
fn is_like(accepted: &str, new: &str) -> bool {
    let Some((begin, rest)) = accepted.split_once(ANY) else { return false };
    let Some(mut left) = new.strip_prefix(begin) else { return false };
    let (between, end) = rest.rsplit_once(ANY).map_or((None, rest), |(a, b)| (Some(a), b));
    for part in between.into_iter().flat_map(|between| between.split(ANY)) {
        let Some(place) = left.find(part) else { return false };
        left = &left[place + part.len()..];
    }
    left.ends_with(end)
}

/// The new value with [`ANY`] wherever a person wrote it into the accepted one.
pub(super) fn with_any_of(accepted: &Value, new: Value) -> Value {
    match (accepted, new) {
        (Value::String(text), _) if text == ANY => ANY.into(),
        (Value::String(accepted), Value::String(new)) if is_like(accepted, &new) => {
            accepted.as_str().into()
        }
        (Value::Array(accepted), Value::Array(new)) => {
            let known = accepted.iter().map(Some).chain(std::iter::repeat(None));
            let carried = new.into_iter().zip(known);
            carried
                .map(|(item, known)| match known {
                    Some(known) => with_any_of(known, item),
                    None => item,
                })
                .collect()
        }
        (Value::Object(accepted), Value::Object(new)) => {
            let carried = new.into_iter().map(|(key, field)| match accepted.get(&key) {
                Some(known) => {
                    let field = with_any_of(known, field);
                    (key, field)
                }
                None => (key, field),
            });
            carried.collect()
        }
        (_, new) => new,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_values_of_the_right_form_are_masked() {
        let answer = json!({
            "id": "5ada78ed-288f-43b5-b98c-890369e04fe3",
            "createdAt": "2026-02-26T17:02:28.766Z",
            "settledAt": "yesterday",
            "kycId": 12,
            "paymentUrl": "http://127.0.0.1:8081/pay/3q2-7wXkPzL0n5uVtYb8dQeRfGhJmK1sAoCiEwZx9y4",
        });
        let masked = redact(&answer, IdMembers { integers: &["kycId"], ..IdMembers::default() });
        let wanted = json!({
            "id": "[uuid]",
            "createdAt": "[timestamp]",
            "settledAt": "yesterday",
            "kycId": "[integer]",
            "paymentUrl": "[origin]/pay/[token]",
        });
        assert_eq!(masked, wanted);
    }

    #[test]
    fn another_form_of_an_id_or_a_time_is_masked_by_words_of_its_own() {
        let answer = json!({
            "id": "usr_81a",
            "accountId": "two words",
            "flow": {"id": "individual"},
            "taxId": "B12345674",
            "createdAt": "2026-02-26 17:02:28+01:00",
            "birthdate": "1990-05-15",
        });
        let wanted = json!({
            "id": "[id]",
            "accountId": "two words",
            "flow": {"id": "individual"},
            "taxId": "B12345674",
            "createdAt": "[timestamp 9999-99-99 99:99:99+99:99]",
            "birthdate": "1990-05-15",
        });
        let ids = IdMembers { of_people: &["taxId"], ..IdMembers::default() };
        assert_eq!(redact(&answer, ids), wanted);
    }

    #[test]
    fn what_a_person_lets_be_any_stays_so() {
        let accepted = json!({
            "iban": ANY, "items": [{"hash": ANY}], "state": "ACTIVE", "gone": ANY,
            "email": "a_[any]@[any].example", "next": "/toys?asOf=[any]",
        });
        let new = json!({
            "iban": null, "items": [{"hash": "a"}, {"hash": "b"}], "state": "NEW",
            "email": "a_17@b.example", "next": "/cars?asOf=1",
        });
        let wanted = json!({
            "iban": ANY, "items": [{"hash": ANY}, {"hash": "b"}], "state": "NEW",
            "email": "a_[any]@[any].example", "next": "/cars?asOf=1",
        });
        assert_eq!(with_any_of(&accepted, new), wanted);
    }
}
