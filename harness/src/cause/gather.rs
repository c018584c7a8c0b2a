//! Gathers failures, and joins those that have the same cause.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    clue::{Clue, clues},
    example::Example,
};
use crate::{
    run::{CaseResult, Observer},
    verdict::{Fault, Verdict},
};

/// The function that names the phrase of a step.
type PhraseOf = fn(&gherkin::Step) -> Option<&'static str>;

/// The failures of a run so far, as little of each as causes need.
#[derive(Debug)]
pub struct Causes {
    /// The verdicts that are gathered.
    verdicts: Vec<Verdict>,
    phrase_of: PhraseOf,
    failed: Vec<FailedCase>,
    /// The number of scenarios that passed, by the calls that they made.
    green_calls: BTreeMap<String, usize>,
    /// One failure for each clue.
    examples: BTreeMap<Clue, Example>,
}

/// A scenario that failed.
#[derive(Debug)]
struct FailedCase {
    id: String,
    /// The rule of the scenario.
    rule: String,
    /// The rules that its findings stand on.
    rules: BTreeSet<String>,
    clues: BTreeSet<(Clue, Option<String>)>,
    calls: BTreeSet<String>,
}

/// One mistake that explains failures.
#[derive(Clone, Debug)]
pub struct Cause {
    /// One sentence.
    pub title: String,
    /// The kinds of messages in which it shows.
    pub messages: Vec<String>,
    /// The titles of small causes that break the same rule.
    pub others: Vec<String>,
    /// The rules of the scenarios.
    pub own_rules: BTreeSet<String>,
    /// The rules that are broken by it.
    pub rules: BTreeSet<String>,
    /// The scenarios that show it themselves.
    pub direct: Vec<String>,
    /// The scenarios that are joined because what they show goes along with it elsewhere.
    pub joined: Vec<String>,
    /// A call that these scenarios make and few others, with the number of green scenarios that make it too.
    pub in_common: Option<(String, usize)>,
    /// One failure.
    pub example: Example,
}

impl Cause {
    /// The number of scenarios that it explains.
    #[must_use]
    pub fn count(&self) -> usize {
        self.direct.len() + self.joined.len()
    }
}

impl Causes {
    /// No failures yet; scenarios with these verdicts count.
    #[must_use]
    pub fn of(verdicts: Vec<Verdict>, phrase_of: PhraseOf) -> Self {
        Self {
            verdicts,
            phrase_of,
            failed: Vec::new(),
            green_calls: BTreeMap::new(),
            examples: BTreeMap::new(),
        }
    }

    /// The causes, those that explain most first.
    #[must_use]
    pub fn found(&self) -> Vec<Cause> {
        let mut left: Vec<&FailedCase> = self.failed.iter().collect();
        let mut causes = Vec::new();
        while let Some(clue) = best(&left) {
            let (direct, others): (Vec<_>, Vec<_>) =
                left.into_iter().partition(|case| case.has(&clue));
            let (joined, others) = self.join(&clue, others);
            causes.push(self.cause(&clue, &direct, &joined));
            left = others;
        }
        let mut causes = of_one_rule(causes);
        causes.sort_by_key(|cause| std::cmp::Reverse(cause.count()));
        causes
    }

