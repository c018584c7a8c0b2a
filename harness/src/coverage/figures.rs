//! The coverage of a run as data: figures, and below them what each is made of.

use std::collections::BTreeMap;

use serde::Serialize;

/// The part of the documents that a kept run exercised and asserted.
#[derive(Clone, Debug, Serialize)]
pub struct RunCoverage {
    /// The target's name.
    pub target: String,
    /// The layers that bind the target.
    pub layers: String,
    /// The stories that were read.
    pub stories: StoryCount,
    /// The totals, in the order in which they are shown.
    pub figures: Vec<CoverageFigure>,
    /// The operations with their statuses.
    pub operations: Vec<OperationCoverage>,
    /// The members of answers and events.
    pub members: Vec<MemberCoverage>,
    /// Members that came and whose names no document has, by kind of message.
    pub undocumented: BTreeMap<String, Vec<String>>,
    /// The closed lists with their values.
    pub values: Vec<ValueCoverage>,
    /// The types of events.
    pub events: Vec<EventCoverage>,
    /// The changes of state.
    pub changes: Vec<ChangeCoverage>,
    /// The bounds of requests.
    pub bounds: Vec<BoundCoverage>,
}

/// The stories of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StoryCount {
    /// The number of stories that were read.
    pub read: usize,
    /// The scenarios without a story: they do not bind the target, or the run kept none.
    pub without: usize,
    /// True if every scenario of the suite was judged, by every layer. Only then the list of blind spots says what is asserted.
    pub is_whole: bool,
    /// The requests whose body was too long to be kept whole.
    pub cut_requests: usize,
}

/// A part of the documents, and how much of it was covered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CoverageFigure {
    /// The words for it.
    pub section: &'static str,
    /// The number that was covered.
    pub covered: usize,
    /// The number that binds the target.
    pub all: usize,
}

/// An operation.
#[derive(Clone, Debug, Serialize)]
pub struct OperationCoverage {
    /// Its id in the document.
    pub id: String,
    /// Its method.
    pub method: String,
    /// Its path.
    pub path: String,
    /// True if the target must have it.
    pub is_binding: bool,
    /// The number of requests.
    pub calls: usize,
    /// The number of scenarios that sent one.
    pub scenarios: usize,
    /// The documented statuses, and the others that came.
    pub statuses: Vec<StatusCount>,
}

/// A status of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatusCount {
    /// The status; `2XX` is any success where no document that binds gives one.
    pub status: String,
    /// True if it is documented for the operation.
    pub is_documented: bool,
    /// The number of answers with it.
    pub count: usize,
}

/// A member of a kind of message.
#[derive(Clone, Debug, Serialize)]
pub struct MemberCoverage {
    /// The kind of message: an operation with a status, `refusal`, or the type of an event.
    pub message: String,
    /// The place in it, as a JSON Pointer in which `*` stands for every item of a list.
    pub place: String,
    /// The number of messages or items that had it.
    pub seen: usize,
    /// The reason why it counts as asserted; none if it does not.
    pub asserted: Option<Assertion>,
    /// The reviewed reason why no scenario needs to compare it.
    pub excuse: Option<String>,
}

/// The reason why a member counts as asserted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Assertion {
    /// A step of this run names it, or spells its value.
    Named,
    /// The whole suite ran, and notices wrong values of it.
    Noticed,
}

/// A closed list of values in messages of one room.
#[derive(Clone, Debug, Serialize)]
pub struct ValueCoverage {
    /// A short name.
    pub name: String,
    /// The file and the JSON Pointer of its schema.
    pub declared: String,
    /// The room.
    pub room: ValueRoom,
    /// True for a list such as that of all countries, of which one value is enough.
    pub is_long: bool,
    /// The values: how often each was seen, or was sent and accepted; and was sent and refused.
    pub values: BTreeMap<String, (usize, usize)>,
}

/// The messages in which a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueRoom {
    /// The answers.
    Answers,
    /// The events.
    Events,
    /// The requests.
    Requests,
}

/// A type of event.
#[derive(Clone, Debug, Serialize)]
pub struct EventCoverage {
    /// The type.
    pub event_type: String,
    /// True if the target must send it.
    pub is_binding: bool,
    /// The number of deliveries.
    pub delivered: usize,
    /// The number of those that the sink answered with a success.
    pub accepted: usize,
}

