//! The file of a note.

use conformance_harness::report::ReportFile;

use super::{
    choice::{NoteChoice, NoteForm},
    html::note_page,
    markdown::note_markdown,
    model::ChangeNote,
};
use crate::{error::CommandError, file_choice::not_written};

/// Writes a note.
pub(super) fn write_note(
    note: &ChangeNote,
    choice: &NoteChoice,
    file: &ReportFile,
) -> Result<(), CommandError> {
    let failed = |error: &dyn std::fmt::Display| not_written::<NoteForm>(&choice.path, error);
    let text = match choice.form {
        NoteForm::Markdown => note_markdown(note),
        NoteForm::Html => note_page(note).map_err(|error| failed(&error))?,
        NoteForm::Json => serde_json::to_string_pretty(note).map_err(|error| failed(&error))?,
    };
    file.write(&text).map_err(|error| failed(&error))
}