    /// Divides cases without this clue: those with a more distant one that occurs together with it in at least half of its cases,
    /// and the others.
    fn join<'a>(
        &'a self,
        clue: &Clue,
        others: Vec<&'a FailedCase>,
    ) -> (Vec<&'a FailedCase>, Vec<&'a FailedCase>) {
        let mut along: BTreeMap<&Clue, (usize, usize)> = BTreeMap::new();
        for case in &self.failed {
            let with = usize::from(case.has(clue));
            for (other, _) in case.clues.iter().filter(|(other, _)| other.distance > clue.distance)
            {
                let counts = along.entry(other).or_default();
                counts.0 += with;
                counts.1 += 1;
            }
        }
        let goes_along = |(other, _): &(Clue, Option<String>)| {
            along.get(other).is_some_and(|(with, all)| with * 2 >= *all && *with > 0)
        };
        others.into_iter().partition(|case| case.clues.iter().any(goes_along))
    }

    fn cause(&self, clue: &Clue, direct: &[&FailedCase], joined: &[&FailedCase]) -> Cause {
        let messages: BTreeMap<&String, usize> = direct
            .iter()
            .flat_map(|case| case.clues.iter().filter(|(one, _)| one == clue))
            .filter_map(|(_, message)| message.as_ref())
            .fold(BTreeMap::new(), |mut counts, message| {
                *counts.entry(message).or_default() += 1;
                counts
            });
        let mut messages: Vec<_> = messages.into_iter().collect();
        messages.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let ids = |cases: &[&FailedCase]| cases.iter().map(|case| case.id.clone()).collect();
        let title = match messages.as_slice() {
            [(message, _)] => format!("{message}: {}", clue.words),
            _ => clue.words.clone(),
        };
        Cause {
            title,
            messages: messages.into_iter().map(|(message, _)| message.clone()).collect(),
            others: Vec::new(),
            own_rules: direct.iter().map(|case| case.rule.clone()).collect(),
            rules: direct.iter().flat_map(|case| &case.rules).cloned().collect(),
            direct: ids(direct),
            joined: ids(joined),
            in_common: self.in_common(direct),
            example: self.examples.get(clue).cloned().unwrap_or_default(),
        }
    }

    /// The call that all of these cases make and the fewest others do.
    fn in_common(&self, cases: &[&FailedCase]) -> Option<(String, usize)> {
        let first = cases.first().filter(|_| cases.len() >= FEWEST)?;
        // Every scenario reads everything at its end.
        let writes = first.calls.iter().filter(|call| !call.starts_with("GET "));
        let shared = writes.filter(|call| cases.iter().all(|case| case.calls.contains(*call)));
        let green = |call: &String| self.green_calls.get(call).copied().unwrap_or_default();
        let rarest = shared.min_by_key(|call| green(call))?;
        (green(rarest) * 2 <= cases.len()).then(|| (rarest.clone(), green(rarest)))
    }
}

/// The fewest scenarios of which it says something that they have a call in common.
const FEWEST: usize = 3;

/// The most scenarios of a cause that may be a part of a larger one.
const SMALL: usize = 8;

/// Joins small causes that break the same single rule: the same mistake shows differently in each operation.
fn of_one_rule(causes: Vec<Cause>) -> Vec<Cause> {
    let mut joined: Vec<Cause> = Vec::new();
    for cause in causes {
        let same = joined.iter_mut().find(|one| {
            let are_small = one.direct.len() <= SMALL && cause.count() <= SMALL;
            let shared = one.own_rules.len() == 1 && one.own_rules == cause.own_rules;
            are_small && shared
        });
        match same {
            None => joined.push(cause),
            Some(one) => {
                one.others.push(cause.title);
                one.joined.extend(cause.direct.into_iter().chain(cause.joined));
                one.rules.extend(cause.rules);
            }
        }
    }
    joined
}

impl FailedCase {
    fn has(&self, clue: &Clue) -> bool {
        self.clues.iter().any(|(one, _)| one == clue)
    }
}

/// The clue that explains most; of those that explain nearly as much, the one nearest to the mistake.
fn best(cases: &[&FailedCase]) -> Option<Clue> {
    let mut counts: BTreeMap<&Clue, usize> = BTreeMap::new();
    for case in cases {
        let own: BTreeSet<&Clue> = case.clues.iter().map(|(clue, _)| clue).collect();
        for clue in own {
            *counts.entry(clue).or_default() += 1;
        }
    }
    let most = counts.values().copied().max()?;
    let near = counts.into_iter().filter(|(_, count)| count * 2 >= most);
    let best = near.min_by_key(|(clue, count)| (clue.distance, std::cmp::Reverse(*count)));
    best.map(|(clue, _)| clue.clone())
}

impl Observer for Causes {
    fn ended(&mut self, outcome: &CaseResult) {
        if outcome.verdict == Verdict::Passed {
            for call in outcome.calls.keys() {
                *self.green_calls.entry(call.clone()).or_default() += 1;
            }
        }
        if !self.verdicts.contains(&outcome.verdict) {
            return;
        }
        let phrase = outcome.stopped_at.as_deref().and_then(self.phrase_of);
        let mut found = BTreeSet::new();
        for fault in &outcome.reasons {
            let message = match fault {
                Fault::Nonconformance(finding) => finding.message.clone(),
                _ => None,
            };
            for clue in clues(fault, phrase) {
                let example = || Example::of(outcome, fault);
                self.examples.entry(clue.clone()).or_insert_with(example);
                found.insert((clue, message.clone()));
            }
        }
        let own = outcome.case.rule_id();
        let rules = outcome.reasons.iter().filter_map(|fault| match fault {
            Fault::Nonconformance(finding) => Some(finding.rule.as_deref().unwrap_or(own)),
            _ => None,
        });
        let rules = rules.filter(|rule| !rule.is_empty()).map(str::to_owned).collect();
        let (id, calls) = (outcome.case.id.clone(), outcome.calls.keys().cloned().collect());
        let rule = own.to_owned();
        self.failed.push(FailedCase { id, rule, rules, clues: found, calls });
    }
}
