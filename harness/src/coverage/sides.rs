//! The two sides of a bound: the value at it, and the first value beyond it.

use serde_json::Value;

use crate::schema::{BoundKind, ShapeNode};

/// The position of a value at a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BoundSide {
    /// It is the last valid value.
    At,
    /// It is the first value that is not valid: one more, one less, or a fraction of it.
    Beyond,
}

/// The side of a bound on which a value stands; none if it is not next to it, or of another kind.
pub(super) fn side_of(
    value: &Value,
    kind: BoundKind,
    limit: i128,
    node: &ShapeNode,
) -> Option<BoundSide> {
    let size = match (kind, value) {
        (BoundKind::Minimum | BoundKind::Maximum, Value::Number(number)) => {
            let whole = number.as_i64().map(i128::from).or(number.as_u64().map(i128::from));
            match whole {
                Some(whole) => whole,
                None if node.has_fractions => return fraction_side(number.as_f64()?, kind, limit),
                None => return None,
            }
        }
        (BoundKind::MinLength | BoundKind::MaxLength, Value::String(text)) => {
            // A masked secret has another length.
            let is_masked = text.starts_with('<') && text.ends_with('>') && text.contains('#');
            i128::try_from(text.chars().count()).ok().filter(|_| !is_masked)?
        }
        (BoundKind::MinItems | BoundKind::MaxItems, Value::Array(items)) => {
            i128::try_from(items.len()).ok()?
        }
        _ => return None,
    };
    let beyond = if kind.is_lower() { limit - 1 } else { limit + 1 };
    if size == limit { Some(BoundSide::At) } else { (size == beyond).then_some(BoundSide::Beyond) }
}

#[expect(clippy::cast_precision_loss, reason = "bounds of fractions are small")]
fn fraction_side(number: f64, kind: BoundKind, limit: i128) -> Option<BoundSide> {
    let beyond = if kind.is_lower() { limit as f64 - number } else { number - limit as f64 };
    (beyond > 0.0 && beyond <= 1.0).then_some(BoundSide::Beyond)
}

/// The value of a parameter of a query by its schema: a number where numbers are documented, else a text.
pub(super) fn query_value(text: &str, node: &ShapeNode) -> Value {
    let number = text.parse::<serde_json::Number>().ok().filter(|_| node.is_number);
    number.map_or_else(|| Value::from(text), Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_valid_value_and_the_next_one_count() {
        let node = ShapeNode::default();
        let side = |value: Value| side_of(&value, BoundKind::Maximum, 100, &node);
        assert_eq!(side(100.into()), Some(BoundSide::At));
        assert_eq!(side(101.into()), Some(BoundSide::Beyond));
        assert_eq!(side(99.into()), None);
        assert_eq!(side(500.into()), None);
        assert_eq!(side("100".into()), None);
    }

    #[test]
    fn a_text_is_measured_in_characters_and_a_masked_one_is_not() {
        let node = ShapeNode::default();
        let side = |text: &str| side_of(&text.into(), BoundKind::MaxLength, 8, &node);
        assert_eq!(side("Peñaranda"), Some(BoundSide::Beyond));
        assert_eq!(side("Peñarand"), Some(BoundSide::At));
        assert_eq!(side("<code#1>"), None);
    }

    #[test]
    fn a_fraction_is_beyond_a_bound_only_where_fractions_are_valid() {
        let node = ShapeNode { has_fractions: true, ..ShapeNode::default() };
        let side =
            |node: &ShapeNode| side_of(&serde_json::json!(100.5), BoundKind::Maximum, 100, node);
        assert_eq!(side(&node), Some(BoundSide::Beyond));
        assert_eq!(side(&ShapeNode::default()), None);
    }
}
