//! Files that an option asks for by their form, as in `--report html` or `--note html=note.html`.

use std::{
    fmt::Display,
    path::{Path, PathBuf},
    str::FromStr,
};

use clap::ValueEnum;
use conformance_harness::report::ReportFile;

use crate::error::CommandError;

/// The forms of a kind of file.
pub(crate) trait FileForm: ValueEnum + Copy {
    /// The word for such a file.
    const NOUN: &'static str;

    /// The file of a form for which none is named.
    fn default_path(self) -> PathBuf;
}

/// One file that is asked for.
#[derive(Clone, Debug)]
pub(crate) struct FileChoice<Form> {
    pub(crate) form: Form,
    pub(crate) path: PathBuf,
}

impl<Form: FileForm> FromStr for FileChoice<Form> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (form, path) =
            text.split_once('=').map_or((text, None), |(form, path)| (form, Some(path)));
        let form = Form::from_str(form, false).map_err(|_| {
            let (noun, forms) = (Form::NOUN, names::<Form>());
            format!("{form:?} is no {noun}; write {forms}, with a file as in html={noun}.html")
        })?;
        let path = match path {
            Some("") => return Err("the name of the file is missing after `=`".to_owned()),
            Some(path) => PathBuf::from(path),
            None => form.default_path(),
        };
        Ok(Self { form, path })
    }
}

/// The names of all forms, as in "html, json or github".
fn names<Form: FileForm>() -> String {
    let values = Form::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    let names: Vec<String> = values.map(|value| value.get_name().to_owned()).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => names.concat(),
    }
}

/// Files that are opened before the work: one that cannot be written is an error then, not after it.
pub(crate) fn open<Form: FileForm>(
    choices: &[FileChoice<Form>],
) -> Result<Vec<(FileChoice<Form>, ReportFile)>, CommandError> {
    let open = |choice: &FileChoice<Form>| match ReportFile::at(&choice.path) {
        Ok(file) => Ok((choice.clone(), file)),
        Err(error) => Err(not_written::<Form>(&choice.path, &error)),
    };
    choices.iter().map(open).collect()
}

/// The error of a file that cannot be written.
pub(crate) fn not_written<Form: FileForm>(path: &Path, error: &dyn Display) -> CommandError {
    CommandError::Report(format!(
        "the {} {} cannot be written: {error}",
        Form::NOUN,
        path.display()
    ))
}
