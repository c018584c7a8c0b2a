//! The gaps in the coverage of a run, section by section: one line for all that lack the same.

use std::collections::BTreeMap;

use conformance_harness::coverage::{RunCoverage, StatusCount, ValueCoverage, ValueRoom};
use serde::Serialize;

/// A section of what is missing.
#[derive(Debug, Serialize)]
pub(crate) struct Lack {
    pub(crate) title: &'static str,
    pub(crate) lines: Vec<String>,
}

/// All sections that are not empty.
pub(super) fn lacks(coverage: &RunCoverage) -> Vec<Lack> {
    let sections = [
        ("operations that were never called", operations(coverage)),
        ("statuses that never came", statuses(coverage)),
        ("statuses that are not documented", undocumented_statuses(coverage)),
        ("members that never came", unseen(coverage)),
        ("members that nothing asserts", unasserted(coverage)),
        ("members that are not documented", undocumented(coverage)),
        ("values that never came in answers", values(coverage, ValueRoom::Answers)),
        ("values that never came in events", values(coverage, ValueRoom::Events)),
        ("values that were never sent and accepted", values(coverage, ValueRoom::Requests)),
        ("events that were never delivered and accepted", events(coverage)),
        ("changes of state that were never seen", changes(coverage)),
        ("changes of state that are not legal", illegal_changes(coverage)),
        ("sides of bounds that were never tried", bounds(coverage)),
    ];
    let lacks = sections.map(|(title, lines)| Lack { title, lines });
    lacks.into_iter().filter(|lack| !lack.lines.is_empty()).collect()
}

/// Lines for things that are grouped by what they share.
#[derive(Default)]
struct Grouped(BTreeMap<String, Vec<String>>);

impl Grouped {
    fn add(&mut self, shared: impl Into<String>, one: impl Into<String>) {
        self.0.entry(shared.into()).or_default().push(one.into());
    }

    fn lines(self) -> Vec<String> {
        let line = |(shared, all): (String, Vec<String>)| format!("{shared}  {}", all.join(", "));
        self.0.into_iter().map(line).collect()
    }
}

fn operations(coverage: &RunCoverage) -> Vec<String> {
    let missing = coverage.operations.iter().filter(|one| one.is_binding && one.calls == 0);
    missing.map(|one| format!("{}  {} {}", one.id, one.method, one.path)).collect()
}

fn statuses(coverage: &RunCoverage) -> Vec<String> {
    by_status(coverage, |status| status.is_demanded() && status.count == 0)
}

fn undocumented_statuses(coverage: &RunCoverage) -> Vec<String> {
    by_status(coverage, |status| !status.is_documented)
}

fn by_status(coverage: &RunCoverage, is_meant: impl Fn(&StatusCount) -> bool) -> Vec<String> {
    let mut grouped = Grouped::default();
    for operation in coverage.operations.iter().filter(|operation| operation.is_binding) {
        for status in operation.statuses.iter().filter(|status| is_meant(status)) {
            grouped.add(&status.status, &operation.id);
        }
    }
    grouped.lines()
}

fn unseen(coverage: &RunCoverage) -> Vec<String> {
    let mut grouped = Grouped::default();
    for member in coverage.members.iter().filter(|member| member.seen == 0) {
        grouped.add(&member.message, &member.place);
    }
    grouped.lines()
}

fn unasserted(coverage: &RunCoverage) -> Vec<String> {
    let mut grouped = Grouped::default();
    let mut excused = Grouped::default();
    let seen = coverage.members.iter().filter(|member| member.seen > 0);
    for member in seen.filter(|member| member.asserted.is_none()) {
        match &member.excuse {
            None => grouped.add(&member.message, &member.place),
            Some(reason) => {
                excused.add(format!("({reason})"), format!("{} {}", member.message, member.place));
            }
        }
    }
    let mut lines = grouped.lines();
    lines.extend(excused.lines());
    lines
}

fn undocumented(coverage: &RunCoverage) -> Vec<String> {
    let messages = coverage.undocumented.iter();
    messages.map(|(message, places)| format!("{message}  {}", places.join(", "))).collect()
}

fn values(coverage: &RunCoverage, room: ValueRoom) -> Vec<String> {
    let lists = coverage.values.iter().filter(|list| list.room == room);
    let missing = lists.filter(|list| list.parts().0 < list.parts().1);
    missing.map(told).collect()
}

fn told(list: &ValueCoverage) -> String {
    if list.is_long {
        return format!("{}  none of {} values", list.name, list.values.len());
    }
    let missing = list.values.iter().filter(|(_, (seen, _))| *seen == 0);
    let words = missing.map(|(value, (_, refused))| match refused {
        0 => value.clone(),
        _ => format!("{value} (only refused)"),
    });
    format!("{}  {}", list.name, words.collect::<Vec<_>>().join(", "))
}

fn events(coverage: &RunCoverage) -> Vec<String> {
    let missing = coverage.events.iter().filter(|event| event.is_binding && event.accepted == 0);
    let told = missing.map(|event| match event.delivered {
        0 => event.event_type.clone(),
        _ => format!("{} (delivered, never accepted)", event.event_type),
    });
    told.collect()
}

fn changes(coverage: &RunCoverage) -> Vec<String> {
    let mut grouped = Grouped::default();
    for change in coverage.changes.iter().filter(|change| change.is_legal && change.seen == 0) {
        grouped.add(&change.resource, format!("{} → {}", change.from, change.to));
    }
    grouped.lines()
}

fn illegal_changes(coverage: &RunCoverage) -> Vec<String> {
    let mut grouped = Grouped::default();
    let others = coverage.changes.iter().filter(|change| !change.is_legal && !change.is_course);
    for change in others {
        grouped.add(&change.resource, format!("{} → {}", change.from, change.to));
    }
    grouped.lines()
}

fn bounds(coverage: &RunCoverage) -> Vec<String> {
    let mut grouped = Grouped::default();
    for bound in &coverage.bounds {
        let told = format!("{} {} {}", bound.place, bound.keyword, bound.limit);
        if bound.accepted_at == 0 {
            grouped.add(format!("{told}, accepted at it"), &bound.operation);
        }
        if bound.refused_beyond == 0 {
            grouped.add(format!("{told}, refused beyond it"), &bound.operation);
        }
    }
    grouped.lines()
}
