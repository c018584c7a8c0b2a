//! Wrong values that look right: another value of the same kind for each member of a message.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// The number of different values up to which a member counts as one of a closed list.
const FEW: usize = 12;

/// Another value in the place of this one; none if there is no other that looks right. `seen` are the values that the member has
/// elsewhere.
pub(super) fn wrong(value: &Value, seen: &[Value]) -> Option<Value> {
    match value {
        Value::Null => seen.iter().find(|other| is_leaf(other) && !other.is_null()).cloned(),
        Value::Bool(truth) => Some(json!(!truth)),
        Value::Number(number) => {
            let whole = number.as_i64().map(|whole| json!(whole.checked_add(1).unwrap_or(0)));
            whole.or_else(|| number.as_f64().map(|number| json!(number * 1.25)))
        }
        Value::String(text) => Some(wrong_text(text, seen)),
        Value::Array(items) => {
            let (_, rest) = items.split_last()?;
            Some(rest.to_vec().into())
        }
        Value::Object(_) => None,
    }
}

/// True if a value has no members and no items.
pub(super) fn is_leaf(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

fn wrong_text(text: &str, seen: &[Value]) -> Value {
    if let Ok(time) = text.parse::<Timestamp>() {
        let earlier = time.checked_sub(SignedDuration::from_hours(1)).unwrap_or(time);
        return format!("{earlier:.3}").into();
    }
    let other = seen.iter().find(|other| other.as_str().is_some_and(|other| other != text));
    if let Some(other) = other.filter(|_| seen.len() <= FEW) {
        return other.clone();
    }
    // The last letter or digit becomes the next one, so that the length and the alphabet stay.
    let last = text.char_indices().rfind(|(_, letter)| letter.is_ascii_alphanumeric());
    let Some((place, letter)) = last else { return format!("{text}x").into() };
    let next = match letter {
        '9' => '0',
        'z' => 'a',
        'Z' => 'A',
        'f' => 'e',
        'F' => 'E',
        other => char::from_u32(u32::from(other) + 1).unwrap_or('x'),
    };
    format!("{}{next}{}", &text[..place], &text[place + letter.len_utf8()..]).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_value_is_of_the_same_kind() {
        let wrong_one = |value: &Value| wrong(value, &[]).expect("there is another value");
        assert_eq!(wrong_one(&json!(41)), json!(42));
        assert_eq!(wrong_one(&json!(true)), json!(false));
        assert_eq!(
            wrong_one(&json!("2026-01-02T03:04:05.678Z")),
            json!("2026-01-02T02:04:05.678Z")
        );
        assert_eq!(wrong_one(&json!("ES9121")), json!("ES9122"));
        assert_eq!(wrong_one(&json!("Peñas")), json!("Peñat"));
        assert_eq!(wrong_one(&json!([1, 2])), json!([1]));
        assert_eq!(wrong(&json!({ "a": 1 }), &[]), None);
    }

    #[test]
    fn a_member_of_a_closed_list_takes_another_value_of_it() {
        let seen = [json!("EUR"), json!("USD")];
        assert_eq!(wrong(&json!("EUR"), &seen), Some(json!("USD")));
        assert_eq!(wrong(&Value::Null, &seen), Some(json!("EUR")));
    }
}
