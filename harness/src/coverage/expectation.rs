//! The members that a step names when it says what must be in an answer or an event.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{schema::Shape, yaml};

/// The expectation of a step from `Then` on.
#[derive(Debug, Default)]
pub(super) struct StepExpectation {
    /// Places from the top of a message.
    places: BTreeSet<String>,
    /// Ends of places, such as the column of a table.
    ends: BTreeSet<String>,
    /// The words of its sentence, in small letters.
    words: BTreeSet<String>,
    /// The cells of its table.
    cells: BTreeSet<String>,
}

impl StepExpectation {
    /// The expectation in a sentence and in the text or table below it.
    pub(super) fn of(sentence: &str, argument: Option<&str>) -> Self {
        let is_part = |letter: char| letter.is_alphanumeric() || "_-.".contains(letter);
        let words = sentence.split(|letter| !is_part(letter)).map(str::to_lowercase);
        let mut expectation = Self { words: words.collect(), ..Self::default() };
        match argument {
            Some(table) if table.trim_start().starts_with('|') => expectation.add_table(table),
            Some(text) => {
                if let Ok(value @ (Value::Object(_) | Value::Array(_))) = yaml::parse(text) {
                    add_places(&value, "", &mut expectation.places);
                }
            }
            None => {}
        }
        expectation
    }

    fn add_table(&mut self, table: &str) {
        let mut rows = table.lines().map(|line| {
            let cells = line.trim().trim_matches('|').split('|');
            cells.map(|cell| cell.trim().to_owned()).collect::<Vec<_>>()
        });
        let head = rows.next().unwrap_or_default();
        let ends = head.iter().map(|cell| format!("/{}", cell.replace('.', "/")));
        self.ends.extend(ends);
        // A table without a head has a value there, which is the end of no place.
        self.cells.extend(head);
        self.cells.extend(rows.flatten());
    }

    /// True if a cell of the table is this type of event, perhaps among others.
    pub(super) fn names_event(&self, event_type: &str) -> bool {
        self.cells.iter().any(|cell| cell.split(" or ").any(|one| one == event_type))
    }

    /// True if it names a place of a message.
    pub(super) fn names(&self, place: &str) -> bool {
        self.places.contains(place) || self.ends.iter().any(|end| place.ends_with(end.as_str()))
    }

    /// The nodes of a message that it asserts: those it names, and those of closed lists whose value the sentence spells.
    pub(super) fn asserted(&self, shape: &Shape, value: &Value) -> BTreeSet<usize> {
        let mut asserted = BTreeSet::new();
        each_value(shape, 0, value, &mut |node, value| {
            let node_shape = &shape.nodes[node];
            let spelled = value.as_str().filter(|_| !node_shape.lists.is_empty());
            let is_spelled = spelled.is_some_and(|text| self.words.contains(&text.to_lowercase()));
            if is_spelled || self.names(&node_shape.place) {
                asserted.insert(node);
            }
        });
        asserted
    }
}

fn add_places(value: &Value, place: &str, places: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let name = name.replace('~', "~0").replace('/', "~1");
                let place = format!("{place}/{name}");
                add_places(member, &place, places);
                places.insert(place);
            }
        }
        Value::Array(items) => {
            for item in items {
                add_places(item, &format!("{place}/*"), places);
            }
        }
        _ => {}
    }
}

/// Calls `each` with every documented place of a message and its value.
pub(super) fn each_value(
    shape: &Shape,
    node: usize,
    value: &Value,
    each: &mut dyn FnMut(usize, &Value),
) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if let Some(child) = shape.nodes[node].members.get(name) {
                    each(*child, member);
                    each_value(shape, *child, member, each);
                }
            }
        }
        Value::Array(items) => {
            if let Some(child) = shape.nodes[node].items {
                for item in items {
                    each(child, item);
                    each_value(shape, child, item, each);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_places_from_the_top_and_a_table_names_ends() {
        let text = StepExpectation::of("Then the answer contains:", Some("a: {b: [{c: 1}]}"));
        assert!(text.names("/a/b/*/c") && text.names("/a/b") && !text.names("/c"));
        let table = "| event | data.state |\n| toy.broken or toy.lost | BROKEN |";
        let table = StepExpectation::of("And these events are delivered:", Some(table));
        assert!(table.names("/data/state") && !table.names("/data"));
        assert!(table.names_event("toy.lost") && !table.names_event("toy.made"));
    }
}
