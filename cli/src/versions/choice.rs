//! The notes that `--note` asks for.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::file_choice::{FileChoice, FileForm};

/// The form of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum NoteForm {
    /// For a pull request.
    Markdown,
    /// One page that opens offline.
    Html,
    /// Data, described in docs/comparing-versions.md.
    Json,
}

impl FileForm for NoteForm {
    const NOUN: &'static str = "note";

    fn default_path(self) -> PathBuf {
        PathBuf::from(match self {
            Self::Markdown => "conform-note.md",
            Self::Html => "conform-note.html",
            Self::Json => "conform-note.json",
        })
    }
}

/// One note that is asked for, as in `html` or `html=note.html`.
pub(crate) type NoteChoice = FileChoice<NoteForm>;
