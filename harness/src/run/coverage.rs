//! The extent to which each rule was judged: in full, in part, or not.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::scope::Gap;
use crate::{counting::counted, layer::Layer, suite::Case};

/// The extent to which a rule was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Every statement that binds the target was asserted.
    Full,
    /// Some statements that bind the target were not asserted.
    Part,
    /// No statement was asserted, although some bind the target.
    Not,
    /// No statement binds the target.
    Unbound,
}

/// The scenarios of a rule on one layer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Scenarios {
    judged: usize,
    /// The number of those that were not judged, by reason.
    missing: BTreeMap<String, usize>,
    /// True if the layer binds the target.
    is_binding: bool,
}

/// The scenarios of all rules that were judged, and those that were not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    rules: BTreeMap<String, BTreeMap<Layer, Scenarios>>,
    excused: BTreeMap<String, String>,
}

impl Coverage {
    /// Notes a case with the reason why it was not judged; journeys stand under no rule and are not noted.
    pub fn note(&mut self, case: &Case, gap: Option<&Gap>) {
        let Some(rule) = &case.rule else { return };
        let scenarios =
            self.rules.entry(rule.id.clone()).or_default().entry(case.layer).or_default();
        scenarios.is_binding |= !matches!(gap, Some(Gap::Unbound(_)));
        match gap {
            None => scenarios.judged += 1,
            Some(Gap::Excused(reason)) => {
                self.excused.insert(rule.id.clone(), reason.clone());
            }
            Some(gap) => *scenarios.missing.entry(gap.reason().to_owned()).or_default() += 1,
        }
    }

    /// Adds what another part of the same run has judged.
    pub fn add(&mut self, other: Self) {
        self.excused.extend(other.excused);
        for (rule, layers) in other.rules {
            let own = self.rules.entry(rule).or_default();
            for (layer, more) in layers {
                let scenarios = own.entry(layer).or_default();
                scenarios.judged += more.judged;
                scenarios.is_binding |= more.is_binding;
                for (reason, count) in more.missing {
                    *scenarios.missing.entry(reason).or_default() += count;
                }
            }
        }
    }

    /// The number of rules that were judged to this extent; the excused ones aside.
    #[must_use]
    pub fn count(&self, extent: Extent) -> usize {
        self.rules_of(extent).count()
    }

    /// The rules that were judged to this extent; the excused ones aside.
    fn rules_of(&self, extent: Extent) -> impl Iterator<Item = &str> {
        let rules = self.unexcused();
        rules.filter(move |(_, layers)| extent_of(layers) == extent).map(|(rule, _)| rule)
    }

    fn unexcused(&self) -> impl Iterator<Item = (&str, &BTreeMap<Layer, Scenarios>)> {
        let rules = self.rules.iter().filter(|(rule, _)| !self.excused.contains_key(*rule));
        rules.map(|(rule, layers)| (rule.as_str(), layers))
    }

    /// A line for each reason why rules were judged in part or not at all, with the number of scenarios, and the rules.
    #[must_use]
    pub fn gaps(&self) -> Vec<String> {
        let mut by_reason: BTreeMap<&str, (usize, BTreeSet<String>)> = BTreeMap::new();
        for (rule, layers) in &self.rules {
            let binding = layers.values().filter(|scenarios| scenarios.is_binding);
            for (reason, count) in binding.flat_map(|scenarios| &scenarios.missing) {
                let (total, rules) = by_reason.entry(reason).or_default();
                *total += count;
                let is_whole = extent_of(layers) == Extent::Not;
                rules.insert(if is_whole { format!("{rule} (all)") } else { rule.clone() });
            }
        }
        let excuses = self.excused.iter().map(|(rule, reason)| format!("{rule}: {reason}"));
        let gaps = by_reason.into_iter().map(|(reason, (count, rules))| {
            let rules: Vec<String> = rules.into_iter().collect();
            format!("{reason}: {} of {}", counted(count, "scenario"), rules.join(", "))
        });
        gaps.chain(excuses).collect()
    }

    /// A line for each rule with a statement on one of these layers that was not asserted; the excused ones aside.
    #[must_use]
    pub fn lacking(&self, layers: &[Layer]) -> Vec<String> {
        let lines = self.unexcused().filter_map(|(rule, scenarios)| {
            let required = scenarios.iter().filter(|(layer, _)| layers.contains(layer));
            let missing = required.flat_map(|(_, one)| &one.missing);
            let told = |(reason, count): (&String, &usize)| {
                format!("{}: {reason}", counted(*count, "scenario"))
            };
            let reasons: Vec<String> = missing.map(told).collect();
            (!reasons.is_empty()).then(|| format!("{rule}: {}", reasons.join("; ")))
        });
        lines.collect()
    }
}

fn extent_of(layers: &BTreeMap<Layer, Scenarios>) -> Extent {
    let binding = || layers.values().filter(|scenarios| scenarios.is_binding);
    let judged: usize = binding().map(|scenarios| scenarios.judged).sum();
    let is_missing = binding().any(|scenarios| !scenarios.missing.is_empty());
    match (binding().next(), judged, is_missing) {
        (None, ..) => Extent::Unbound,
        (Some(_), 0, true) => Extent::Not,
        (Some(_), _, true) => Extent::Part,
        (Some(_), ..) => Extent::Full,
    }
}
