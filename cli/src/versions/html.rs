//! A note as one page that opens offline.

use askama::Template;
use conformance_harness::quote::counted;

use super::model::{ChangeNote, OperationChanges, capital};

/// The page.
#[derive(Template)]
#[template(path = "note.html")]
struct NotePage<'a> {
    note: &'a ChangeNote,
    groups: Vec<ClassGroup<'a>>,
}

/// The changes of one weight.
struct ClassGroup<'a> {
    anchor: String,
    heading: String,
    count: usize,
    operations: Vec<OperationChanges<'a>>,
}

/// The page of a note.
pub(super) fn note_page(note: &ChangeNote) -> Result<String, askama::Error> {
    let groups = note.grouped().into_iter().map(|(class, operations)| {
        let words = class.to_string();
        ClassGroup {
            anchor: words.replace(' ', "-"),
            heading: capital(&words),
            count: operations.iter().map(|(_, changes)| changes.len()).sum(),
            operations,
        }
    });
    NotePage { note, groups: groups.collect() }.render()
}
