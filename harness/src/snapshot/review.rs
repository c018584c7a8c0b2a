//! Snapshots that wait for a person: pending ones, and accepted ones that nothing asks for.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    accepted::{ACCEPTED, PENDING, accepted, file_of, pending_of},
    lines::difference,
};

/// Trouble with a folder of snapshots.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {problem}")]
pub struct ReviewError {
    path: String,
    problem: String,
}

impl ReviewError {
    fn at(path: &Path, problem: &dyn Display) -> Self {
        Self { path: path.display().to_string(), problem: problem.to_string() }
    }
}

/// The state of a snapshot: it says what is to be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SnapshotState {
    /// It is accepted, and there is nothing to do.
    Accepted,
    /// The target sent something for which nothing is accepted yet.
    New,
    /// The target sent something else than what is accepted.
    Changed,
    /// No scenario asks for it any more.
    Orphaned,
}

/// A snapshot with what waits for a person.
#[derive(Clone, Debug)]
pub struct Reviewed {
    /// Its name: the scenario, and for an event its type.
    pub name: String,
    /// Its state.
    pub state: SnapshotState,
    /// The place in the features, if it is pending.
    pub place: Option<String>,
    /// The accepted text and the pending one, line by line; empty if nothing is pending.
    pub difference: String,
}

/// A folder of snapshots and what waits in it.
#[derive(Clone, Debug)]
pub struct SnapshotReview {
    folder: PathBuf,
    /// Every snapshot, by its name.
    pub snapshots: Vec<Reviewed>,
}

impl SnapshotReview {
    /// Looks through a folder; `wanted` are the names that scenarios ask for. A folder that does not exist is empty.
    ///
    /// # Errors
    /// If the folder or a snapshot cannot be read.
    pub fn of(folder: &Path, wanted: &BTreeSet<String>) -> Result<Self, ReviewError> {
        let names = names_in(folder).map_err(|error| ReviewError::at(folder, &error))?;
        let looked =
            names.into_iter().map(|(name, is_pending)| look_at(folder, name, is_pending, wanted));
        Ok(Self { folder: folder.to_path_buf(), snapshots: looked.collect::<Result<_, _>>()? })
    }

    /// The pending snapshots.
    pub fn pending(&self) -> impl Iterator<Item = &Reviewed> {
        self.in_state(&[SnapshotState::New, SnapshotState::Changed])
    }

    /// The snapshots in one of these states.
    pub fn in_state(&self, states: &[SnapshotState]) -> impl Iterator<Item = &Reviewed> {
        self.snapshots.iter().filter(move |one| states.contains(&one.state))
    }

    /// Accepts what is pending under this name.
    ///
    /// # Errors
    /// If a file cannot be read or written.
    pub fn accept(&self, name: &str) -> Result<(), ReviewError> {
        let file = file_of(&self.folder, name);
        let pending = pending_of(&file);
        let at = |error: Box<dyn std::error::Error>| ReviewError::at(&pending, &error);
        insta::Snapshot::from_file(&pending).map_err(at)?.save(&file).map_err(at)?;
        remove(&pending)
    }

    /// Removes what is pending under this name; what is accepted stays.
    ///
    /// # Errors
    /// If the file cannot be removed.
    pub fn reject(&self, name: &str) -> Result<(), ReviewError> {
        remove(&pending_of(&file_of(&self.folder, name)))
    }

    /// Removes a snapshot for which no scenario asks, with what is pending beside it.
    ///
    /// # Errors
    /// If a file cannot be removed.
    pub fn prune(&self, name: &str) -> Result<(), ReviewError> {
        let file = file_of(&self.folder, name);
        remove(&file)?;
        remove(&pending_of(&file))
    }
}

fn remove(file: &Path) -> Result<(), ReviewError> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(ReviewError::at(file, &error)),
        _ => Ok(()),
    }
}

/// The names of the snapshots in a folder, each with true if one is pending.
fn names_in(folder: &Path) -> io::Result<BTreeMap<String, bool>> {
    let mut names = BTreeMap::new();
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(names),
        entries => entries?,
    };
    for entry in entries {
        let file = entry?.file_name();
        let Some(file) = file.to_str() else { continue };
        if let Some(name) = file.strip_suffix(PENDING) {
            names.insert(name.to_owned(), true);
        } else if let Some(name) = file.strip_suffix(ACCEPTED) {
            names.entry(name.to_owned()).or_insert(false);
        }
    }
    Ok(names)
}

fn look_at(
    folder: &Path,
    name: String,
    is_pending: bool,
    wanted: &BTreeSet<String>,
) -> Result<Reviewed, ReviewError> {
    let file = file_of(folder, &name);
    let read = |file: &Path| accepted(file).map_err(|problem| ReviewError::at(file, &problem));
    let old = read(&file)?;
    let pending = pending_of(&file);
    let new = if is_pending { read(&pending)? } else { None };
    let state = match (&old, &new) {
        _ if !wanted.contains(&name) => SnapshotState::Orphaned,
        (_, None) => SnapshotState::Accepted,
        (None, Some(_)) => SnapshotState::New,
        (Some(_), Some(_)) => SnapshotState::Changed,
    };
    let place = new.as_ref().and_then(|_| place_in(&pending));
    let old = old.unwrap_or_default();
    let difference = new.map_or_else(String::new, |new| difference(old.trim(), new.trim()));
    Ok(Reviewed { name, state, place, difference })
}

fn place_in(file: &Path) -> Option<String> {
    let snapshot = insta::Snapshot::from_file(file).ok()?;
    snapshot.metadata().description().map(str::to_owned)
}
