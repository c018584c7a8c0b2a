//! One observer that passes each result on to several.

use crate::run::{CaseResult, Observer};

/// Several observers; each gets every result.
#[derive(Default)]
pub struct Observers<'a>(Vec<&'a mut dyn Observer>);

impl std::fmt::Debug for Observers<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Observers({})", self.0.len())
    }
}

impl<'a> Observers<'a> {
    /// Adds an observer.
    pub fn add(&mut self, observer: &'a mut dyn Observer) {
        self.0.push(observer);
    }
}

impl Observer for Observers<'_> {
    fn ended(&mut self, outcome: &CaseResult) {
        for observer in &mut self.0 {
            observer.ended(outcome);
        }
    }

    fn warned(&mut self, warning: &str) {
        for observer in &mut self.0 {
            observer.warned(warning);
        }
    }
}
