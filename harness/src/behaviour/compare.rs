//! Compares a scenario on two targets, in lock-step: call by call, then event by event. It ends at the first divergence, for what
//! comes after it has another ground.

use std::cmp::Ordering;

use super::{
    compare_events::of_events,
    difference::{BehaviourDifference, ChangedMessage},
    differing::{difference, told},
    kind::DifferenceKind,
    places::of_leaves,
    seen::{SeenCall, SeenScenario, SeenValues},
    trace::STATUS,
};

/// The comparison of a scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScenarioComparison {
    /// The differences, in order.
    pub differences: Vec<BehaviourDifference>,
    /// True if the comparing ended before the scenario.
    pub has_diverged: bool,
    /// The number of calls that were compared.
    pub calls: usize,
    /// True if events and books were compared.
    pub has_events: bool,
}

/// The least number of runs that show that a value is always the same.
const RUNS_OF_CONSTANT: usize = 2;

impl SeenScenario {
    /// The differences to the same scenario on another target.
    #[must_use]
    pub fn compared(&self, after: &Self) -> ScenarioComparison {
        let mut comparison = ScenarioComparison::default();
        comparison.compare_calls(self, after);
        let is_whole = !self.is_open && !after.is_open;
        comparison.has_events =
            is_whole && (!comparison.has_diverged || comparison.is_only_of_form());
        if comparison.has_events {
            // Both are seen at the end of the scenario: neither explains the other.
            let mut found = of_events(self, after);
            found.extend(of_books(self, after));
            comparison.add(found);
        }
        comparison.compare_verdicts(self, after);
        if self.runs < RUNS_OF_CONSTANT {
            comparison.retain(|one| one.kind != DifferenceKind::ConstantVaries);
        }
        comparison
    }
}

impl ScenarioComparison {
    fn compare_calls(&mut self, before: &SeenScenario, after: &SeenScenario) {
        let is_recorded = before.is_recorded || after.is_recorded;
        let calls = |side: &'_ SeenScenario| {
            side.calls.iter().take_while(|call| !is_recorded || call.step.is_some()).count()
        };
        let (own, others) = (calls(before), calls(after));
        for place in 0..own.max(others) {
            let one = before.calls[..own].get(place);
            let other = after.calls[..others].get(place);
            match (one, other) {
                (Some(one), Some(other)) if one.target == other.target => {
                    let found = if is_recorded {
                        of_calls(&one.as_recorded(), &other.as_recorded())
                    } else {
                        of_calls(one, other)
                    };
                    let has_diverged = found.iter().any(BehaviourDifference::ends_comparison);
                    self.calls = place + 1;
                    self.add(found);
                    if has_diverged {
                        self.has_diverged = true;
                        return;
                    }
                }
                (None, _) if before.is_open => return,
                (_, None) if after.is_open => return,
                _ => {
                    self.diverge(one, other, before.verdicts == after.verdicts);
                    return;
                }
            }
        }
    }

    /// Notes that both make another call. After another difference, or another end of the scenario, that is no news.
    fn diverge(&mut self, one: Option<&SeenCall>, other: Option<&SeenCall>, is_news: bool) {
        let step = one.or(other).and_then(|call| call.step);
        if is_news {
            let told = |call: Option<&SeenCall>| {
                let ended = || "(the scenario had ended)".to_owned();
                SeenValues::from([call.map_or_else(ended, |one| one.target.clone())])
            };
            let (kind, values) = (DifferenceKind::CourseChanged, (&told(one), &told(other)));
            let mut found = difference(kind, ChangedMessage::Scenario, "", values);
            found.step = step;
            found.parts = (one.and_then(|call| call.part), other.and_then(|call| call.part));
            if !self.explain(&found) {
                self.add(vec![found]);
            }
        }
        self.has_diverged = true;
    }

    /// True if messages have another form at most.
    fn is_only_of_form(&self) -> bool {
        self.differences.iter().all(BehaviourDifference::keeps_course)
    }

    /// True if a difference so far explains this one.
    fn explain(&self, later: &BehaviourDifference) -> bool {
        self.differences.iter().any(|earlier| earlier.explains(later))
    }

    fn add(&mut self, mut found: Vec<BehaviourDifference>) {
        for difference in &mut found {
            difference.is_first = !self.explain(difference);
        }
        self.differences.append(&mut found);
    }

    fn compare_verdicts(&mut self, before: &SeenScenario, after: &SeenScenario) {
        if !before.verdicts.is_disjoint(&after.verdicts) {
            return;
        }
        let was_green = before.verdicts.contains(GREEN);
        let kind = match (was_green, after.verdicts.contains(GREEN)) {
            (true, false) => DifferenceKind::RuleBroken,
            (false, true) => DifferenceKind::RuleMended,
            _ => DifferenceKind::RuleBrokenOtherwise,
        };
        let verdicts = (&before.verdicts, &after.verdicts);
        let found = difference(kind, ChangedMessage::Scenario, "", verdicts);
        self.add(vec![found]);
    }
}

/// Compares the books. An account of which only one side has read the book is left out.
fn of_books(before: &SeenScenario, after: &SeenScenario) -> Vec<BehaviourDifference> {
    let mut found = Vec::new();
    for (account, book) in &before.books {
        let Some(other) = after.books.get(account).filter(|other| book.is_disjoint(other)) else {
            continue;
        };
        let entries = |book: &SeenValues| book.iter().map(|text| text.matches("; ").count()).max();
        let kind = match entries(other).cmp(&entries(book)) {
            Ordering::Less => DifferenceKind::BookEntryGone,
            Ordering::Greater => DifferenceKind::BookEntryNew,
            Ordering::Equal => DifferenceKind::BookChanged,
        };
        found.push(difference(kind, ChangedMessage::Scenario, account, (book, other)));
    }
    found
}

/// The verdict of a scenario that is not red.
pub const GREEN: &str = "green";

fn of_calls(one: &SeenCall, other: &SeenCall) -> Vec<BehaviourDifference> {
    let message = ChangedMessage::Answer(one.operation.clone());
    let parts = (one.part, other.part);
    let mut found = of_leaves(&one.leaves, &other.leaves, &message, one.step, parts);
    let status = |call: &SeenCall| call.leaves.get(STATUS).map(told).unwrap_or_default();
    let statuses = (status(one), status(other));
    for difference in &mut found {
        difference.statuses.clone_from(&statuses);
    }
    found
}
