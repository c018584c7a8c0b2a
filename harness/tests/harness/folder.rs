//! Folders that live as long as a test.

use std::fs;

use conformance_harness::suite::{self, LoadError, Suite, SuiteFiles};
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

/// These feature files, or the reason why they cannot be loaded.
pub(crate) fn try_files(files: &[(&str, &str)]) -> Result<SuiteFiles, LoadError> {
    suite::load(with(files).path())
}

/// The suite of these feature files, which must be Gherkin.
pub(crate) fn try_suite(files: &[(&str, &str)]) -> Result<Suite, LoadError> {
    let read = try_files(files)?;
    assert_eq!(read.mistakes, []);
    Ok(read.suite)
}

/// A suite of one feature file, `features/toy.feature`.
pub(crate) fn suite_of(text: &str) -> Suite {
    try_suite(&[("features/toy.feature", text)]).expect("the suite loads")
}
