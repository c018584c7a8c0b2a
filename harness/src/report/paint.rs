//! Colours for terminals.

use std::io::{self, IsTerminal as _};

/// Colours for the terminal; true if colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paint(
    /// Colours are written.
    pub bool,
);

impl Paint {
    /// Colours if standard output is a terminal, unless somebody asks for none.
    #[must_use]
    pub fn of_stdout() -> Self {
        Self(io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none())
    }

    /// The same for standard error.
    #[must_use]
    pub fn of_stderr() -> Self {
        Self(io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none())
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.0 { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// Red: a failure, or an expected value that did not come.
    #[must_use]
    pub fn red(self, text: &str) -> String {
        self.with("31", text)
    }

    /// Green: a success, or the actual value.
    #[must_use]
    pub fn green(self, text: &str) -> String {
        self.with("32", text)
    }

    /// Yellow: a warning.
    #[must_use]
    pub fn yellow(self, text: &str) -> String {
        self.with("33", text)
    }

    /// The lines of a difference: red where they are gone, green where they are new.
    #[must_use]
    pub fn difference(self, text: &str) -> String {
        let painted = text.lines().map(|line| match line.chars().next() {
            Some('-') => self.red(line),
            Some('+') => self.green(line),
            _ => line.to_owned(),
        });
        painted.collect::<Vec<_>>().join("\n")
    }

    /// Dim: less important text.
    #[must_use]
    pub fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    /// Bold: more important text.
    #[must_use]
    pub fn bold(self, text: &str) -> String {
        self.with("1", text)
    }
}
