//! Runs `conform` at the root of the suite.

use std::{
    path::Path,
    process::{Command, Output},
};

/// The root of the suite.
pub(crate) const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Runs `conform`.
pub(crate) fn conform(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_conform"));
    command.args(arguments).current_dir(ROOT).output().expect("conform starts")
}

/// Runs `conform`; gives the exit code and the standard output.
pub(crate) fn printed(arguments: &[&str]) -> (i32, String) {
    let output = conform(arguments);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.code().expect("an exit code"), text)
}

/// Both outputs.
pub(crate) fn text(output: &Output) -> String {
    let both = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    String::from_utf8_lossy(&both).into_owned()
}

/// Asserts the exit code, and that the output has all of these words; gives the output.
pub(crate) fn says(arguments: &[&str], code: i32, words: &[&str]) -> String {
    let output = conform(arguments);
    let text = text(&output);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {text}");
    for word in words {
        assert!(text.contains(word), "{arguments:?} does not say {word:?}: {text}");
    }
    text
}

/// A path as an argument.
pub(crate) fn shown(path: &Path) -> &str {
    path.to_str().expect("a path that is text")
}
