//! The changes between two OpenAPI documents, to tell which observed changes they do not say, and which of theirs nobody saw.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use conformance_harness::{
    behaviour::{STATUS, member_of},
    quote::listed,
    schema::{Contract, Description, Shape},
};
use ralio_conformance::SetUpError;

use super::model::{ChangeNote, NotedChange};
use crate::error::CommandError;

/// A statement of a document: the operation or event, the part of it, and the place in that.
type StatementPlace = (String, &'static str, String);

/// The statements of a document, each with its words.
type Statements = BTreeMap<StatementPlace, String>;

/// The words of a statement before and after; none where it is missing.
type StatementSides = (Option<String>, Option<String>);

/// The most operations or events that a line names.
const NAMED: usize = 3;

/// The parts of an operation or event.
const ANSWER: &str = "answer";
const REQUEST: &str = "request";
const EVENT: &str = "event";

/// The changes between two documents.
pub(super) struct DocumentChanges(BTreeMap<StatementPlace, StatementSides>);

impl DocumentChanges {
    /// The changes between the documents in two files, each with its schemas beside it; none without files.
    pub(super) fn between(files: &[PathBuf]) -> Result<Option<Self>, CommandError> {
        let [old, new] = files else { return Ok(None) };
        let (old, new) = (statements(old)?, statements(new)?);
        let places: BTreeSet<&StatementPlace> = old.keys().chain(new.keys()).collect();
        let changes = places.into_iter().filter_map(|place| {
            let (before, after) = (old.get(place).cloned(), new.get(place).cloned());
            (before != after).then(|| (place.clone(), (before, after)))
        });
        Ok(Some(Self(changes.collect())))
    }

    /// Says of each change if the documents have it, and lists what only they have.
    pub(super) fn apply(&self, note: &mut ChangeNote) {
        let mut observed = BTreeSet::new();
        for noted in &mut note.changes {
            let said: Vec<&StatementPlace> =
                self.0.keys().filter(|place| is_about(place, noted)).collect();
            let words = if said.is_empty() {
                "the documents do not say it"
            } else {
                "the documents say it, too"
            };
            noted.documents = Some(words.to_owned());
            observed.extend(said.into_iter().cloned());
        }
        let unseen = self.0.iter().filter(|(place, _)| !observed.contains(*place));
        note.undocumented = all_told(unseen);
    }
}

/// True if a statement is about a change that was observed.
fn is_about((name, part, place): &StatementPlace, noted: &NotedChange) -> bool {
    let change = &noted.change;
    if !change.messages.contains(name) {
        return false;
    }
    if change.places.contains(STATUS) {
        return *part == REQUEST || place.starts_with(STATUS) || place.is_empty();
    }
    let is_in = |seen: &String| {
        seen == place || place.strip_prefix(seen.as_str()).is_some_and(|rest| rest.starts_with('/'))
    };
    *part != REQUEST && change.places.iter().any(is_in)
}

/// The changes in words: one line for all operations or events in which a member changes alike.
fn all_told<'a>(
    changes: impl Iterator<Item = (&'a StatementPlace, &'a StatementSides)>,
) -> Vec<String> {
    let mut groups: BTreeMap<(&str, &str, &StatementSides), Vec<&StatementPlace>> = BTreeMap::new();
    for (statement, sides) in changes {
        let (name, part, place) = statement;
        let member = if place.is_empty() { name.as_str() } else { member_of(place) };
        groups.entry((member, *part, sides)).or_default().push(statement);
    }
    let told = groups.into_iter().map(|((member, part, sides), statements)| {
        let names: BTreeSet<&String> = statements.iter().map(|(name, ..)| name).collect();
        let names: Vec<&String> = names.into_iter().collect();
        match statements.as_slice() {
            [one] => told(one, sides),
            _ => told_together(member, part, &names, sides),
        }
    });
    told.collect()
}

/// A change of a member of several messages.
fn told_together(
    member: &str,
    part: &str,
    names: &[&String],
    (before, after): &StatementSides,
) -> String {
    let parts = if names.len() == 1 { part.to_owned() } else { format!("{part}s") };
    let names = listed(names, NAMED);
    match (before, after) {
        (None, _) => format!("`{member}` is new in the {parts} of {names}"),
        (_, None) => format!("`{member}` is gone from the {parts} of {names}"),
        (Some(before), Some(after)) => {
            format!("`{member}` in the {parts} of {names}: {after} instead of {before}")
        }
    }
}

/// A change in one place.
fn told((name, part, place): &StatementPlace, (before, after): &StatementSides) -> String {
    let what =
        if place.is_empty() { name.clone() } else { format!("{place} in the {part} of {name}") };
    match (before, after) {
        (None, _) => format!("{what} is new"),
        (_, None) => format!("{what} is gone"),
        (Some(before), Some(after)) => format!("{what}: {after} instead of {before}"),
    }
}

/// The statements of a document.
fn statements(file: &Path) -> Result<Statements, CommandError> {
    let folder = if file.is_dir() { Some(file) } else { file.parent() };
    let folder = folder.filter(|folder| folder.join("openapi.yaml").is_file());
    let Some(folder) = folder else {
        return Err(CommandError::Report(format!(
            "--openapi {}: name a file openapi.yaml, or the folder with it and its schemas",
            file.display()
        )));
    };
    let contract = Contract::load(folder).map_err(SetUpError::from)?;
    let Description { operations, events, .. } = contract.description();
    let mut statements = Statements::new();
    for operation in operations {
        let id = operation.id;
        statements.insert((id.clone(), ANSWER, String::new()), operation.path);
        for status in operation.statuses {
            statements.insert((id.clone(), ANSWER, format!("{STATUS} {status}")), String::new());
        }
        for (_, shape) in &operation.answers {
            add_shape(&mut statements, &id, ANSWER, shape);
        }
        if let Some(shape) = &operation.request {
            add_shape(&mut statements, &id, REQUEST, shape);
        }
    }
    for event in events {
        statements.insert((event.event_type.clone(), EVENT, String::new()), String::new());
        add_shape(&mut statements, &event.event_type, EVENT, &event.shape);
    }
    Ok(statements)
}

fn add_shape(statements: &mut Statements, name: &str, part: &'static str, shape: &Shape) {
    for node in shape.nodes.iter().filter(|node| !node.place.is_empty()) {
        let lists = node.lists.iter().flat_map(|list| &list.values);
        let values: BTreeSet<String> = lists.map(ToString::to_string).collect();
        let bounds = node.bounds.iter().map(|(kind, bound)| format!("{} {bound}", kind.keyword()));
        let words: Vec<String> = values.into_iter().chain(bounds).collect();
        let words = if words.is_empty() { "any value".to_owned() } else { words.join(", ") };
        statements.insert((name.to_owned(), part, node.place.clone()), words);
    }
}
