//! The sign of one request, which its scenario holds until the effect was seen.

use std::{sync::Arc, time::Instant};

use super::{RequestState, shared::SharedList, state::WorklistState};

/// The sign of one request. A request whose ticket is dropped before its end is no longer needed.
#[derive(Debug)]
pub struct WorklistTicket {
    list: Arc<SharedList>,
    index: usize,
}

impl WorklistTicket {
    pub(super) fn new(list: Arc<SharedList>, index: usize) -> Self {
        Self { list, index }
    }

    /// Waits until the person sees the request, or it has ended. A scenario waits only here, and for the effect: from the
    /// first call on it counts as one that waits for the person.
    pub async fn shown(&self) {
        self.list.shown(self.index).await;
    }

    /// The moment at which the person saw the request; none before.
    #[must_use]
    pub fn asked_at(&self) -> Option<Instant> {
        self.list.look(|state| state.requests[self.index].shown.map(|shown| shown.at))
    }

    /// The moment from which the person's time for this request runs: it was shown, and the last other request was carried
    /// out or skipped. So a long list needs no longer time limit than a short one. None before it is shown.
    #[must_use]
    pub fn time_runs_from(&self) -> Option<Instant> {
        self.list.look(|state| state.time_runs_from(self.index))
    }

    /// The number by which the person knows the request; none before it is shown.
    #[must_use]
    pub fn number(&self) -> Option<usize> {
        self.list.look(|state| state.requests[self.index].shown.map(|shown| shown.number))
    }

    /// Ticks the request off: its effect was seen. A request that was skipped stays skipped.
    pub fn done(&self) {
        self.list.end(self.index, RequestState::Done);
    }

    /// Ends the request: its effect was not seen in time.
    pub fn expired(&self) {
        self.list.end(self.index, RequestState::Expired);
    }

    /// True if the person has skipped the request.
    #[must_use]
    pub fn is_skipped(&self) -> bool {
        self.list.look(|state| state.requests[self.index].state() == RequestState::Skipped)
    }

    /// Waits until the person skips the request.
    pub async fn skipped(&self) {
        self.list.reaches(self.index, |state| state == RequestState::Skipped).await;
    }
}

impl Drop for WorklistTicket {
    fn drop(&mut self) {
        self.list.end(self.index, RequestState::NotNeeded);
    }
}

/// A scenario that runs. It ends with this value.
#[derive(Debug)]
pub struct RunningScenario(Arc<SharedList>);

impl RunningScenario {
    pub(super) fn begin(list: Arc<SharedList>) -> Self {
        list.note(WorklistState::begin_scenario);
        Self(list)
    }
}

impl Drop for RunningScenario {
    fn drop(&mut self) {
        self.0.note(WorklistState::end_scenario);
    }
}
