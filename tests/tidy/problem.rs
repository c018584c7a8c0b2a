//! A problem: the place, the sentence that says what is wrong there, and the remedy.

use std::fmt;

/// One finding of a check.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Problem {
    /// File and line, `steps/world.rs:12`, or the file alone.
    pub(crate) place: String,
    wrong: String,
    remedy: String,
}

impl Problem {
    /// A problem at a line of a file.
    pub(crate) fn at(file: &str, line: usize, wrong: String, remedy: &str) -> Self {
        Self { place: format!("{file}:{line}"), wrong, remedy: remedy.to_owned() }
    }

    /// A problem of a whole file.
    pub(crate) fn of(file: &str, wrong: String, remedy: &str) -> Self {
        Self { place: file.to_owned(), wrong, remedy: remedy.to_owned() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n    Remedy: {}", self.place, self.wrong, self.remedy)
    }
}
