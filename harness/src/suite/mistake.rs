//! Mistakes in feature files: their place, the reason and the remedy.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use serde::Serialize;

/// One mistake in a feature file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct FeatureMistake {
    /// The file, relative to the suite's folder.
    pub path: PathBuf,
    /// The line.
    pub line: usize,
    /// The letter of the line with which the mistaken text begins, counted from 1.
    pub column: usize,
    /// The number of letters of the mistaken text; 0 if it is the whole line.
    pub length: usize,
    /// The reason why it is a mistake.
    pub reason: String,
    /// The way to correct it.
    pub remedy: String,
}

impl FeatureMistake {
    /// A mistake in a whole line.
    pub fn in_line(
        path: &Path,
        line: usize,
        reason: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let (reason, remedy) = (reason.into(), remedy.into());
        Self { path: path.to_path_buf(), line, column: 1, length: 0, reason, remedy }
    }

    /// The same mistake, in a part of its line. Without this part in the line it stays one of the whole line.
    #[must_use]
    pub fn in_part(mut self, line: &str, part: &str) -> Self {
        let found = line.find(part).filter(|_| !part.is_empty());
        match found {
            Some(at) => {
                self.column = line[..at].chars().count() + 1;
                self.length = part.chars().count();
            }
            None => self = self.in_words(line),
        }
        self
    }

    /// The same mistake, in all words of its line.
    #[must_use]
    pub fn in_words(mut self, line: &str) -> Self {
        let before = line.chars().take_while(|letter| letter.is_whitespace()).count();
        (self.column, self.length) = (before + 1, line.trim().chars().count());
        self
    }

    /// Reason and remedy.
    #[must_use]
    pub fn message(&self) -> String {
        let separator = if self.remedy.is_empty() { "" } else { "; " };
        format!("{}{separator}{}", self.reason, self.remedy)
    }
}

impl fmt::Display for FeatureMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path.display(), self.line, self.message())
    }
}
