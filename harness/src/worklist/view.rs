//! A copy of a worklist as data, for a page that shows it.

use serde::Serialize;

use super::{
    RequestState, WorklistCounts, WorklistRequest,
    state::{AskedRequest, WorklistState},
};

/// A worklist at one moment.
#[derive(Clone, Debug, Serialize)]
pub struct WorklistView {
    /// The numbers of requests and batches.
    pub counts: WorklistCounts,
    /// The number of requests that wait for the person.
    pub left: usize,
    /// The number of requests that are gathered for the next batch.
    pub gathering: usize,
    /// The requests that were shown, by number.
    pub requests: Vec<WorklistEntry>,
}

/// A request that was shown.
#[derive(Clone, Debug, Serialize)]
pub struct WorklistEntry {
    /// Its number in the run.
    pub number: usize,
    /// The number of its batch.
    pub batch: usize,
    /// Its state.
    pub state: RequestState,
    /// The request itself.
    #[serde(flatten)]
    pub request: WorklistRequest,
}

pub(super) fn of(state: &WorklistState) -> WorklistView {
    let mut requests: Vec<WorklistEntry> = state.requests.iter().filter_map(entry).collect();
    requests.sort_by_key(|entry| entry.number);
    let counts = state.counts();
    WorklistView {
        left: counts.all().left(),
        gathering: state.gathering().count(),
        counts,
        requests,
    }
}

fn entry(one: &AskedRequest) -> Option<WorklistEntry> {
    let shown = one.shown?;
    Some(WorklistEntry {
        number: shown.number,
        batch: shown.batch,
        state: one.state(),
        request: one.request.clone(),
    })
}
