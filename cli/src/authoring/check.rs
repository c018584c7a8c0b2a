//! `conform check`: the mistakes in feature files that can be found without a target.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use conformance_harness::{
    files::read_text,
    quote::escaped,
    report::{Output, Paint, scenarios_text},
    suite::{FeatureMistake, SuiteFiles, load},
};
use ralio_conformance::{SetUpError, check::check as check_suite, load_description};
use serde_json::json;

use crate::{
    arguments::{CheckArguments, CheckFormat},
    error::CommandError,
    exit_code::NOT_JUDGED,
    suite_folder::SuiteFolder,
};

/// Checks feature files.
pub(crate) fn check(arguments: &CheckArguments, output: &Output) -> Result<u8, CommandError> {
    let folder = SuiteFolder::find(&arguments.suite)?;
    let description = load_description(&folder)?;
    let mut files = load(&folder).map_err(SetUpError::from)?;
    let chosen = Chosen::of(&arguments.files, &folder, &mut files)?;
    let all = check_suite(&files, &description);
    let mistakes: Vec<&FeatureMistake> =
        all.iter().filter(|mistake| chosen.has(&mistake.path)).collect();
    let counts = chosen.counts(&files);
    match arguments.format {
        CheckFormat::Json => {
            let found = json!({ "files": counts.0, "scenarios": counts.1, "mistakes": mistakes });
            output.say(&format!("{found:#}"));
        }
        CheckFormat::Text => say(&mistakes, &files, counts, output),
    }
    Ok(if mistakes.is_empty() { 0 } else { NOT_JUDGED })
}

fn say(
    mistakes: &[&FeatureMistake],
    files: &SuiteFiles,
    (file_count, scenarios): (usize, usize),
    output: &Output,
) {
    let paint = Paint::of_stdout();
    for mistake in mistakes {
        output.say(&shown(mistake, files.line(&mistake.path, mistake.line), paint));
    }
    let broken: BTreeSet<&Path> = mistakes.iter().map(|mistake| mistake.path.as_path()).collect();
    output.say(&match mistakes.len() {
        0 => paint.green(&format!("no mistakes in {}", told_counts(file_count, scenarios))),
        1 => paint.red("1 mistake"),
        count if broken.len() == 1 => paint.red(&format!("{count} mistakes")),
        count => paint.red(&format!("{count} mistakes in {} files", broken.len())),
    });
}

fn told_counts(files: usize, scenarios: usize) -> String {
    let files = if files == 1 { "1 file".to_owned() } else { format!("{files} files") };
    format!("{files} with {}", scenarios_text(scenarios))
}

/// A mistake with its line, in which the mistaken part is underlined.
pub(crate) fn shown(mistake: &FeatureMistake, line: &str, paint: Paint) -> String {
    let FeatureMistake { path, line: number, column, length, reason, remedy } = mistake;
    let place = format!("{}:{number}:{column}", path.display());
    let gutter = number.to_string().len();
    let text = line.trim_end();
    let before: String = text
        .chars()
        .take(column.saturating_sub(1))
        .map(|letter| if letter == '\t' { '\t' } else { ' ' })
        .collect();
    let marks = "^".repeat((*length).clamp(1, text.chars().count().max(1)));
    let remedy = if remedy.is_empty() { String::new() } else { format!("\n  {remedy}\n") };
    format!(
        "{}\n{} | {}\n{:gutter$} | {before}{}\n  {}{}",
        paint.bold(&escaped(&place)),
        paint.dim(&number.to_string()),
        escaped(text),
        "",
        paint.red(&marks),
        escaped(reason),
        escaped(&remedy),
    )
}

/// The files that are asked about; all if none is named.
struct Chosen(Vec<PathBuf>);

impl Chosen {
    /// Finds the named files in the suite, and adds those that stand elsewhere.
    fn of(named: &[PathBuf], root: &Path, files: &mut SuiteFiles) -> Result<Self, CommandError> {
        let unreadable = |path: &Path, error: &std::io::Error| CommandError::NoFeatureFile {
            path: path.display().to_string(),
            reason: error.to_string(),
        };
        let whole_root = root.canonicalize().map_err(|error| unreadable(root, &error))?;
        let mut chosen = Vec::new();
        for path in named {
            // A path is meant from here, or else from the suite's folder.
            let path = if path.exists() { path.clone() } else { root.join(path) };
            let whole = path.canonicalize().map_err(|error| unreadable(&path, &error))?;
            let inside = whole.strip_prefix(&whole_root).map(Path::to_path_buf);
            let is_known = |inside: &PathBuf| files.texts.keys().any(|one| one.starts_with(inside));
            if let Some(inside) = inside.ok().filter(is_known) {
                chosen.push(inside);
            } else {
                let text = read_text(&path).map_err(|error| unreadable(&path, &error))?;
                files.add(path.clone(), text);
                chosen.push(path);
            }
        }
        Ok(Self(chosen))
    }

    fn has(&self, path: &Path) -> bool {
        self.0.is_empty() || self.0.iter().any(|chosen| path.starts_with(chosen))
    }

    /// The number of files and of scenarios.
    fn counts(&self, files: &SuiteFiles) -> (usize, usize) {
        let count = files.texts.keys().filter(|path| self.has(path)).count();
        let cases = files.suite.cases.iter().filter(|case| self.has(&case.path));
        let scenarios: BTreeSet<&str> = cases.map(|case| case.scenario_id()).collect();
        (count, scenarios.len())
    }
}
