//! Values of the API's messages, as far as they are there.

use serde_json::Value;

use crate::language::Money;

/// A text; empty if there is none.
pub(super) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// An amount in minor units; 0 if there is none.
pub(super) fn minor(value: &Value, key: &str) -> i64 {
    value.get(key).and_then(Value::as_i64).unwrap_or_default()
}

/// An amount with its currency; none if it is not there.
pub(super) fn money(value: &Value, key: &str) -> Option<Money> {
    let money = value.get(key)?;
    Some(Money::of_minor(text(money, "currency"), money.get("amount")?.as_i64()?))
}
