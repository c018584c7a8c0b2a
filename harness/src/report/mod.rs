//! What a run tells people and build servers, while it runs and at its end.

mod failure;
mod junit;
mod progress;
mod summary;

pub use failure::failure_text;
pub use junit::JUnit;
pub use progress::Progress;
pub use summary::summary_text;

use crate::run::{CaseResult, Observer};

/// Tells several observers.
#[derive(Default)]
pub struct Everyone<'a>(Vec<&'a mut dyn Observer>);

impl std::fmt::Debug for Everyone<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Everyone({})", self.0.len())
    }
}

impl<'a> Everyone<'a> {
    /// Adds one more.
    pub fn add(&mut self, observer: &'a mut dyn Observer) {
        self.0.push(observer);
    }
}

impl Observer for Everyone<'_> {
    fn ended(&mut self, outcome: &CaseResult) {
        for observer in &mut self.0 {
            observer.ended(outcome);
        }
    }
}

/// Whether and how to colour text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paint(
    /// Colours are written.
    pub bool,
);

impl Paint {
    fn with(self, code: &str, text: &str) -> String {
        if self.0 { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// What went wrong, or was expected and did not come.
    #[must_use]
    pub fn red(self, text: &str) -> String {
        self.with("31", text)
    }

    /// What went right, or came instead.
    #[must_use]
    pub fn green(self, text: &str) -> String {
        self.with("32", text)
    }

    /// What wants attention.
    #[must_use]
    pub fn yellow(self, text: &str) -> String {
        self.with("33", text)
    }

    /// What is less important.
    #[must_use]
    pub fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    /// What is more important.
    #[must_use]
    pub fn bold(self, text: &str) -> String {
        self.with("1", text)
    }
}
