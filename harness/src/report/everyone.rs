//! One observer that passes each end on to several.

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
