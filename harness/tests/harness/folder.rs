//! Folders that live as long as a test.

use std::fs;

use conformance_harness::suite::{self, LoadError, Suite};
use tempfile::TempDir;

/// A folder with these files, by their paths in it.
pub(crate) fn with(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    folder
}

/// The suite of these feature files, or the reason why they cannot be loaded.
pub(crate) fn try_suite(files: &[(&str, &str)]) -> Result<Suite, LoadError> {
    suite::load(with(files).path())
}

/// A suite of one feature file, `features/toy.feature`.
pub(crate) fn suite_of(text: &str) -> Suite {
    try_suite(&[("features/toy.feature", text)]).expect("the suite loads")
}
