//! The feature files that a command for authors is asked about.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use conformance_harness::{files::read_text, suite::SuiteFiles};

use crate::error::CommandError;

/// The files that are asked about; all if none is named.
pub(super) struct Chosen(Vec<PathBuf>);

impl Chosen {
    /// Finds the named files in the suite, and adds those that stand elsewhere.
    pub(super) fn of(
        named: &[PathBuf],
        root: &Path,
        files: &mut SuiteFiles,
    ) -> Result<Self, CommandError> {
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

    pub(super) fn has(&self, path: &Path) -> bool {
        self.0.is_empty() || self.0.iter().any(|chosen| path.starts_with(chosen))
    }

    /// The number of files and of scenarios.
    pub(super) fn counts(&self, files: &SuiteFiles) -> (usize, usize) {
        let count = files.texts.keys().filter(|path| self.has(path)).count();
        let cases = files.suite.cases.iter().filter(|case| self.has(&case.path));
        let scenarios: BTreeSet<&str> = cases.map(|case| case.scenario_id()).collect();
        (count, scenarios.len())
    }
}
