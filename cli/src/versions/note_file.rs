//! The files of a note.

use std::path::Path;

use conformance_harness::report::ReportFile;

use super::{
    choice::{NoteChoice, NoteForm},
    html::note_page,
    markdown::note_markdown,
    model::ChangeNote,
};
use crate::error::CommandError;

/// Opens the files: a note that cannot be written is an error before the run, not after it.
pub(super) fn open_notes(
    choices: &[NoteChoice],
) -> Result<Vec<(NoteChoice, ReportFile)>, CommandError> {
    let open = |choice: &NoteChoice| match ReportFile::at(&choice.path) {
        Ok(file) => Ok((choice.clone(), file)),
        Err(error) => Err(not_written(&choice.path, &error)),
    };
    choices.iter().map(open).collect()
}

/// Writes a note.
pub(super) fn write_note(
    note: &ChangeNote,
    choice: &NoteChoice,
    file: &ReportFile,
) -> Result<(), CommandError> {
    let failed = |error: &dyn std::fmt::Display| not_written(&choice.path, error);
    let text = match choice.form {
        NoteForm::Markdown => note_markdown(note),
        NoteForm::Html => note_page(note).map_err(|error| failed(&error))?,
        NoteForm::Json => serde_json::to_string_pretty(note).map_err(|error| failed(&error))?,
    };
    file.write(&text).map_err(|error| failed(&error))
}

fn not_written(path: &Path, error: &dyn std::fmt::Display) -> CommandError {
    CommandError::Report(format!("the note {} cannot be written: {error}", path.display()))
}
