//! The documented messages, each place with its counts and with the lists, bounds and states that belong to it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use regex::Regex;

use super::{figures::ValueRoom, transitions::ResourceStates};
use crate::schema::{BoundKind, Description, Shape};

/// The number of values from which on a closed list is one of a standard, such as that of all countries.
const LONG_LIST: usize = 64;

/// A documented message, or the value of a parameter.
#[derive(Debug)]
pub(super) struct CataloguedMessage {
    pub(super) name: String,
    pub(super) room: ValueRoom,
    pub(super) is_binding: bool,
    pub(super) shape: Shape,
    /// The lists, bounds and states of each node of the shape.
    pub(super) marks: Vec<NodeMarks>,
    /// The number of values at each node.
    pub(super) seen: Vec<usize>,
    /// The number of those that are neither null nor an empty list.
    pub(super) filled: Vec<usize>,
    /// The nodes that a step asserts.
    pub(super) asserted: BTreeSet<usize>,
    /// Places of members that no document has.
    pub(super) undocumented: BTreeSet<String>,
}

/// The lists, bounds and states of a node, by number.
#[derive(Clone, Debug, Default)]
pub(super) struct NodeMarks {
    pub(super) lists: Vec<usize>,
    pub(super) bounds: Vec<usize>,
    pub(super) resource: Option<usize>,
}

/// A closed list in one room, with its counts.
#[derive(Debug)]
pub(super) struct CataloguedList {
    pub(super) name: String,
    pub(super) declared: String,
    pub(super) room: ValueRoom,
    pub(super) is_binding: bool,
    /// Seen or accepted, and refused.
    pub(super) values: BTreeMap<String, (usize, usize)>,
}

impl CataloguedList {
    pub(super) fn is_long(&self) -> bool {
        self.values.len() > LONG_LIST
    }
}

/// A bound of a request, with its counts.
#[derive(Debug)]
pub(super) struct CataloguedBound {
    pub(super) operation: String,
    pub(super) place: String,
    pub(super) kind: BoundKind,
    pub(super) limit: i128,
    pub(super) is_binding: bool,
    pub(super) accepted_at: usize,
    pub(super) refused_beyond: usize,
}

/// The name of a parameter of a query.
#[derive(Debug)]
pub(super) enum ParameterName {
    /// One name.
    Is(String),
    /// All names of a pattern.
    Like(Regex),
}

impl ParameterName {
    pub(super) fn fits(&self, name: &str) -> bool {
        match self {
            Self::Is(own) => own == name,
            Self::Like(pattern) => pattern.is_match(name),
        }
    }
}

/// All documented messages.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    pub(super) messages: Vec<CataloguedMessage>,
    pub(super) lists: Vec<CataloguedList>,
    pub(super) bounds: Vec<CataloguedBound>,
    /// The answers of each operation, by status.
    pub(super) answers: HashMap<String, BTreeMap<String, usize>>,
    /// The refusals.
    pub(super) refusals: Vec<usize>,
    /// The JSON request of each operation.
    pub(super) requests: HashMap<String, usize>,
    /// The parameters of each operation.
    pub(super) parameters: HashMap<String, Vec<(ParameterName, usize)>>,
    /// The events by type.
    pub(super) events: HashMap<String, usize>,
    /// The number of each list by room and place of its schema.
    known_lists: BTreeMap<(ValueRoom, String), usize>,
}

