//! The numbers of requests of a run.

use std::{fmt, ops::AddAssign};

use serde::Serialize;

use super::RequestState;
use crate::quote::counted;

/// The numbers of requests by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WorklistTally {
    /// All that were shown.
    pub asked: usize,
    /// Those whose effect was seen.
    pub done: usize,
    /// Those that the person skipped.
    pub skipped: usize,
    /// Those whose effect was not seen in time.
    pub expired: usize,
    /// Those whose scenario ended without them.
    pub not_needed: usize,
}

impl WorklistTally {
    /// Counts a request that was shown.
    pub(super) fn count(&mut self, state: RequestState) {
        self.asked += 1;
        match state {
            RequestState::Gathering | RequestState::Open => {}
            RequestState::Done => self.done += 1,
            RequestState::Skipped => self.skipped += 1,
            RequestState::Expired => self.expired += 1,
            RequestState::NotNeeded => self.not_needed += 1,
        }
    }

    /// The number of those that wait for the person.
    #[must_use]
    pub fn left(&self) -> usize {
        self.asked - self.done - self.skipped - self.expired - self.not_needed
    }
}

impl AddAssign for WorklistTally {
    fn add_assign(&mut self, other: Self) {
        self.asked += other.asked;
        self.done += other.done;
        self.skipped += other.skipped;
        self.expired += other.expired;
        self.not_needed += other.not_needed;
    }
}

impl fmt::Display for WorklistTally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} asked, {} done", self.asked, self.done)?;
        let rest = [
            (self.skipped, RequestState::Skipped.words()),
            (self.expired, RequestState::Expired.words()),
            (self.not_needed, RequestState::NotNeeded.words()),
            (self.left(), RequestState::Open.words()),
        ];
        for (count, words) in rest.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, ", {count} {words}")?;
        }
        Ok(())
    }
}

/// The numbers of requests and batches of a run. Requests of a batch that is still being gathered are not in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WorklistCounts {
    /// The batches that were shown.
    pub batches: usize,
    /// The requests that scenarios are about.
    pub acts: WorklistTally,
    /// The requests that prepare scenarios.
    pub preparation: WorklistTally,
}

impl WorklistCounts {
    /// All requests.
    #[must_use]
    pub fn all(&self) -> WorklistTally {
        let mut all = self.acts;
        all += self.preparation;
        all
    }
}

impl fmt::Display for WorklistCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let batches = counted(self.batches, "batch");
        let requests = counted(self.all().asked, "request");
        write!(f, "{requests} to a person in {batches}: {}", self.acts)?;
        if self.preparation.asked > 0 {
            write!(f, "; preparation: {}", self.preparation)?;
        }
        Ok(())
    }
}
