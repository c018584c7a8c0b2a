//! The notes that `--note` asks for.

use std::path::PathBuf;

use clap::ValueEnum;

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

/// One note that is asked for, as in `html` or `html=note.html`.
#[derive(Clone, Debug)]
pub(crate) struct NoteChoice {
    pub(super) form: NoteForm,
    pub(super) path: PathBuf,
}

impl std::str::FromStr for NoteChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (form, path) =
            text.split_once('=').map_or((text, None), |(form, path)| (form, Some(path)));
        let form = NoteForm::from_str(form, false).map_err(|_| {
            format!("{form:?} is no note; write markdown, html or json, with a file as in html=note.html")
        })?;
        let path = match (path, form) {
            (Some(""), _) => return Err("the name of the file is missing after `=`".to_owned()),
            (Some(path), _) => path,
            (None, NoteForm::Markdown) => "conform-note.md",
            (None, NoteForm::Html) => "conform-note.html",
            (None, NoteForm::Json) => "conform-note.json",
        };
        Ok(Self { form, path: PathBuf::from(path) })
    }
}
