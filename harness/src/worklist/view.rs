//! A copy of a worklist as data, for a page that shows it.

use serde::Serialize;

use super::{
    RequestState, WorklistCounts,
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
    /// The name of the Portal's page.
    pub page: String,
    /// The address of the page.
    pub link: String,
    /// The task.
    pub task: String,
    /// The ids to copy, each behind its label.
    pub ids: Vec<(String, String)>,
    /// Further details.
    pub further: Vec<String>,
    /// The scenario that waits, or "preparation".
    pub case: String,
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
    let (shown, request) = (one.shown?, one.request.clone());
    Some(WorklistEntry {
        number: shown.number,
        batch: shown.batch,
        state: one.state(),
        page: request.page,
        link: request.link,
        task: request.task,
        ids: request.ids,
        further: request.further,
        case: request.case,
    })
}