/// A change of state between two readings of one resource in one scenario.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeCoverage {
    /// The kind of resource.
    pub resource: String,
    /// The state before.
    pub from: String,
    /// The state after.
    pub to: String,
    /// True if it is one legal change.
    pub is_legal: bool,
    /// True if several legal changes lead there.
    pub is_course: bool,
    /// The number of times it was seen.
    pub seen: usize,
}

/// A bound of a member or a parameter.
#[derive(Clone, Debug, Serialize)]
pub struct BoundCoverage {
    /// The operation.
    pub operation: String,
    /// The member as a JSON Pointer, or the parameter after a question mark.
    pub place: String,
    /// The keyword of the schema.
    pub keyword: &'static str,
    /// The last valid value.
    pub limit: String,
    /// The requests with this value that were accepted.
    pub accepted_at: usize,
    /// The requests with the next value that were refused because of it.
    pub refused_beyond: usize,
}

impl CoverageFigure {
    /// The covered part in percent, rounded down, so that 100 means all.
    #[must_use]
    pub fn percent(&self) -> usize {
        (self.covered * 100).checked_div(self.all).unwrap_or(100)
    }
}

impl RunCoverage {
    /// The totals.
    pub(super) fn count(&mut self) {
        let binding = || self.operations.iter().filter(|operation| operation.is_binding);
        let statuses: Vec<&StatusCount> = binding()
            .flat_map(|operation| &operation.statuses)
            .filter(|status| status.is_demanded())
            .collect();
        let events = || self.events.iter().filter(|event| event.is_binding);
        let legal = || self.changes.iter().filter(|change| change.is_legal);
        let sides = self.bounds.iter().flat_map(|bound| [bound.accepted_at, bound.refused_beyond]);
        let (members, sides) = (&self.members, sides.collect::<Vec<_>>());
        let asserted = members.iter().filter(|member| member.asserted.is_some()).count();
        let values = |room| {
            let lists = self.values.iter().filter(move |list| list.room == room);
            lists
                .map(ValueCoverage::parts)
                .fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
        };
        let seen = |counts: &mut dyn Iterator<Item = usize>| {
            counts.fold((0, 0), |(covered, all), count| (covered + usize::from(count > 0), all + 1))
        };
        self.figures = [
            ("operations called", seen(&mut binding().map(|operation| operation.calls))),
            ("statuses of operations", seen(&mut statuses.iter().map(|status| status.count))),
            ("members seen", seen(&mut members.iter().map(|member| member.seen))),
            ("members asserted", (asserted, members.len())),
            ("values in answers", values(ValueRoom::Answers)),
            ("values in events", values(ValueRoom::Events)),
            ("values in requests, accepted", values(ValueRoom::Requests)),
            ("types of events, accepted", seen(&mut events().map(|event| event.accepted))),
            ("changes of state", seen(&mut legal().map(|change| change.seen))),
            ("sides of bounds", seen(&mut sides.iter().copied())),
        ]
        .map(|(section, (covered, all))| CoverageFigure { section, covered, all })
        .into();
    }
}

impl StatusCount {
    /// True if a run that covers all has an answer with it. Any refusal is documented as `4XX`, which none is demanded of.
    #[must_use]
    pub fn is_demanded(&self) -> bool {
        self.is_documented && self.status != "4XX"
    }
}

impl ValueCoverage {
    /// The numbers of covered values and of all; a long list counts as one.
    #[must_use]
    pub fn parts(&self) -> (usize, usize) {
        let covered = self.values.values().filter(|(seen, _)| *seen > 0).count();
        if self.is_long { (covered.min(1), 1) } else { (covered, self.values.len()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(is_long: bool) -> ValueCoverage {
        let values = [("A", (2, 0)), ("B", (0, 1)), ("C", (0, 0))];
        let values = values.map(|(value, counts)| (value.to_owned(), counts)).into();
        let room = ValueRoom::Requests;
        let (name, declared) = ("toy".to_owned(), String::new());
        ValueCoverage { name, declared, room, is_long, values }
    }

    #[test]
    fn a_refused_value_is_not_covered_and_a_long_list_counts_once() {
        assert_eq!(list(false).parts(), (1, 3));
        assert_eq!(list(true).parts(), (1, 1));
    }

    #[test]
    fn a_hundred_percent_means_all() {
        let percent = |covered, all| CoverageFigure { section: "", covered, all }.percent();
        assert_eq!(percent(999, 1000), 99);
        assert_eq!(percent(7, 7), 100);
        assert_eq!(percent(0, 0), 100);
    }
}
