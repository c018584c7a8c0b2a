//! The JSON types of values that a scenario writes: a whole number where one is due, a text where a text is due.

use conformance_harness::{
    json,
    schema::{BoundKind, ShapeNode},
    yaml,
};
use serde_json::Value;

/// True if a text is meant as it is written: it has no reference and no matcher.
pub(super) fn is_literal(text: &str) -> bool {
    !text.contains('{')
}

/// Reason and remedy of a value whose type none of these places allows.
pub(super) fn other_form(
    name: &str,
    value: &Value,
    nodes: &[&ShapeNode],
) -> Option<(String, String)> {
    let all =
        |is_it: fn(&ShapeNode) -> bool| !nodes.is_empty() && nodes.iter().all(|node| is_it(node));
    let is_meant = value.as_str().is_none_or(is_literal);
    if value.is_null() || value.is_object() || value.is_array() || !is_meant {
        return None;
    }
    let shown = json::text(value);
    if all(|node| node.is_object && !is_plain(node)) {
        let reason = format!("{name} has members of its own, and {shown:?} is none");
        return Some((reason, format!("write {name}: and below it, further in, its members")));
    }
    if all(|node| node.items.is_some() && !is_plain(node)) {
        let reason = format!("{name} is a list, and {shown:?} is none");
        return Some((reason, format!("write {name}: [{shown}]")));
    }
    match value {
        Value::Number(number) if number.is_f64() && all(is_whole) => {
            Some(fraction(name, number.as_f64()?))
        }
        Value::Number(_) if all(is_no_number) => {
            let reason = format!("{name} is a text, and YAML reads {shown} as a number");
            Some((reason, "write quotation marks around it".to_owned()))
        }
        Value::Bool(_) if all(is_text) => {
            let reason = format!("{name} is a text, and YAML reads {shown} as yes or no");
            Some((reason, "write quotation marks around it".to_owned()))
        }
        Value::Bool(_) if all(is_number) => {
            Some((format!("{name} is a number, and {shown} is none"), "write a number".to_owned()))
        }
        Value::String(text) if all(is_number) => {
            let reason = format!("{name} is a number, and {text:?} in quotation marks is a text");
            let is_one = text.parse::<f64>().is_ok();
            let remedy =
                if is_one { format!("write {text} without them") } else { A_NUMBER.into() };
            Some((reason, remedy))
        }
        _ => None,
    }
}

/// The words for a number that is written as a text of another form.
const A_NUMBER: &str =
    "write a number without quotation marks; an amount is in minor units, as in 4000 for 40.00";

fn fraction(name: &str, number: f64) -> (String, String) {
    let reason = format!("{name} is a whole number: amounts are in minor units, without a point");
    (reason, format!("write {:.0}", number * 100.0))
}

/// True if only whole numbers are documented.
fn is_whole(node: &ShapeNode) -> bool {
    is_number(node) && !node.has_fractions
}

fn is_number(node: &ShapeNode) -> bool {
    node.is_number && !is_text(node)
}

/// True for a place of a single value that is not a number.
fn is_no_number(node: &ShapeNode) -> bool {
    let values = node.lists.iter().flat_map(|list| &list.values).chain(&node.constants);
    let has_numbers = values.into_iter().any(Value::is_number);
    !node.is_number && !node.is_object && node.items.is_none() && !has_numbers
}

/// True if documented values or lengths say that it is a text.
fn is_text(node: &ShapeNode) -> bool {
    let lengths = [BoundKind::MinLength, BoundKind::MaxLength];
    lengths.iter().any(|kind| node.bounds.contains_key(kind)) || has_texts(node)
}

/// True if a value without members or items is documented as well.
fn is_plain(node: &ShapeNode) -> bool {
    node.is_number || is_text(node)
}

fn has_texts(node: &ShapeNode) -> bool {
    node.lists.iter().flat_map(|list| &list.values).chain(&node.constants).any(Value::is_string)
}

/// The value of a member as the text has it, with the number of its line; the last words of a line may be a comment.
pub(super) fn written<'t>(text: &'t str, member: &str, value: &Value) -> Option<(usize, &'t str)> {
    let head = format!("{member}:");
    text.lines().enumerate().find_map(|(index, line)| {
        let line = line.split(" #").next().unwrap_or(line);
        line.match_indices(&head).find_map(|(at, _)| {
            let rest = &line[at + head.len()..];
            let ends = rest.match_indices([',', '}', ']']).map(|(end, _)| end);
            let mut ends = ends.chain([rest.len()]);
            let is_it = |part: &str| yaml::parse(part).is_ok_and(|found| found == *value);
            let end = ends.find(|end| is_it(rest[..*end].trim()))?;
            Some((index, rest[..end].trim()))
        })
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_found_as_it_is_written() {
        let text = "amount: 4\nmoney: {amount: 40.00, currency: EUR} # amount: 1";
        assert_eq!(written(text, "amount", &json!(40.0)), Some((1, "40.00")));
        assert_eq!(written(text, "amount", &json!(1)), None);
    }
}
