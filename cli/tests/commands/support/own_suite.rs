//! A suite of a few feature files, for the tests of several files.

use std::{fs, path::Path};

use tempfile::TempDir;

use crate::support::conform::ROOT;

/// A suite with these files, each by its path and its text, and with the project's schemas, fixtures and profiles.
pub(crate) fn own_suite(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("features")).expect("made");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("it stands in a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    for shared in ["schemas", "fixtures", "tests"] {
        let original = fs::canonicalize(Path::new(ROOT).join(shared)).expect("is there");
        std::os::unix::fs::symlink(original, folder.path().join(shared)).expect("linked");
    }
    folder
}
