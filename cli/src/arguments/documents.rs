//! The commands in the documents are commands.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::{CommandFactory as _, error::ErrorKind};
use regex::Regex;

use super::Arguments;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Commands in a block, between back quotes, and in the scripts of build servers.
const COMMAND: &str = r"(?m)(?:^\$? ?|`|^ *- (?:run: )?)(conform(?: [^`\n]+)?)";

/// The files that show commands. The changelog names commands of earlier versions, too.
fn documents() -> Vec<PathBuf> {
    let files = |folder: &str| fs::read_dir(Path::new(ROOT).join(folder)).expect("is there");
    let shows = |path: &Path| path.extension().is_some_and(|kind| kind == "md" || kind == "yaml");
    let all = ["", "docs", "docs/ci"].into_iter().flat_map(files);
    let all = all.map(|entry| entry.expect("is read").path());
    all.filter(|path| shows(path) && !path.ends_with("CHANGELOG.md")).collect()
}

/// The words of a command, without what a shell does with its output and exit code.
fn words(command: &str) -> Vec<String> {
    let words = shlex::split(command).unwrap_or_default();
    let ends = ["|", "||", ">", "&&", "…"];
    words.into_iter().take_while(|word| !ends.contains(&word.as_str())).collect()
}

#[test]
fn each_command_in_the_documents_is_understood() {
    let pattern = Regex::new(COMMAND).expect("a pattern");
    let mut seen = 0;
    for path in documents() {
        let text = fs::read_to_string(&path).expect("is text");
        for found in pattern.captures_iter(&text) {
            let command = &found[1];
            seen += 1;
            let words = words(command);
            if let Err(error) = Arguments::command().try_get_matches_from(&words) {
                let is_incomplete = match error.kind() {
                    ErrorKind::MissingRequiredArgument
                    | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => true,
                    ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
                        let has_variable = words.iter().any(|word| word.contains('$'));
                        has_variable || words.last().is_some_and(|word| word.starts_with("--"))
                    }
                    _ => false,
                };
                // A sentence may name a command without all that it needs, and a script may have variables in it.
                assert!(is_incomplete, "{}: `{command}`: {error}", path.display());
            }
        }
    }
    assert!(seen > 100, "only {seen} commands are found in the documents");
}
