//! The documented messages: which operations a step calls, and which members their messages have.

use std::collections::BTreeSet;

use conformance_harness::schema::{DescribedOperation, Description, Shape};
use serde_json::Value;

use super::phrase_index::UsedPhrase;

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
    pub(super) fn choices(&self, operation: &str, place: &str) -> BTreeSet<&'a str> {
        let shape = self.operation(operation).and_then(|one| one.request.as_ref());
        let nodes = shape.into_iter().flat_map(|shape| &shape.nodes);
        let lists = nodes.filter(|node| node.place == place).flat_map(|node| &node.lists);
        lists.flat_map(|list| &list.values).filter_map(|value| value.as_str()).collect()
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

/// A member that no document has, with those that are known in its place.
pub(super) type UnknownMember = (String, Vec<String>);

/// The members of a value that none of the shapes has.
pub(super) fn unknown_members(value: &Value, shapes: &[&Shape]) -> Vec<UnknownMember> {
    let roots: Vec<(&Shape, usize)> = shapes.iter().map(|shape| (*shape, 0)).collect();
    let mut found = Vec::new();
    add_unknown(value, &roots, &mut found);
    found
}

fn add_unknown(value: &Value, nodes: &[(&Shape, usize)], found: &mut Vec<UnknownMember>) {
    match value {
        Value::Object(members) => {
            let known: BTreeSet<&String> =
                nodes.iter().flat_map(|(shape, node)| shape.nodes[*node].members.keys()).collect();
            // A place without documented members may have any.
            if known.is_empty() {
                return;
            }
            for (name, member) in members {
                if !known.contains(name) {
                    found.push((name.clone(), known.iter().copied().cloned().collect()));
                    continue;
                }
                let below = nodes.iter().filter_map(|(shape, node)| {
                    Some((*shape, *shape.nodes[*node].members.get(name)?))
                });
                add_unknown(member, &below.collect::<Vec<_>>(), found);
            }
        }
        Value::Array(items) => {
            let below =
                nodes.iter().filter_map(|(shape, node)| Some((*shape, shape.nodes[*node].items?)));
            let below: Vec<(&Shape, usize)> = below.collect();
            for item in items {
                add_unknown(item, &below, found);
            }
        }
        _ => {}
    }
}
