//! Comparing with what people have accepted, and leaving the rest for their review.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use insta::Settings;
use serde_json::Value;

use super::{
    lines::difference,
    mask::{IdMembers, redact, with_any_of},
};
use crate::{
    files,
    verdict::{Fault, Nonconformance},
};

/// The snapshots of a target.
#[derive(Clone, Debug)]
pub struct Snapshots {
    /// The folder.
    pub folder: PathBuf,
    /// True if the target has this folder for itself; the suite's own snapshots show what its own sandbox answers.
    pub is_own: bool,
    /// The members that hold identifiers.
    pub ids: IdMembers,
    /// True if a new value is left for review. Values that a fault has changed are not.
    pub leaves_pending: bool,
}

/// The place in the features of what a snapshot shows.
#[derive(Clone, Copy, Debug)]
pub struct SnapshotSource<'a> {
    /// The feature file.
    pub file: &'a Path,
    /// The file and the line.
    pub place: &'a str,
}

impl Snapshots {
    /// Compares `value` with the snapshot of this name; a difference is left pending for review. False if none is accepted yet.
    ///
    /// # Errors
    /// A nonconformance with the difference, or an error if the snapshot cannot be read.
    pub fn check(
        &self,
        name: &str,
        value: &Value,
        source: SnapshotSource<'_>,
    ) -> Result<bool, Fault> {
        let file = file_of(&self.folder, name);
        let old = accepted(&file)
            .map_err(|problem| Fault::error(format!("{}: {problem}", file.display())))?;
        let redacted = redact(value, self.ids);
        let known = old.as_deref().and_then(|old| serde_json::from_str(old).ok());
        let redacted = match &known {
            Some(known) => with_any_of(known, redacted),
            None => redacted,
        };
        if known.as_ref() == Some(&redacted) {
            // An earlier difference may have left a value to review that is no longer given.
            let _ = std::fs::remove_file(pending_of(&file));
            return Ok(true);
        }
        let new = serde_json::to_string_pretty(&redacted).map_err(Fault::error)?;
        if self.leaves_pending {
            self.leave_pending(name, &new, source);
        }
        let Some(old) = old else { return Ok(false) };
        let finding = Nonconformance::new(
            format!("what the target sent differs from its snapshot {name:?} ({})", source.place),
            "the accepted snapshot (lines with -)",
            "what the target sent (lines with +); accept a change that is meant with `conform snapshots review`",
        );
        Err(finding.differing(difference(old.trim(), new.trim())).into())
    }

    fn leave_pending(&self, name: &str, contents: &str, source: SnapshotSource<'_>) {
        let mut settings = Settings::new();
        settings.set_snapshot_path(&self.folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.set_input_file(source.file);
        settings.set_description(source.place);
        // insta reports a difference by panicking; we report it ourselves.
        let _ = catch_unwind(AssertUnwindSafe(|| {
            settings.bind(|| insta::assert_snapshot!(name.to_owned(), contents));
        }));
    }
}

/// The name of the snapshot of a scenario's answer, or of one of its events. Rows of an outline have a name each.
#[must_use]
pub fn name_of(scenario: &str, event_type: Option<&str>) -> String {
    let scenario = scenario.replace('#', "-");
    event_type.map_or(scenario.clone(), |event_type| format!("{scenario}_{event_type}"))
}

/// The end of the names of accepted snapshots.
pub(super) const ACCEPTED: &str = ".snap";

/// The end of the names of pending snapshots.
pub(super) const PENDING: &str = ".snap.new";

/// The file of the accepted snapshot of this name.
pub(super) fn file_of(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}{ACCEPTED}"))
}

/// The file of the pending snapshot beside an accepted one.
pub(super) fn pending_of(accepted: &Path) -> PathBuf {
    accepted.with_extension("snap.new")
}

/// The text of the snapshot in a file, if there is one.
pub(super) fn accepted(file: &Path) -> Result<Option<String>, String> {
    match files::check(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.to_string()),
        Ok(()) => {}
    }
    let snapshot = insta::Snapshot::from_file(file).map_err(|error| error.to_string())?;
    Ok(snapshot.as_text().map(ToString::to_string))
}
