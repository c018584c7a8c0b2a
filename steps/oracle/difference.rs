//! The difference of two values that must mean the same.

use conformance_harness::json::text;
use serde_json::{Map, Value};

use crate::edition::operation::CHANGING;

/// The care with which values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Precision {
    /// Texts are equal letter by letter.
    Exact,
    /// Texts may differ in spaces and in upper and lower case, times in their precision, lists in their order.
    Loose,
}

/// The first difference of two values.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Difference {
    /// The place below the values, such as `.amount`; empty for the values themselves.
    place: String,
    pub(super) before: Value,
    pub(super) after: Value,
}

impl Difference {
    /// The whole place, below this member.
    pub(super) fn at(&self, member: &str) -> String {
        format!("`{member}{}`", self.place)
    }
}

/// The meaning of null and of a member that is not there; both are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Absence {
    /// It says nothing.
    Silent,
    /// It contradicts a value, on either side.
    Value,
    /// It contradicts a value that a request wrote.
    Lost,
}

/// The first difference of two members that answers show; where they are compared exactly, null is a value at every depth.
pub(super) fn whole_difference(
    before: &Value,
    after: &Value,
    precision: Precision,
) -> Option<Difference> {
    compare(before, after, precision, absence(precision, Absence::Value))
}

/// The first difference of a member that a request wrote and an answer shows: more than was written may be shown, not less.
pub(super) fn lost_difference(
    written: &Value,
    shown: &Value,
    precision: Precision,
) -> Option<Difference> {
    compare(written, shown, precision, absence(precision, Absence::Lost))
}

/// The first difference; none if both mean the same as far as both say something. A member that one of them lacks says nothing.
pub(super) fn difference(
    before: &Value,
    after: &Value,
    precision: Precision,
) -> Option<Difference> {
    compare(before, after, precision, Absence::Silent)
}

/// Only where this project's decisions bind is it documented which members an answer shows.
fn absence(precision: Precision, exact: Absence) -> Absence {
    if precision == Precision::Exact { exact } else { Absence::Silent }
}

fn compare(
    before: &Value,
    after: &Value,
    precision: Precision,
    absence: Absence,
) -> Option<Difference> {
    let is_equal = match (before, after) {
        (Value::Null, Value::Null) => true,
        (Value::Null, _) => absence != Absence::Value,
        (_, Value::Null) => absence == Absence::Silent,
        (Value::Object(before), Value::Object(after)) => {
            return of_members(before, after, precision, absence);
        }
        (Value::Array(before), Value::Array(after)) => {
            return of_items(before, after, precision, absence);
        }
        (Value::Number(before), Value::Number(after)) => before.as_f64() == after.as_f64(),
        (Value::String(before), Value::String(after)) => is_same_text(before, after, precision),
        // An entry of a reference list is written by its name and shown whole.
        (Value::String(_), Value::Object(after)) => after.values().any(|member| member == before),
        (Value::Bool(before), Value::Bool(after)) => before == after,
        // A number may be written as a text, where no document says otherwise.
        (before, after) => precision == Precision::Loose && text(before) == text(after),
    };
    (!is_equal).then(|| Difference {
        place: String::new(),
        before: before.clone(),
        after: after.clone(),
    })
}

fn of_members(
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    precision: Precision,
    absence: Absence,
) -> Option<Difference> {
    let more = after.keys().filter(|name| !before.contains_key(*name));
    before.keys().chain(more).filter(|name| !CHANGING.contains(&name.as_str())).find_map(|name| {
        let [was, is] = [before, after].map(|members| members.get(name).unwrap_or(&Value::Null));
        let inner = compare(was, is, precision, absence)?;
        Some(Difference { place: format!(".{name}{}", inner.place), ..inner })
    })
}

fn of_items(
    before: &[Value],
    after: &[Value],
    precision: Precision,
    absence: Absence,
) -> Option<Difference> {
    if before.len() != after.len() {
        let (before, after) = (Value::from(before), Value::from(after));
        return Some(Difference { place: String::new(), before, after });
    }
    if precision == Precision::Loose {
        // No document gives the order of a list.
        let is_there =
            |item: &Value| after.iter().any(|other| difference(item, other, precision).is_none());
        let missing = before.iter().find(|item| !is_there(item))?;
        let (before, after) = (missing.clone(), Value::from(after));
        return Some(Difference { place: String::new(), before, after });
    }
    before.iter().zip(after).enumerate().find_map(|(index, (before, after))| {
        let inner = compare(before, after, precision, absence)?;
        Some(Difference { place: format!("[{index}]{}", inner.place), ..inner })
    })
}

fn is_same_text(before: &str, after: &str, precision: Precision) -> bool {
    if before == after {
        return true;
    }
    if precision == Precision::Exact {
        return false;
    }
    let time = |text: &str| text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second);
    let is_same_time = time(before).is_some_and(|second| time(after) == Some(second));
    let bare = |text: &str| -> String {
        let letters = text.chars().filter(|letter| !letter.is_whitespace());
        letters.flat_map(char::to_lowercase).collect()
    };
    is_same_time || bare(before) == bare(after)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn place(before: &Value, after: &Value, precision: Precision) -> Option<String> {
        difference(before, after, precision).map(|differs| differs.at("x"))
    }

    #[test]
    fn members_that_one_side_lacks_say_nothing() {
        let (before, after) = (json!({"a": 1, "b": {"c": 2}}), json!({"b": {"c": 3, "d": 4}}));
        assert_eq!(place(&before, &after, Precision::Exact).as_deref(), Some("`x.b.c`"));
        assert_eq!(place(&json!({"a": 1}), &json!({"a": null}), Precision::Exact), None);
    }

    #[test]
    fn null_contradicts_a_value_at_every_depth_between_exact_answers() {
        let (full, empty) = (json!({"a": {"b": 1}}), json!({"a": {"b": null}}));
        let (missing, more) = (json!({"a": {}}), json!({"a": {"b": 1, "c": 2}}));
        for (before, after) in [(&full, &empty), (&empty, &full), (&full, &missing)] {
            let found = whole_difference(before, after, Precision::Exact);
            assert_eq!(found.map(|differs| differs.at("x")).as_deref(), Some("`x.a.b`"));
            assert_eq!(whole_difference(before, after, Precision::Loose), None);
        }
        assert_eq!(whole_difference(&empty, &missing, Precision::Exact), None);
        assert!(whole_difference(&full, &more, Precision::Exact).is_some());
        assert_eq!(lost_difference(&full, &more, Precision::Exact), None);
        assert!(lost_difference(&full, &missing, Precision::Exact).is_some());
    }

    #[test]
    fn other_spellings_of_a_text_count_only_where_they_are_ours() {
        let (before, after) = (json!("ES91 2100"), json!("es912100"));
        assert_eq!(place(&before, &after, Precision::Loose), None);
        assert!(place(&before, &after, Precision::Exact).is_some());
        let (before, after) = (json!("2026-01-02T03:04:05Z"), json!("2026-01-02T03:04:05.678Z"));
        assert_eq!(place(&before, &after, Precision::Loose), None);
        assert!(place(&before, &json!("2026-01-02T03:04:06Z"), Precision::Loose).is_some());
    }

    #[test]
    fn the_order_of_a_list_counts_only_where_it_is_ours() {
        let (before, after) = (json!([1, 2]), json!([2, 1]));
        assert_eq!(place(&before, &after, Precision::Loose), None);
        assert_eq!(place(&before, &after, Precision::Exact).as_deref(), Some("`x[0]`"));
        assert!(place(&before, &json!([1]), Precision::Loose).is_some());
    }
}
