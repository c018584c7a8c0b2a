//! The file that keeps the results of a score, so that one which was broken off can go on, and parts can be put together.

use std::{
    collections::HashMap,
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    agenda::ScoreItem,
    verdict::{Catch, Fate},
};
use crate::{arguments::ScoreArguments, error::CommandError};

/// The folders by which scenarios are judged.
const JUDGED_BY: [&str; 4] = ["features", "schemas", "fixtures", "tests/snapshots"];

/// Folders and files in them that are of no consequence to a result: every fault has a hash of its own.
const OWN_HASHES: [&str; 3] =
    ["fixtures/faults", "fixtures/variants", "fixtures/fault.schema.json"];

/// The ends of names of files that runs leave behind.
const PASSING: [&str; 2] = ["new", "pending-snap"];

/// One line of the file: a result, and the hashes of all that it depends on.
#[derive(Debug, Deserialize, Serialize)]
struct StateLine {
    id: String,
    /// The hash of the fault.
    fault: String,
    /// The hash of the suite, the program and the options.
    conditions: String,
    catch: Catch,
}

/// The state of a score in its file.
#[derive(Debug)]
pub(super) struct ScoreState {
    path: PathBuf,
    file: File,
    conditions: String,
    /// The kept results by the hash of their fault.
    kept: HashMap<String, Catch>,
}

impl ScoreState {
    /// Reads the file, or makes it.
    pub(super) fn open(path: &Path, conditions: String) -> Result<Self, CommandError> {
        let fail = |error: &dyn std::fmt::Display| cannot_be_used(path, error);
        let mut file = OpenOptions::new().create(true).append(true).read(true).open(path);
        let text = match &mut file {
            Ok(file) => io::read_to_string(file).map_err(|error| fail(&error))?,
            Err(error) => return Err(fail(error)),
        };
        let file = file.map_err(|error| fail(&error))?;
        // A score that was killed may have left half a line at the end.
        let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
        let mut kept = HashMap::new();
        for (number, line) in (1..).zip(whole.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let Ok(result) = serde_json::from_str::<StateLine>(line) else {
                let wrong = format!("line {number} is no result of a score; give another file");
                return Err(fail(&wrong));
            };
            if result.conditions == conditions && result.catch.fate != Fate::Undecided {
                kept.insert(result.fault, result.catch);
            }
        }
        if whole.len() < text.len() {
            if whole.is_empty() && !text.trim_start().starts_with('{') {
                return Err(fail(&"it holds no result of a score; give another file"));
            }
            file.set_len(whole.len() as u64).map_err(|error| fail(&error))?;
        }
        Ok(Self { path: path.to_path_buf(), file, conditions, kept })
    }

    /// The kept result of an item, if all that it depends on is the same.
    pub(super) fn result(&self, item: &ScoreItem) -> Option<Catch> {
        self.kept.get(&hash_of(item)).cloned()
    }

    /// Adds a result to the file.
    pub(super) fn keep(&mut self, item: &ScoreItem, catch: &Catch) -> Result<(), CommandError> {
        let result = StateLine {
            id: item.id().to_owned(),
            fault: hash_of(item),
            conditions: self.conditions.clone(),
            catch: catch.clone(),
        };
        let written = serde_json::to_string(&result).map_err(io::Error::from);
        let written = written.and_then(|line| self.file.write_all(format!("{line}\n").as_bytes()));
        written.map_err(|error| cannot_be_used(&self.path, &error))
    }
}

fn cannot_be_used(path: &Path, error: &dyn std::fmt::Display) -> CommandError {
    CommandError::Score(format!("the state {} cannot be used: {error}", path.display()))
}

/// The hash of all that a fault does.
fn hash_of(item: &ScoreItem) -> String {
    // Its text for debugging names every field, also those that only the harness can read.
    hex::encode(Sha256::digest(format!("{item:?}")))
}

/// The hash of all that a result depends on besides its fault: the suite, the program, the target and the options.
pub(super) fn conditions(arguments: &ScoreArguments, root: &Path) -> Result<String, CommandError> {
    let hash = || -> io::Result<String> {
        let mut hash = Sha256::new();
        for folder in JUDGED_BY {
            add_files(&mut hash, root, &root.join(folder))?;
        }
        // The steps are part of the program.
        add_part(&mut hash, "program", &fs::read(std::env::current_exe()?)?);
        let target = Path::new(&arguments.target);
        let profile = if target.is_file() { fs::read(target)? } else { Vec::new() };
        add_part(&mut hash, &arguments.target, &profile);
        let options = format!("{:?} {:?} {}", arguments.layers, arguments.rule, arguments.full);
        add_part(&mut hash, "options", options.as_bytes());
        Ok(hex::encode(hash.finalize()))
    };
    hash().map_err(|error| CommandError::Score(format!("the suite cannot be read: {error}")))
}

/// Adds all files below a path, in the order of their names.
fn add_files(hash: &mut Sha256, root: &Path, path: &Path) -> io::Result<()> {
    let name = path.strip_prefix(root).unwrap_or(path);
    // A snapshot that differs under a fault is written beside the right one for a while.
    let is_passing =
        path.extension().is_some_and(|extension| PASSING.iter().any(|one| extension == *one));
    if is_passing || OWN_HASHES.iter().any(|own| name == Path::new(own)) {
        return Ok(());
    }
    if path.is_dir() {
        let entries = fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path()));
        let mut entries = entries.collect::<io::Result<Vec<PathBuf>>>()?;
        entries.sort();
        return entries.iter().try_for_each(|entry| add_files(hash, root, entry));
    }
    if path.is_file() {
        add_part(hash, &name.display().to_string(), &fs::read(path)?);
    }
    Ok(())
}

/// Adds a part with its name and length, so that no two lists of parts look the same.
fn add_part(hash: &mut Sha256, name: &str, content: &[u8]) {
    hash.update(format!("{name}\n{}\n", content.len()));
    hash.update(content);
}
