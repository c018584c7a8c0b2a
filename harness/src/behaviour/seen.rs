//! A scenario as one or several runs of it showed it. A value that differs between runs of one target is seen in several forms.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    leaves::{Leaves, general_pointer, is_id},
    trace::ScenarioTrace,
};

/// The leaf of a place that was not there.
pub const ABSENT: &str = "(absent)";

/// The values that were seen in a place, over all runs.
pub type SeenValues = BTreeSet<String>;

/// The values that were seen of a message.
pub type SeenLeaves = BTreeMap<String, SeenValues>;

/// A call as it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenCall {
    /// The number of its step, from 0; none for what the suite reads after the steps.
    pub step: Option<usize>,
    /// The operation.
    pub operation: String,
    /// Method and path.
    pub target: String,
    /// The answer.
    pub leaves: SeenLeaves,
    /// The place of the exchange in the story of the first run; none in a record.
    pub part: Option<usize>,
}

/// An event as it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenEvent {
    /// Its type.
    pub event: String,
    /// Headers and members.
    pub leaves: SeenLeaves,
    /// The number of runs in which it was not delivered.
    pub missing: usize,
    /// The place of the delivery in the story of the first run; none in a record.
    pub part: Option<usize>,
}

/// A scenario as it was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeenScenario {
    /// The number of runs that showed it.
    pub runs: usize,
    /// `passed`, or why the scenario was red.
    pub verdicts: SeenValues,
    /// The calls, as far as all runs made the same ones.
    pub calls: Vec<SeenCall>,
    /// True if runs differed in what came after these calls, or chance decided it.
    pub is_open: bool,
    /// The events.
    pub events: BTreeMap<String, SeenEvent>,
    /// The order of the events about each resource.
    pub orders: SeenLeaves,
    /// The books at the end.
    pub books: SeenLeaves,
    /// True if it comes from a record, which does not have what the suite reads after the steps.
    pub is_recorded: bool,
}

/// The number of items of a list that a record tells whole. Of the others it has the ids, in their order, and members of their
/// own.
pub(super) const WHOLE_ITEMS: usize = 2;

/// True if a record tells what stands in a place.
pub(super) fn is_recorded(place: &str) -> bool {
    let is_whole = |part: &str| part.parse::<usize>().map_or(true, |number| number < WHOLE_ITEMS);
    is_id(place.rsplit('/').next().unwrap_or_default()) || place.split('/').all(is_whole)
}

impl SeenCall {
    /// The call as a record tells it. Of later items it has the members that earlier ones do not have, each once.
    pub(super) fn as_recorded(&self) -> Self {
        let mut call = self.clone();
        let told = call.leaves.keys().filter(|place| is_recorded(place));
        let mut known: BTreeSet<String> = told.map(|place| general_pointer(place)).collect();
        call.leaves.retain(|place, _| is_recorded(place) || known.insert(general_pointer(place)));
        call
    }
}

fn seen(leaves: Leaves) -> SeenLeaves {
    leaves.into_iter().map(|(place, leaf)| (place, BTreeSet::from([leaf]))).collect()
}

/// Adds the leaves of another run.
fn add(known: &mut SeenLeaves, leaves: &Leaves) {
    for (place, leaf) in leaves {
        let absent = || BTreeSet::from([ABSENT.to_owned()]);
        known.entry(place.clone()).or_insert_with(absent).insert(leaf.clone());
    }
    for (place, values) in known {
        if !leaves.contains_key(place) {
            values.insert(ABSENT.to_owned());
        }
    }
}

impl SeenScenario {
    /// A scenario as one run showed it.
    pub(super) fn first(trace: ScenarioTrace, verdict: String) -> Self {
        let calls = trace.calls.into_iter().map(|call| SeenCall {
            step: call.step,
            operation: call.operation,
            target: call.target,
            leaves: seen(call.leaves),
            part: Some(call.part),
        });
        let events = trace.events.into_iter().map(|(key, event)| {
            let leaves = seen(event.leaves);
            (key, SeenEvent { event: event.event, leaves, missing: 0, part: Some(event.part) })
        });
        Self {
            runs: 1,
            verdicts: BTreeSet::from([verdict]),
            calls: calls.collect(),
            is_open: trace.is_open,
            events: events.collect(),
            orders: seen(trace.orders),
            books: seen(trace.books),
            is_recorded: false,
        }
    }

    /// Adds another run of the same target.
    pub(super) fn again(&mut self, trace: ScenarioTrace, verdict: String) {
        self.runs += 1;
        self.verdicts.insert(verdict);
        self.is_open |= trace.is_open;
        let same = self.calls.iter().zip(&trace.calls);
        let same = same.take_while(|(one, other)| one.target == other.target).count();
        if same < self.calls.len() || same < trace.calls.len() {
            self.is_open = true;
            self.calls.truncate(same);
        }
        for (known, call) in self.calls.iter_mut().zip(&trace.calls) {
            add(&mut known.leaves, &call.leaves);
        }
        for (key, event) in &mut self.events {
            match trace.events.get(key) {
                Some(other) => add(&mut event.leaves, &other.leaves),
                None => event.missing += 1,
            }
        }
        for (key, event) in trace.events {
            self.events.entry(key).or_insert_with(|| SeenEvent {
                event: event.event,
                leaves: seen(event.leaves),
                missing: self.runs - 1,
                part: Some(event.part),
            });
        }
        add(&mut self.orders, &trace.orders);
        add(&mut self.books, &trace.books);
    }
}