impl Catalogue {
    pub(super) fn of(description: &Description, resources: &[ResourceStates]) -> Self {
        let mut catalogue = Self::default();
        let add = |catalogue: &mut Self, name: String, room, is_binding, shape: &Shape| {
            catalogue.add(resources, CataloguedMessage::of(name, room, is_binding, shape))
        };
        for operation in &description.operations {
            let (id, binding) = (&operation.id, operation.is_binding);
            for (status, shape) in &operation.answers {
                let name = format!("{id} {status}");
                let number = add(&mut catalogue, name, ValueRoom::Answers, binding, shape);
                catalogue.answers.entry(id.clone()).or_default().insert(status.clone(), number);
            }
            if let Some(shape) = &operation.request {
                let number = add(&mut catalogue, id.clone(), ValueRoom::Requests, binding, shape);
                catalogue.requests.insert(id.clone(), number);
            }
            for parameter in &operation.query {
                let name = if parameter.is_pattern {
                    Regex::new(&parameter.name).ok().map(ParameterName::Like)
                } else {
                    Some(ParameterName::Is(parameter.name.clone()))
                };
                let Some(name) = name else { continue };
                let told = format!("{id} ?{}", parameter.name);
                let number =
                    add(&mut catalogue, told, ValueRoom::Requests, binding, &parameter.shape);
                catalogue.parameters.entry(id.clone()).or_default().push((name, number));
            }
        }
        for shape in &description.refusals {
            let number = add(&mut catalogue, "refusal".to_owned(), ValueRoom::Answers, true, shape);
            catalogue.refusals.push(number);
        }
        for event in &description.events {
            let (name, binding) = (event.event_type.clone(), event.is_binding);
            let number =
                add(&mut catalogue, name.clone(), ValueRoom::Events, binding, &event.shape);
            catalogue.events.insert(name, number);
        }
        catalogue
    }

    fn add(&mut self, resources: &[ResourceStates], mut message: CataloguedMessage) -> usize {
        for (index, node) in message.shape.nodes.iter().enumerate() {
            let marks = &mut message.marks[index];
            for list in &node.lists {
                let key = (message.room, list.declared.clone());
                let number = *self.known_lists.entry(key).or_insert_with(|| {
                    let values = list.values.iter().map(|value| (told(value), (0, 0)));
                    self.lists.push(CataloguedList {
                        name: list.name(),
                        declared: list.declared.clone(),
                        room: message.room,
                        is_binding: false,
                        values: values.collect(),
                    });
                    self.lists.len() - 1
                });
                self.lists[number].is_binding |= message.is_binding;
                marks.lists.push(number);
            }
            let is_state = |resource: &ResourceStates| {
                resource.states.iter().any(|schema| node.schemas.contains(schema))
            };
            marks.resource = resources.iter().position(is_state);
            if message.room == ValueRoom::Requests {
                for (kind, limit) in &node.bounds {
                    let (name, binding) = (&message.name, message.is_binding);
                    let bound = (*kind, *limit);
                    self.bounds.push(CataloguedBound::of(name, binding, &node.place, bound));
                    marks.bounds.push(self.bounds.len() - 1);
                }
            }
        }
        self.messages.push(message);
        self.messages.len() - 1
    }

    /// The message of an answer: of the operation with its status, or a refusal.
    pub(super) fn answer(&self, operation: &str, status: u16) -> Option<usize> {
        if status >= 400 {
            return self.refusals.first().copied();
        }
        let answers = self.answers.get(operation)?;
        let number = answers.get(&status.to_string());
        number.or_else(|| answers.get("2XX").filter(|_| status / 100 == 2)).copied()
    }
}

impl CataloguedMessage {
    fn of(name: String, room: ValueRoom, is_binding: bool, shape: &Shape) -> Self {
        let nodes = shape.nodes.len();
        Self {
            name,
            room,
            is_binding,
            shape: shape.clone(),
            marks: vec![NodeMarks::default(); nodes],
            seen: vec![0; nodes],
            filled: vec![0; nodes],
            asserted: BTreeSet::new(),
            undocumented: BTreeSet::new(),
        }
    }
}

impl CataloguedBound {
    /// A bound at a place of a request, or of a parameter, with this name.
    fn of(name: &str, is_binding: bool, place: &str, (kind, limit): (BoundKind, i128)) -> Self {
        let (operation, parameter) = name.split_once(' ').unwrap_or((name, ""));
        Self {
            operation: operation.to_owned(),
            place: format!("{parameter}{place}"),
            kind,
            limit,
            is_binding,
            accepted_at: 0,
            refused_beyond: 0,
        }
    }
}

/// A value as a word.
pub(super) fn told(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
