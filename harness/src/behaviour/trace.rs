//! The trace of a scenario: its calls, in order, and the events that were delivered, without what belongs to one run.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    headers::add_headers,
    leaves::{Leaves, Origins},
    traced_events::{EventKeys, TracedEvent, TracedEvents},
};
use crate::{
    kept::{KeptPart, KeptStory},
    schema::Contract,
    story::Book,
};

/// The place of a call's status among its leaves.
pub const STATUS: &str = "status";

/// The place of a call's number of reads: one, or several until the effect showed.
pub(super) const READS: &str = "reads";

/// The names by which an API is read.
#[derive(Clone, Copy, Debug)]
pub struct ApiNames<'a> {
    /// The documented operations.
    pub contract: &'a Contract,
    /// The receiver of requests to the API, as stories name it.
    pub api: &'a str,
    /// The members of events by which they are known.
    pub events: EventKeys<'a>,
}

/// A request of a scenario with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TracedCall {
    /// The number of its step, from 0; none for what the suite reads after the steps.
    pub(super) step: Option<usize>,
    /// The operation; method and path if none is documented.
    pub(super) operation: String,
    /// Method and path, with names in the place of ids.
    pub(super) target: String,
    /// Status, headers and members of the answer.
    pub(super) leaves: Leaves,
    /// The place of the exchange among the parts of the story.
    pub(super) part: usize,
}

/// The trace of a scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ScenarioTrace {
    /// The calls, in order.
    pub(super) calls: Vec<TracedCall>,
    /// True if competing requests make all that follows these calls incomparable; events and books are empty then.
    pub(super) is_open: bool,
    /// The events: type, what they are about, and their number among alike ones.
    pub(super) events: BTreeMap<String, TracedEvent>,
    /// The order of the events about one resource.
    pub(super) orders: BTreeMap<String, String>,
    /// The books at the end: for each account its entries and its balance.
    pub(super) books: BTreeMap<String, String>,
}

impl ScenarioTrace {
    /// The trace of a story.
    pub(super) fn of(story: &KeptStory, names: ApiNames<'_>) -> Self {
        let mut tracer = Tracer {
            names,
            origins: Origins::default(),
            trace: Self::default(),
            step: None,
            steps: 0,
            begin: 0,
            had_group: false,
        };
        let mut waiting = Vec::new();
        for (place, part) in story.parts.iter().enumerate() {
            match part {
                KeptPart::Step { .. } | KeptPart::Checks { .. } => {
                    tracer.calls(&mut waiting);
                    tracer.begin(matches!(part, KeptPart::Step { .. }));
                }
                KeptPart::Exchange { to, .. } if to == names.api => waiting.push((place, part)),
                KeptPart::Exchange { .. } | KeptPart::Delivery { .. } | KeptPart::Act { .. } => {}
            }
        }
        tracer.calls(&mut waiting);
        if tracer.trace.is_open {
            return tracer.trace;
        }
        let events = TracedEvents::of(story, &mut tracer.origins, names.events);
        tracer.trace.events = events.events;
        tracer.trace.orders = events.orders;
        let books = story.books.iter();
        let has_order = !tracer.had_group;
        let books = books.map(|book| (tracer.origins.words(&book.account), told(book, has_order)));
        tracer.trace.books = books.collect();
        tracer.trace
    }
}

struct Tracer<'a> {
    names: ApiNames<'a>,
    origins: Origins,
    trace: ScenarioTrace,
    step: Option<usize>,
    /// The number of steps so far.
    steps: usize,
    /// The number of calls before the step.
    begin: usize,
    /// True if a call that writes went on beside others: then the order of entries in books is chance.
    had_group: bool,
}

