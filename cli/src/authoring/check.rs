//! `conform check`: the mistakes in feature files that can be found without a target.

use std::{collections::BTreeSet, path::Path};

use conformance_harness::{
    quote::{counted, escaped},
    report::{Output, Paint},
    suite::{FeatureMistake, SuiteFiles, load},
};
use ralio_conformance::{SetUpError, check::check as check_suite, load_description};
use serde_json::json;

use super::chosen::Chosen;
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
    let counted_mistakes = counted(mistakes.len(), "mistake");
    output.say(&match broken.len() {
        0 => paint.green(&format!("no mistakes in {}", told_counts(file_count, scenarios))),
        1 => paint.red(&counted_mistakes),
        files => paint.red(&format!("{counted_mistakes} in {}", counted(files, "file"))),
    });
}

fn told_counts(files: usize, scenarios: usize) -> String {
    format!("{} with {}", counted(files, "file"), counted(scenarios, "scenario"))
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
