//! Places in a JSON value by JSON Pointer, where `*` stands for every item of a list.

use serde_json::Value;

/// Calls `edit` with the parent of every place that the pointer leads to, and the last part of the pointer; gives the number of
/// edits that changed something.
pub(super) fn at_each(
    value: &mut Value,
    pointer: &str,
    edit: &mut dyn FnMut(&mut Value, &str) -> bool,
) -> usize {
    let parts: Vec<String> =
        pointer.split('/').skip(1).map(|part| part.replace("~1", "/").replace("~0", "~")).collect();
    descend(value, &parts, edit)
}

fn descend(
    value: &mut Value,
    parts: &[String],
    edit: &mut dyn FnMut(&mut Value, &str) -> bool,
) -> usize {
    let Some((first, rest)) = parts.split_first() else { return 0 };
    if rest.is_empty() {
        if first == "*" {
            let length = value.as_array().map_or(0, Vec::len);
            return (0..length).filter(|index| edit(value, &index.to_string())).count();
        }
        return usize::from(edit(value, first));
    }
    if first == "*" {
        let items = value.as_array_mut().into_iter().flatten();
        return items.map(|item| descend(item, rest, edit)).sum();
    }
    child_mut(value, first).map_or(0, |child| descend(child, rest, edit))
}

/// The member or item of this name.
pub(super) fn child_mut<'a>(value: &'a mut Value, part: &str) -> Option<&'a mut Value> {
    match value {
        Value::Object(members) => members.get_mut(part),
        Value::Array(items) => items.get_mut(part.parse::<usize>().ok()?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_star_leads_to_every_item() {
        let mut value = json!({ "orders": [{ "state": 1 }, { "state": 2 }, {}] });
        let count = at_each(&mut value, "/orders/*/state", &mut |parent, last| {
            child_mut(parent, last).map(|place| *place = json!(9)).is_some()
        });
        assert_eq!(count, 2);
        assert_eq!(value, json!({ "orders": [{ "state": 9 }, { "state": 9 }, {}] }));
    }
}
