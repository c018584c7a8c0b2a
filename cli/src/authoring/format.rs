//! `conform format`: feature files in the one layout.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use conformance_harness::{
    quote::{counted, escaped},
    report::{Output, Paint},
    suite::{FeatureMistake, SuiteFiles, laid_out, load_edited},
};
use ralio_conformance::SetUpError;

use super::{check::shown, chosen::Chosen};
use crate::{
    arguments::FormatArguments, error::CommandError, exit_code::NOT_JUDGED,
    suite_folder::SuiteFolder,
};

/// Lays out feature files, or names those that would change.
pub(crate) fn format(arguments: &FormatArguments, output: &Output) -> Result<u8, CommandError> {
    let folder = SuiteFolder::find(&arguments.suite)?;
    let mut files = load_edited(&folder, BTreeMap::new()).map_err(SetUpError::from)?;
    let chosen = Chosen::of(&arguments.files, &folder, &mut files)?;
    let broken: Vec<&FeatureMistake> =
        files.mistakes.iter().filter(|mistake| chosen.has(&mistake.path)).collect();
    for mistake in &broken {
        let line = files.line(&mistake.path, mistake.line);
        output.say(&shown(mistake, line, Paint::of_stdout()));
    }
    let mut changed = 0;
    for (path, text) in untidy(&files, &chosen) {
        changed += 1;
        if arguments.check {
            output.say(&format!("{} would change", escaped(&path.display().to_string())));
        } else {
            write(&place(&folder, path), &text)?;
            output.say(&format!("{} is laid out", escaped(&path.display().to_string())));
        }
    }
    let count = files.files.keys().filter(|path| chosen.has(path)).count();
    output.say(&summary(arguments.check, changed, count, broken.len()));
    let is_done = broken.is_empty() && (changed == 0 || !arguments.check);
    Ok(if is_done { 0 } else { NOT_JUDGED })
}

/// The chosen files whose layout is different, with the text that they should have.
fn untidy<'f>(
    files: &'f SuiteFiles,
    chosen: &'f Chosen,
) -> impl Iterator<Item = (&'f PathBuf, String)> {
    let known = files.files.iter().filter(|(path, _)| chosen.has(path));
    known.filter_map(|(path, file)| {
        let text = laid_out(file);
        (text != file.text).then_some((path, text))
    })
}

/// The place of a file: one of the suite stands below its folder, another where it was named.
fn place(folder: &Path, path: &Path) -> PathBuf {
    let inside = folder.join(path);
    if inside.exists() { inside } else { path.to_path_buf() }
}

fn write(path: &Path, text: &str) -> Result<(), CommandError> {
    fs::write(path, text)
        .map_err(|source| CommandError::NotWritten { path: path.display().to_string(), source })
}

fn summary(is_check: bool, changed: usize, count: usize, broken: usize) -> String {
    let told = match (changed, is_check) {
        (0, _) => format!("the layout of {} is right", counted(count, "file")),
        (_, true) => {
            format!(
                "{} of {count} would change; `conform format` writes them",
                counted(changed, "file")
            )
        }
        (_, false) => format!("{} of {count} changed", counted(changed, "file")),
    };
    match broken {
        0 => told,
        _ => format!("{told}; a file with mistakes keeps its layout until they are corrected"),
    }
}
