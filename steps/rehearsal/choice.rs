//! The choice of scenarios that bring the most rules for a number of requests to a person.

use std::{collections::BTreeSet, rc::Rc};

use conformance_harness::{suite::Case, target::Target};

use super::cost::{AskedCase, asked_at, kept};
use crate::{preparation::CastFile, world::Prepared};

/// A scenario that may be chosen.
struct Candidate<'c> {
    id: &'c str,
    rule: &'c str,
    /// The work that only it needs.
    work: usize,
    shared: BTreeSet<Prepared>,
}

impl Candidate<'_> {
    /// The number of requests if these things are there.
    fn cost(&self, there: &BTreeSet<Prepared>) -> usize {
        self.work + self.shared.difference(there).count()
    }
}

/// The scenarios that bring the most rules for at most so many requests, and all others that then cost none.
#[must_use]
pub fn chosen_for(
    target: &Target,
    cases: &[Rc<Case>],
    file: &CastFile,
    most: usize,
) -> Vec<Rc<Case>> {
    let asked = asked_at(target, cases);
    let there = kept(file, &asked);
    let candidates: Vec<Candidate<'_>> = asked
        .into_iter()
        .map(|AskedCase { id, rule, needs }| Candidate {
            id,
            rule,
            work: needs.work.len(),
            shared: needs.shared(),
        })
        .collect();
    let ids = choose(&candidates, there, most);
    cases.iter().filter(|case| ids.contains(case.id.as_str())).cloned().collect()
}

/// Takes, again and again, the scenario that brings the most rules for a request, as long as the requests last.
fn choose<'c>(
    candidates: &[Candidate<'c>],
    mut there: BTreeSet<Prepared>,
    most: usize,
) -> BTreeSet<&'c str> {
    let (mut left, mut rules, mut ids) = (most, BTreeSet::new(), BTreeSet::new());
    loop {
        take_free(candidates, &there, &mut rules, &mut ids);
        let affordable = candidates
            .iter()
            .filter(|one| !rules.contains(one.rule))
            .map(|one| (one, one.cost(&there)))
            .filter(|(_, cost)| *cost <= left);
        let gain = |(one, cost): &(&Candidate<'c>, usize)| {
            let with: BTreeSet<Prepared> = there.union(&one.shared).cloned().collect();
            let free = candidates.iter().filter(|other| other.cost(&with) == 0);
            let new: BTreeSet<&str> = free
                .chain([*one])
                .map(|one| one.rule)
                .filter(|rule| !rules.contains(rule))
                .collect();
            new.len() * 10_000 / (*cost).max(1)
        };
        let Some((best, cost)) = affordable.max_by_key(gain) else { return ids };
        left -= cost;
        there.extend(best.shared.iter().cloned());
        rules.insert(best.rule);
        ids.insert(best.id);
    }
}

/// Takes every scenario that costs nothing.
fn take_free<'c>(
    candidates: &[Candidate<'c>],
    there: &BTreeSet<Prepared>,
    rules: &mut BTreeSet<&'c str>,
    ids: &mut BTreeSet<&'c str>,
) {
    for one in candidates.iter().filter(|one| one.cost(there) == 0) {
        rules.insert(one.rule);
        ids.insert(one.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate<'c>(id: &'c str, rule: &'c str, work: usize, names: &[&str]) -> Candidate<'c> {
        let shared = names.iter().map(|name| Prepared::Member((*name).to_owned())).collect();
        Candidate { id, rule, work, shared }
    }

    fn chosen<'c>(candidates: &[Candidate<'c>], most: usize) -> Vec<&'c str> {
        choose(candidates, BTreeSet::new(), most).into_iter().collect()
    }

    #[test]
    fn what_many_rules_share_is_prepared_first() {
        let all = [
            candidate("A-1.1", "A-1", 1, &[]),
            candidate("B-1.1", "B-1", 0, &["Ana", "Bruno"]),
            candidate("B-2.1", "B-2", 0, &["Ana"]),
            candidate("B-3.1", "B-3", 0, &["Bruno"]),
            candidate("B-3.2", "B-3", 0, &["Ana", "Bruno"]),
            candidate("C-1.1", "C-1", 0, &[]),
        ];
        assert_eq!(chosen(&all, 0), ["C-1.1"]);
        assert_eq!(chosen(&all, 2), ["B-1.1", "B-2.1", "B-3.1", "B-3.2", "C-1.1"]);
        assert_eq!(chosen(&all, 3).len(), all.len());
    }

    #[test]
    fn a_rule_is_paid_for_once() {
        let all = [candidate("A-1.1", "A-1", 2, &[]), candidate("A-1.2", "A-1", 1, &[])];
        assert_eq!(chosen(&all, 9), ["A-1.2"]);
    }
}
