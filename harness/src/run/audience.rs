//! The observer of a run, within reach of all scenarios that run side by side.

use std::cell::RefCell;

use super::{CaseResult, Observer};
use crate::{story::Story, suite::Case};

/// The observer, and its wishes.
pub(super) struct Audience<'a> {
    observer: RefCell<&'a mut dyn Observer>,
    /// True if the stories of scenarios are of use.
    pub(super) wants_stories: bool,
    wants_progress: bool,
}

impl<'a> Audience<'a> {
    pub(super) fn of(observer: &'a mut dyn Observer) -> Self {
        let (wants_stories, wants_progress) = (observer.wants_stories(), observer.wants_progress());
        Self { observer: RefCell::new(observer), wants_stories, wants_progress }
    }

    /// Passes on a result.
    pub(super) fn ended(&self, outcome: &CaseResult) {
        self.observer.borrow_mut().ended(outcome);
    }

    /// Passes on what happened in a case.
    pub(super) fn told(&self, case: &Case, story: Story) {
        self.observer.borrow_mut().told(case, story);
    }

    /// Passes on the story of a case so far, which is made only if it is of use.
    pub(super) fn progressed(&self, case: &Case, story: impl FnOnce() -> Story) {
        if self.wants_progress {
            self.observer.borrow_mut().progressed(case, story());
        }
    }
}
