//! JSON as a client reads it: `250`, `250.0` and `2.5e2` are the same number.

use serde_json::{Number, Value};

/// The largest whole number that every program reads exactly.
const LARGEST_EXACT: f64 = 9_007_199_254_740_991.0;

/// Reads JSON; a whole number is the same value in each of its spellings.
///
/// # Errors
/// If the text is not JSON.
pub fn parse(text: &[u8]) -> Result<Value, serde_json::Error> {
    let mut value = serde_json::from_slice(text)?;
    unify(&mut value);
    Ok(value)
}

/// A value as a text: a text itself, and anything else as JSON.
#[must_use]
pub fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn unify(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => {
            if let Some(whole) = number.as_f64().and_then(whole) {
                *number = whole;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(unify),
        Value::Object(members) => members.values_mut().for_each(unify),
        _ => {}
    }
}

fn whole(number: f64) -> Option<Number> {
    let is_whole = number.fract() == 0.0 && number.abs() <= LARGEST_EXACT;
    is_whole.then(|| format!("{number:.0}").parse::<i64>().ok()).flatten().map(Number::from)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_whole_number_has_one_value() {
        for text in ["[250]", "[250.0]", "[2.5e2]", "[2500E-1]"] {
            assert_eq!(parse(text.as_bytes()).expect("JSON"), json!([250]), "{text}");
        }
        assert_eq!(parse(b"[0.5, -0.0]").expect("JSON"), json!([0.5, 0]));
    }
}
