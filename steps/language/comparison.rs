//! The comparison of an expected body with the one that came.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::language::Matcher;

/// The way in which bodies are compared.
#[derive(Clone, Copy, Debug)]
pub struct BodyComparison {
    /// True if spellings of ids and times, nulls and the order of lists count: our decisions bind the target.
    is_exact: bool,
}

/// The differences so far, as expected and actual lines.
type Differences = Vec<(String, String)>;

impl BodyComparison {
    /// A comparison that is exact if our decisions bind the target.
    #[must_use]
    pub fn of(is_exact: bool) -> Self {
        Self { is_exact }
    }

    /// Every place at which `shown` differs from `wanted`, as expected and actual lines. More members may be there.
    #[must_use]
    pub fn differences(self, wanted: &Value, shown: &Value) -> Vec<(String, String)> {
        let mut differences = Vec::new();
        self.compare(wanted, shown, "", &mut differences);
        differences
    }

    /// The values that the matchers in `wanted` remember, by name; `shown` has no difference.
    #[must_use]
    pub fn remembered(self, wanted: &Value, shown: &Value) -> Vec<(String, Value)> {
        match (wanted, shown) {
            (Value::String(text), _) => {
                let matcher = Matcher::read(text);
                let name = matcher.as_ref().and_then(Matcher::remembered_as);
                name.map(|name| (name.to_owned(), shown.clone())).into_iter().collect()
            }
            (Value::Object(fields), Value::Object(others)) => fields
                .iter()
                .filter_map(|(key, field)| Some(self.remembered(field, others.get(key)?)))
                .flatten()
                .collect(),
            (Value::Array(items), Value::Array(others)) => {
                let places = self.places(items, others).unwrap_or_default();
                let pairs = items.iter().zip(places);
                pairs.flat_map(|(item, place)| self.remembered(item, &others[place])).collect()
            }
            _ => Vec::new(),
        }
    }

    fn compare(self, wanted: &Value, shown: &Value, place: &str, differences: &mut Differences) {
        match (wanted, shown) {
            (Value::Object(fields), Value::Object(others)) => {
                for (key, field) in fields {
                    let below = format!("{place}/{key}");
                    let matcher = field.as_str().and_then(Matcher::read);
                    match (others.get(key), matcher) {
                        // No document tells an absent member from null.
                        (None, None) if field.is_null() && !self.is_exact => {}
                        (None, _) => {
                            let absent = format!("{below}: not there");
                            differences.push((format!("{below}: {field}"), absent));
                        }
                        (Some(other), Some(matcher)) => {
                            if !matcher.accepts(other, shown, self.is_exact) {
                                let line = |value: &Value| format!("{below}: {value}");
                                differences.push((line(field), line(other)));
                            }
                        }
                        (Some(other), None) => self.compare(field, other, &below, differences),
                    }
                }
            }
            (Value::Array(items), Value::Array(others)) if items.len() == others.len() => {
                self.compare_items(items, others, place, differences);
            }
            _ if wanted == shown => {}
            _ => differences.push((format!("{place}: {wanted}"), format!("{place}: {shown}"))),
        }
    }

    fn compare_items(
        self,
        items: &[Value],
        others: &[Value],
        place: &str,
        differences: &mut Differences,
    ) {
        let mut in_order = Vec::new();
        for (index, (item, other)) in items.iter().zip(others).enumerate() {
            self.compare(item, other, &format!("{place}/{index}"), &mut in_order);
        }
        if self.is_exact || in_order.is_empty() || self.places(items, others).is_none() {
            differences.extend(in_order);
        }
    }

    /// The place of each wanted item among the others: its own if it fits there, or any.
    fn places(self, items: &[Value], others: &[Value]) -> Option<Vec<usize>> {
        let fits = |item: &Value, index: usize| self.differences(item, &others[index]).is_empty();
        if items.iter().enumerate().all(|(index, item)| fits(item, index)) {
            return Some((0..items.len()).collect());
        }
        let mut used = BTreeSet::new();
        let place = |item: &Value| {
            let found = (0..others.len()).find(|index| !used.contains(index) && fits(item, *index));
            found.filter(|index| used.insert(*index))
        };
        items.iter().map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn members_that_are_not_named_may_have_any_value() {
        let shown = json!({ "id": "5ada78ed-288f-43b5-b98c-890369e04fe3", "more": 1 });
        let found = BodyComparison::of(true).differences(&json!({ "id": "{uuid}" }), &shown);
        assert_eq!(found, Vec::new());
    }

    #[test]
    fn a_missing_field_is_named_by_its_place() {
        let wanted = json!({ "a": { "b": 1 } });
        let found = BodyComparison::of(true).differences(&wanted, &json!({ "a": {} }));
        assert_eq!(found, vec![("/a/b: 1".to_owned(), "/a/b: not there".to_owned())]);
    }

    #[test]
    fn a_null_that_is_absent_and_another_order_count_only_for_targets_of_our_decisions() {
        let wanted = json!({ "fx": null, "list": [{ "a": 1 }, { "a": 2 }] });
        let shown = json!({ "list": [{ "a": 2 }, { "a": 1 }] });
        assert_eq!(BodyComparison::of(false).differences(&wanted, &shown), Vec::new());
        assert_eq!(BodyComparison::of(true).differences(&wanted, &shown).len(), 3);
        let other = json!({ "list": [{ "a": 2 }, { "a": 2 }] });
        assert!(!BodyComparison::of(false).differences(&wanted, &other).is_empty());
    }

    #[test]
    fn values_are_remembered_where_they_stand() {
        let wanted = json!({ "list": [{ "a": 1, "id": "{any as one}" }, { "a": 2 }] });
        let shown = json!({ "list": [{ "a": 2 }, { "a": 1, "id": 7 }] });
        let found = BodyComparison::of(false).remembered(&wanted, &shown);
        assert_eq!(found, vec![("one".to_owned(), json!(7))]);
    }
}
