//! The documented messages: which operations a step calls, and which members their messages have.

use std::collections::BTreeSet;

use conformance_harness::schema::{DescribedOperation, Description, Shape, ShapeNode};
use serde_json::Value;

use super::{
    forms::{is_literal, other_form},
    phrase_index::UsedPhrase,
};

/// The documented operations and events, as scenarios name them.
#[derive(Debug)]
pub(super) struct Messages<'a> {
    pub(super) description: &'a Description,
}

impl<'a> Messages<'a> {
    /// The operations that a step calls; none if it names a path that no operation has.
    pub(super) fn called(&self, used: &UsedPhrase) -> Vec<&'a DescribedOperation> {
        let Some(calls) = &used.explanation.calls else { return Vec::new() };
        match (used.word("method"), used.word("path")) {
            (Some(method), Some(path)) => self.at(method, path).into_iter().collect(),
            _ => calls.split(" or ").filter_map(|id| self.operation(id)).collect(),
        }
    }

    fn operation(&self, id: &str) -> Option<&'a DescribedOperation> {
        self.description.operations.iter().find(|one| one.id == id)
    }

    /// The operation of a method and a path, in which references stand for parameters.
    pub(super) fn at(&self, method: &str, path: &str) -> Option<&'a DescribedOperation> {
        let path = path.split('?').next().unwrap_or_default();
        let fits = |one: &&DescribedOperation| one.method == method && is_at(&one.path, path);
        self.description.operations.iter().find(fits)
    }

    /// The requests of all operations, as `GET /path`.
    pub(super) fn requests(&self) -> impl Iterator<Item = String> {
        let operations = self.description.operations.iter();
        operations.map(|one| format!("{} {}", one.method, one.path))
    }

    /// The shape of an event.
    pub(super) fn event(&self, event_type: &str) -> Option<&'a Shape> {
        let mut events = self.description.events.iter();
        events.find(|one| one.event_type == event_type).map(|one| &one.shape)
    }

    /// The types of all events.
    pub(super) fn event_types(&self) -> impl Iterator<Item = &'a str> {
        self.description.events.iter().map(|one| one.event_type.as_str())
    }

    /// The values of the closed list of a member of an operation's request.
    pub(super) fn choices(&self, operation: &str, place: &str) -> BTreeSet<String> {
        let shape = self.operation(operation).and_then(|one| one.request.as_ref());
        let nodes = shape.into_iter().flat_map(|shape| &shape.nodes);
        allowed_values(nodes.filter(|node| node.place == place)).unwrap_or_default()
    }
}

/// True if a path with references is that of a template with parameters.
fn is_at(template: &str, path: &str) -> bool {
    let (wanted, given): (Vec<&str>, Vec<&str>) =
        (template.split('/').collect(), path.split('/').collect());
    let fits = |(wanted, given): (&&str, &&str)| {
        wanted == given || (wanted.starts_with('{') && !given.is_empty())
    };
    wanted.len() == given.len() && wanted.iter().zip(&given).all(fits)
}

/// The texts of the values that closed lists allow at a place in all of these shapes; none if one of them has no list.
pub(super) fn allowed_values<'n>(
    nodes: impl Iterator<Item = &'n ShapeNode>,
) -> Option<BTreeSet<String>> {
    let mut allowed = BTreeSet::new();
    for node in nodes {
        if node.lists.is_empty() {
            return None;
        }
        let values = node.lists.iter().flat_map(|list| &list.values).chain(&node.constants);
        allowed.extend(values.map(|value| value.as_str().map_or(value.to_string(), str::to_owned)));
    }
    Some(allowed).filter(|allowed| !allowed.is_empty())
}

/// A part of a message that no document has.
#[derive(Debug)]
pub(super) struct UnknownPart {
    /// The name of the member.
    pub(super) member: String,
    /// Its value, if the member is known.
    pub(super) value: Option<Value>,
    /// The names of members, or the values, that are known in its place.
    pub(super) known: BTreeSet<String>,
    /// Reason and remedy of a value of another type.
    pub(super) told: Option<(String, String)>,
}

/// The members and values of a message that none of the shapes has.
pub(super) fn unknown_parts(value: &Value, shapes: &[&Shape]) -> Vec<UnknownPart> {
    let roots: Vec<ShapePlace<'_>> = shapes.iter().map(|shape| (*shape, 0)).collect();
    let mut found = Vec::new();
    add_unknown("", value, &roots, &mut found);
    found
}

/// A shape, and the number of a node in it.
type ShapePlace<'s> = (&'s Shape, usize);

fn add_unknown(name: &str, value: &Value, places: &[ShapePlace<'_>], found: &mut Vec<UnknownPart>) {
    let nodes: Vec<&ShapeNode> = places.iter().map(|(shape, node)| &shape.nodes[*node]).collect();
    if let Some(told) = other_form(name, value, &nodes).filter(|_| !name.is_empty()) {
        let (member, value) = (name.to_owned(), Some(value.clone()));
        found.push(UnknownPart { member, value, known: BTreeSet::new(), told: Some(told) });
        return;
    }
    match value {
        Value::Object(members) => {
            let known: BTreeSet<&String> =
                places.iter().flat_map(|(shape, node)| shape.nodes[*node].members.keys()).collect();
            // A place without documented members may have any.
            if known.is_empty() {
                return;
            }
            for (name, member) in members {
                if !known.contains(name) {
                    let known = known.iter().copied().cloned().collect();
                    let told = None;
                    found.push(UnknownPart { member: name.clone(), value: None, known, told });
                    continue;
                }
                let below = places.iter().filter_map(|(shape, node)| {
                    Some((*shape, *shape.nodes[*node].members.get(name)?))
                });
                add_unknown(name, member, &below.collect::<Vec<_>>(), found);
            }
        }
        Value::Array(items) => {
            let below =
                places.iter().filter_map(|(shape, node)| Some((*shape, shape.nodes[*node].items?)));
            let below: Vec<ShapePlace<'_>> = below.collect();
            for item in items {
                add_unknown(name, item, &below, found);
            }
        }
        Value::String(text) => {
            let known = allowed_values(nodes.into_iter())
                .filter(|known| is_literal(text) && !known.contains(text));
            found.extend(known.map(|known| UnknownPart {
                member: name.to_owned(),
                value: Some(value.clone()),
                known,
                told: None,
            }));
        }
        _ => {}
    }
}