impl Tracer<'_> {
    /// Begins a step, or what follows after all steps.
    fn begin(&mut self, is_step: bool) {
        self.step = is_step.then_some(self.steps);
        self.steps += usize::from(is_step);
        self.begin = self.trace.calls.len();
        self.origins.begin_step();
    }

    /// Reads the calls of a step. Those that went on at the same time have no order of their own.
    fn calls(&mut self, waiting: &mut Vec<(usize, &KeptPart)>) {
        for mut group in simultaneous(std::mem::take(waiting)) {
            if self.trace.is_open {
                return;
            }
            if group.len() > 1 {
                if self.is_contest(&group) {
                    self.trace.is_open = true;
                    return;
                }
                self.had_group |= group.iter().any(|(_, part)| is_write(part));
                group.sort_by_cached_key(|(_, part)| self.rank(part));
            }
            for (place, part) in group {
                self.call(place, part);
            }
        }
    }

    /// True if requests of several kinds were made at the same time and some of a kind were refused: which of them win is chance.
    fn is_contest(&self, group: &[(usize, &KeptPart)]) -> bool {
        let mut statuses: BTreeMap<String, BTreeSet<u16>> = BTreeMap::new();
        for (_, part) in group {
            if let KeptPart::Exchange { method, path, status, .. } = part {
                statuses.entry(self.target(method, path)).or_default().insert(*status);
            }
        }
        statuses.len() > 1 && statuses.values().any(|statuses| statuses.len() > 1)
    }

    /// The place of a call among others that went on at the same time.
    fn rank(&self, part: &KeptPart) -> Option<(String, u16, usize, usize)> {
        let KeptPart::Exchange { method, path, status, answer, .. } = part else { return None };
        let (headers, letters) = (answer.headers.len(), answer.body.len());
        Some((self.target(method, path), *status, headers, letters))
    }

    /// Method and path, with names in the place of ids.
    fn target(&self, method: &str, path: &str) -> String {
        format!("{method} {}", self.origins.path(path))
    }

    fn call(&mut self, place: usize, part: &KeptPart) {
        let KeptPart::Exchange { method, path, request, status, answer, .. } = part else { return };
        let documented = self.names.contract.lookup(method, path);
        let target = self.target(method, path);
        let operation = documented.operation_id().map_or_else(|| target.clone(), str::to_owned);
        if let Some(sent) = request.json() {
            self.origins.note_sent(&sent);
        }
        let mut leaves = match answer.json() {
            Some(body) => self.origins.leaves(&operation, &body),
            None if answer.body.is_empty() => Leaves::new(),
            None => Leaves::from([(String::new(), "<text>".to_owned())]),
        };
        leaves.insert(STATUS.to_owned(), status.to_string());
        add_headers(&mut leaves, answer);
        let call = TracedCall { step: self.step, operation, target, leaves, part: place };
        // A step that waits for an effect asks as often as it takes; the last answer counts.
        let mut own = self.trace.calls[self.begin..].iter_mut();
        let earlier = own.find(|one| method == "GET" && one.target == call.target);
        match earlier {
            Some(earlier) => {
                let has_changed =
                    earlier.leaves.contains_key(READS) || !is_alike(&earlier.leaves, &call.leaves);
                *earlier = call;
                if has_changed {
                    earlier.leaves.insert(READS.to_owned(), "several".to_owned());
                }
            }
            None => self.trace.calls.push(call),
        }
    }
}

/// The most milliseconds by which two calls may overlap, although one followed the other: times are rounded.
const ROUNDING_MS: f64 = 0.05;

/// Calls in groups: those of a group went on at the same time.
fn simultaneous(calls: Vec<(usize, &KeptPart)>) -> Vec<Vec<(usize, &KeptPart)>> {
    let mut groups: Vec<Vec<(usize, &KeptPart)>> = Vec::new();
    let mut last_end = f64::MIN;
    for call in calls {
        let KeptPart::Exchange { at, ms, .. } = call.1 else { continue };
        match groups.last_mut() {
            Some(group) if at - ms + ROUNDING_MS < last_end => group.push(call),
            _ => groups.push(vec![call]),
        }
        last_end = last_end.max(*at);
    }
    groups
}

/// True if two answers differ in nothing but the order of times.
fn is_alike(one: &Leaves, other: &Leaves) -> bool {
    let is_time = |leaf: &String| leaf.starts_with("<time");
    one.len() == other.len()
        && one.iter().all(|(place, leaf)| is_time(leaf) || other.get(place) == Some(leaf))
}

fn is_write(part: &KeptPart) -> bool {
    matches!(part, KeptPart::Exchange { method, .. } if method != "GET")
}

/// A book as one text: its entries, sorted by their words if they have no order, then the balance.
fn told(book: &Book, has_order: bool) -> String {
    let entries = book.entries.iter().map(|entry| format!("{} {}", entry.amount, entry.what));
    let mut parts: Vec<String> = entries.collect();
    if !has_order {
        parts.sort();
    }
    parts.push(format!("= {}", book.balance));
    parts.join("; ")
}
