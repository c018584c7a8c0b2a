//! The requests of a run and their batches, without a clock of their own: each change is told its moment.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use tokio::sync::watch;

use super::{RequestState, WorklistCounts, WorklistRequest};

/// The divisor of the gathering time while all scenarios that run wait for the person: nothing more comes, unless the next
/// scenario is just about to begin.
const ALL_WAIT: u32 = 10;

/// A request of a run.
#[derive(Debug)]
pub(super) struct AskedRequest {
    pub(super) request: WorklistRequest,
    /// Its state; those that wait for another one listen to it.
    pub(super) state: watch::Sender<RequestState>,
    /// None before its batch is shown.
    pub(super) shown: Option<ShownAs>,
    /// True if its scenario does nothing else than wait for it.
    is_awaited: bool,
}

impl AskedRequest {
    pub(super) fn state(&self) -> RequestState {
        *self.state.borrow()
    }
}

/// The place and the moment at which a request was shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct ShownAs {
    pub(super) number: usize,
    pub(super) batch: usize,
    pub(super) at: Instant,
}

/// All requests of a run, in the order in which they were made.
#[derive(Debug)]
pub(super) struct WorklistState {
    pub(super) requests: Vec<AskedRequest>,
    batches: usize,
    numbered: usize,
    /// The scenarios that run.
    running: usize,
    gather: Duration,
    last_added: Instant,
    /// The last moment at which a scenario began, ended, asked or began to wait.
    last_change: Instant,
    /// The last moment at which the person had carried out or skipped something.
    last_work: Option<Instant>,
}

impl WorklistState {
    pub(super) fn new(gather: Duration, now: Instant) -> Self {
        Self {
            requests: Vec::new(),
            batches: 0,
            numbered: 0,
            running: 0,
            gather,
            last_added: now,
            last_change: now,
            last_work: None,
        }
    }

    /// Adds a request to the batch that is gathered; gives its index.
    pub(super) fn ask(&mut self, request: WorklistRequest, now: Instant) -> usize {
        let (state, request) = (watch::Sender::new(RequestState::Gathering), request.shown());
        self.requests.push(AskedRequest { request, state, shown: None, is_awaited: false });
        (self.last_added, self.last_change) = (now, now);
        self.requests.len() - 1
    }

    /// Notes that the scenario of a request waits for it.
    pub(super) fn await_request(&mut self, index: usize, now: Instant) {
        let request = &mut self.requests[index];
        if !request.is_awaited {
            request.is_awaited = true;
            self.last_change = now;
        }
    }

    pub(super) fn begin_scenario(&mut self, now: Instant) {
        self.running += 1;
        self.last_change = now;
    }

    pub(super) fn end_scenario(&mut self, now: Instant) {
        self.running = self.running.saturating_sub(1);
        self.last_change = now;
    }

    /// The moment at which the batch closes if nothing changes before; none if nothing is gathered, or the person still has
    /// to do with the last batch: what comes meanwhile is the next one.
    pub(super) fn due(&self) -> Option<Instant> {
        if self.gathering().count() == 0 || self.is_person_busy() {
            return None;
        }
        let quiet = self.last_added + self.gather;
        let soon = self.all_wait().then(|| self.last_change + self.gather / ALL_WAIT);
        Some(soon.map_or(quiet, |soon| soon.min(quiet)))
    }

    /// The requests that are gathered.
    pub(super) fn gathering(&self) -> impl Iterator<Item = &AskedRequest> {
        self.requests.iter().filter(|one| one.state() == RequestState::Gathering)
    }

    /// True if there is an open request whose scenario looks for the effect. A scenario that waits to ask for more does not
    /// look.
    fn is_person_busy(&self) -> bool {
        let awaited = self.gathering().filter(|one| one.is_awaited);
        let asking: BTreeSet<&str> = awaited.map(|one| one.request.case.as_str()).collect();
        self.requests.iter().any(|one| {
            one.state() == RequestState::Open && !asking.contains(one.request.case.as_str())
        })
    }

    /// True if every scenario that runs waits for the person.
    fn all_wait(&self) -> bool {
        let waiting = self
            .requests
            .iter()
            .filter(|one| one.is_awaited && !one.state().is_ended() && !one.request.is_preparation);
        let waiting: BTreeSet<&str> = waiting.map(|one| one.request.case.as_str()).collect();
        self.running > 0 && waiting.len() >= self.running
    }

    /// Closes the batch: its requests get their numbers, page by page. Gives its number; none if nothing is gathered.
    pub(super) fn close_batch(&mut self, now: Instant) -> Option<usize> {
        let gathered = |one: &(usize, &AskedRequest)| one.1.state() == RequestState::Gathering;
        let indexes = self.requests.iter().enumerate().filter(gathered).map(|(index, _)| index);
        let groups = by_page(&self.requests, indexes);
        if groups.is_empty() {
            return None;
        }
        self.batches += 1;
        for index in groups.into_iter().flatten() {
            self.numbered += 1;
            let shown = ShownAs { number: self.numbered, batch: self.batches, at: now };
            self.requests[index].shown = Some(shown);
            self.requests[index].state.send_replace(RequestState::Open);
        }
        Some(self.batches)
    }

    /// Ends a request; true if it had not ended before.
    pub(super) fn end(&mut self, index: usize, state: RequestState, now: Instant) -> bool {
        if self.requests[index].state().is_ended() {
            return false;
        }
        self.requests[index].state.send_replace(state);
        self.last_change = now;
        if matches!(state, RequestState::Done | RequestState::Skipped) {
            self.last_work = Some(now);
        }
        true
    }

    /// The index of the request with this number.
    pub(super) fn numbered(&self, number: usize) -> Option<usize> {
        let is_it = |one: &AskedRequest| one.shown.is_some_and(|shown| shown.number == number);
        self.requests.iter().position(is_it)
    }

    /// The indexes of the open requests, by page.
    pub(super) fn open(&self) -> Vec<Vec<usize>> {
        let is_open = |index: &usize| self.requests[*index].state() == RequestState::Open;
        by_page(&self.requests, (0..self.requests.len()).filter(is_open))
    }

    /// The indexes of the requests of a batch, by page.
    pub(super) fn batch(&self, batch: usize) -> Vec<Vec<usize>> {
        let is_of =
            |index: &usize| self.requests[*index].shown.is_some_and(|shown| shown.batch == batch);
        by_page(&self.requests, (0..self.requests.len()).filter(is_of))
    }

    /// The moment from which the person's time for a request runs: it was shown, and something else was worked off since.
    pub(super) fn time_runs_from(&self, index: usize) -> Option<Instant> {
        let shown = self.requests[index].shown?.at;
        Some(self.last_work.map_or(shown, |work| work.max(shown)))
    }

    pub(super) fn counts(&self) -> WorklistCounts {
        let mut counts = WorklistCounts { batches: self.batches, ..WorklistCounts::default() };
        for one in self.requests.iter().filter(|one| one.shown.is_some()) {
            let is_preparation = one.request.is_preparation;
            let tally = if is_preparation { &mut counts.preparation } else { &mut counts.acts };
            tally.count(one.state());
        }
        counts
    }
}

/// Requests by page, each page where its first request stands.
fn by_page(requests: &[AskedRequest], indexes: impl Iterator<Item = usize>) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let place = |index: usize| {
        let request = &requests[index].request;
        (&request.page, &request.link)
    };
    for index in indexes {
        match groups.iter_mut().find(|group| place(group[0]) == place(index)) {
            Some(group) => group.push(index),
            None => groups.push(vec![index]),
        }
    }
    groups
}
