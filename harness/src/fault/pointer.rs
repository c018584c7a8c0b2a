//! Places in a JSON value by JSON Pointer, where `*` stands for every item of a list, and `[state=FAILED]` for every item whose
//! member `state` has this value; `[origin.currency=EUR]` looks at a member of a member.

use serde_json::Value;

use super::stage::as_text;

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
    let Some(wanted) = ItemFilter::of(first) else {
        return match rest {
            [] => usize::from(edit(value, first)),
            _ => child_mut(value, first).map_or(0, |child| descend(child, rest, edit)),
        };
    };
    let Some(items) = value.as_array_mut() else { return 0 };
    if !rest.is_empty() {
        let meant = items.iter_mut().filter(|item| wanted.means(item));
        return meant.map(|item| descend(item, rest, edit)).sum();
    }
    let meant = items.iter().enumerate().filter(|(_, item)| wanted.means(item));
    let meant: Vec<usize> = meant.map(|(index, _)| index).collect();
    // From the last one, since an edit may remove items.
    meant.into_iter().rev().filter(|index| edit(value, &index.to_string())).count()
}

/// The items of a list that a part of a pointer means.
enum ItemFilter<'a> {
    Every,
    /// Those of which this member, or member of a member, has this value.
    Having {
        member: String,
        value: &'a str,
    },
}

impl<'a> ItemFilter<'a> {
    /// The filter; none if the part is a plain name.
    fn of(part: &'a str) -> Option<Self> {
        if part == "*" {
            return Some(Self::Every);
        }
        let (member, value) = part.strip_prefix('[')?.strip_suffix(']')?.split_once('=')?;
        Some(Self::Having { member: format!("/{}", member.replace('.', "/")), value })
    }

    fn means(&self, item: &Value) -> bool {
        match self {
            Self::Every => true,
            Self::Having { member, value } => {
                item.pointer(member).is_some_and(|found| as_text(found.clone()) == *value)
            }
        }
    }
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

    #[test]
    fn brackets_lead_to_the_items_with_a_value() {
        let money = |currency: &str| json!({ "origin": { "currency": currency }, "state": 1 });
        let mut value = json!([money("EUR"), money("USD"), money("EUR")]);
        at_each(&mut value, "/[origin.currency=USD]/state", &mut |parent, last| {
            child_mut(parent, last).map(|place| *place = json!(9)).is_some()
        });
        assert_eq!(value[1]["state"], 9);
        let remove = &mut |parent: &mut Value, last: &str| {
            let items = parent.as_array_mut().expect("a list");
            items.remove(last.parse().expect("a number"));
            true
        };
        assert_eq!(at_each(&mut value, "/[origin.currency=EUR]", remove), 2);
        assert_eq!(value.as_array().map(Vec::len), Some(1));
    }
}
