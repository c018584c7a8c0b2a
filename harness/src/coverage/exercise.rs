//! Counts the values of a message at the places of its shape.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::{
    catalogue::{Catalogue, CataloguedBound, CataloguedList, CataloguedMessage, NodeMarks, told},
    sides::{BoundSide, side_of},
    transitions::ResourceStates,
};
use crate::schema::Shape;

/// The most undocumented places that are kept of a kind of message. A target could send new ones without end.
const MOST_UNDOCUMENTED: usize = 100;

/// The end of a request.
#[derive(Debug)]
pub(super) enum RequestEnd {
    /// It was answered with a success.
    Accepted,
    /// It was refused because of its content; these places are named.
    Refused(BTreeSet<String>),
    /// It says nothing about its content.
    Other,
}

impl RequestEnd {
    /// The end of a request by its answer. A missing right, an unknown address and too many requests say nothing of a body.
    pub(super) fn of(status: u16, answer: &Value) -> Self {
        match status {
            200..300 => Self::Accepted,
            401 | 403 | 404 | 405 | 429 => Self::Other,
            400..500 => {
                let mut named = BTreeSet::new();
                add_pointers(answer, &mut named);
                Self::Refused(named)
            }
            _ => Self::Other,
        }
    }

    /// True if it was refused because of this place, as far as the refusal says.
    fn is_refusal_of(&self, place: &str) -> bool {
        match self {
            Self::Refused(named) => named.is_empty() || named.contains(place),
            Self::Accepted | Self::Other => false,
        }
    }
}

/// Adds all texts of a refusal that are JSON Pointers.
fn add_pointers(value: &Value, named: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.starts_with('/') => {
            named.insert(text.clone());
        }
        Value::Object(members) => members.values().for_each(|inner| add_pointers(inner, named)),
        Value::Array(items) => items.iter().for_each(|inner| add_pointers(inner, named)),
        _ => {}
    }
}

/// The last state of each resource of a scenario.
#[derive(Debug, Default)]
pub(super) struct StateReadings {
    latest: HashMap<(usize, String), String>,
}

/// The changes of state of a run, by number of the resource, state before and state after.
pub(super) type SeenChanges = BTreeMap<(usize, String, String), usize>;

/// The counts of a message while its values are read.
pub(super) struct ValueReader<'a> {
    shape: &'a Shape,
    marks: &'a [NodeMarks],
    seen: &'a mut [usize],
    filled: &'a mut [usize],
    undocumented: &'a mut BTreeSet<String>,
    lists: &'a mut [CataloguedList],
    bounds: &'a mut [CataloguedBound],
    /// For requests.
    end: Option<&'a RequestEnd>,
    /// For answers.
    states: Option<(&'a [ResourceStates], &'a mut StateReadings, &'a mut SeenChanges)>,
    /// The place that is read, with the numbers of items.
    pointer: String,
}

impl Catalogue {
    /// A reader of values of one message.
    pub(super) fn reader(&mut self, message: usize) -> ValueReader<'_> {
        let CataloguedMessage { shape, marks, seen, filled, undocumented, .. } =
            &mut self.messages[message];
        ValueReader {
            shape,
            marks,
            seen,
            filled,
            undocumented,
            lists: &mut self.lists,
            bounds: &mut self.bounds,
            end: None,
            states: None,
            pointer: String::new(),
        }
    }
}

impl<'a> ValueReader<'a> {
    /// Of a request with this end. A parameter stands under its name.
    pub(super) fn of_request(self, end: &'a RequestEnd, parameter: Option<&str>) -> Self {
        let pointer = parameter.map_or_else(String::new, |name| format!("/{name}"));
        Self { end: Some(end), pointer, ..self }
    }

    /// Of an answer that shows states.
    pub(super) fn of_answer(
        self,
        resources: &'a [ResourceStates],
        readings: &'a mut StateReadings,
        changes: &'a mut SeenChanges,
    ) -> Self {
        Self { states: Some((resources, readings, changes)), ..self }
    }

    /// Reads the whole message.
    pub(super) fn read(mut self, value: &Value) {
        self.read_at(0, value);
    }

    fn read_at(&mut self, node: usize, value: &Value) {
        self.seen[node] += 1;
        let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        self.filled[node] += usize::from(!is_empty);
        self.read_lists(node, value);
        self.read_bounds(node, value);
        let length = self.pointer.len();
        let shape = self.shape;
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    self.pointer.push('/');
                    self.pointer.push_str(name);
                    match shape.nodes[node].members.get(name) {
                        Some(child) => {
                            self.read_state(*child, member, value);
                            self.read_at(*child, member);
                        }
                        None => self.note_undocumented(node, name),
                    }
                    self.pointer.truncate(length);
                }
            }
            Value::Array(items) => {
                let Some(child) = shape.nodes[node].items else { return };
                for (index, item) in items.iter().enumerate() {
                    self.pointer.push('/');
                    self.pointer.push_str(&index.to_string());
                    self.read_at(child, item);
                    self.pointer.truncate(length);
                }
            }
            _ => {}
        }
    }

    fn note_undocumented(&mut self, node: usize, name: &str) {
        // An object without documented members may hold anything.
        let parent = &self.shape.nodes[node];
        if !parent.members.is_empty() && self.undocumented.len() < MOST_UNDOCUMENTED {
            self.undocumented.insert(format!("{}/{name}", parent.place));
        }
    }

    fn read_lists(&mut self, node: usize, value: &Value) {
        for number in &self.marks[node].lists {
            let values = &mut self.lists[*number].values;
            let counts = match value {
                Value::String(text) => values.get_mut(text.as_str()),
                Value::Null | Value::Array(_) | Value::Object(_) => None,
                other => values.get_mut(&told(other)),
            };
            let Some((seen, refused)) = counts else { continue };
            match self.end {
                None | Some(RequestEnd::Accepted) => *seen += 1,
                Some(RequestEnd::Refused(_)) => *refused += 1,
                Some(RequestEnd::Other) => {}
            }
        }
    }

    fn read_bounds(&mut self, node: usize, value: &Value) {
        let Some(end) = self.end else { return };
        for number in &self.marks[node].bounds {
            let bound = &mut self.bounds[*number];
            match (side_of(value, bound.kind, bound.limit, &self.shape.nodes[node]), end) {
                (Some(BoundSide::At), RequestEnd::Accepted) => bound.accepted_at += 1,
                (Some(BoundSide::Beyond), end) if end.is_refusal_of(&self.pointer) => {
                    bound.refused_beyond += 1;
                }
                _ => {}
            }
        }
    }

    fn read_state(&mut self, node: usize, state: &Value, owner: &Value) {
        let Some((resources, readings, changes)) = &mut self.states else { return };
        let Some(resource) = self.marks[node].resource else { return };
        let identity = owner.get(&resources[resource].identity).filter(|id| !id.is_null());
        let (Some(id), Some(state)) = (identity, state.as_str()) else { return };
        let before = readings.latest.insert((resource, told(id)), state.to_owned());
        if let Some(before) = before.filter(|before| before != state) {
            *changes.entry((resource, before, state.to_owned())).or_default() += 1;
        }
    }
}
