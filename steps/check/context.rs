//! The knowledge with which the steps of a scenario are checked.

use std::collections::{BTreeMap, BTreeSet};

use conformance_harness::{layer::Layer, nearest, schema::DescribedOperation};
use gherkin::StepType;

use super::{
    ahead::ExpectedAnswer,
    messages::Messages,
    mistakes::{MistakeList, StepPlace},
};
use crate::language::{Actor, Brought, PersonName};

/// The things that a scenario knows before a step.
#[derive(Clone, Debug, Default)]
pub(super) struct KnownThings {
    /// The persons and companies, with the currencies of their accounts in lower case.
    pub(super) people: BTreeMap<String, BTreeSet<String>>,
    /// The values that are remembered, each with the layer of the step that remembers it.
    pub(super) remembered: BTreeMap<String, Option<Layer>>,
    /// True if the scenario has another merchant.
    pub(super) has_other: bool,
    /// The merchants, and whether the scenario itself introduces them or a background.
    pub(super) introduced: BTreeSet<(Actor, bool)>,
    /// The persons with accounts that were opened with money, the currencies of these, and whether the scenario itself says so.
    pub(super) funded: BTreeSet<(String, String, bool)>,
    /// The things that were made, each with its person or company; a request may have made anything.
    pub(super) made: Vec<(Brought, String)>,
    /// The most orders that were made.
    pub(super) orders: usize,
    /// The events to which merchants listen who do not listen to all.
    pub(super) heard: BTreeMap<Actor, Vec<String>>,
    /// True if it was told that there is no merchant.
    pub(super) lacks_merchant: bool,
    /// The merchants with an endpoint.
    pub(super) listening: BTreeSet<Actor>,
    /// True if something was done whose answer can be read.
    pub(super) has_answer: bool,
    /// The kind of the last step of the scenario itself that was no Given.
    pub(super) acted: Option<StepType>,
}

/// The check of a scenario.
pub(super) struct ScenarioCheck<'a, 'f> {
    pub(super) messages: &'a Messages<'a>,
    pub(super) mistakes: &'a mut MistakeList<'f>,
    pub(super) known: KnownThings,
    /// The operations whose answer is the last one; none if a step's answer is not documented.
    pub(super) answered: Vec<&'a DescribedOperation>,
    /// The answer that the steps after this one expect.
    pub(super) expected: ExpectedAnswer,
    /// The names of the files that can be uploaded; none if there is no suite on the disk.
    pub(super) documents: Option<&'a BTreeSet<String>>,
    /// The names of the companies with data of their own; none if there is no suite on the disk.
    pub(super) companies: Option<&'a BTreeSet<String>>,
}

impl ScenarioCheck<'_, '_> {
    /// The way to bring a person into the scenario.
    pub(super) fn introduce(&self, person: &str) -> String {
        let other = PersonName(person.to_owned()).at(Actor::Other).0;
        if other != person && self.known.people.contains_key(&other) {
            return format!("did you mean {other}?");
        }
        let people = self.known.people.keys().map(String::as_str);
        match nearest(person, people, 1).first() {
            Some(near) => format!("did you mean {near}?"),
            None => format!("write before it: Given {person} is a verified user"),
        }
    }

    /// Expects a value to be one of the known ones; an empty list knows everything.
    pub(super) fn expect<'k>(
        &mut self,
        place: StepPlace<'_>,
        value: &str,
        kind: &str,
        known: impl Iterator<Item = &'k str>,
    ) {
        let known: Vec<&str> = known.collect();
        if known.is_empty() || known.contains(&value) {
            return;
        }
        let (reason, remedy) = unknown_word(value, kind, &known);
        self.mistakes.in_step(place, value, reason, remedy);
    }
}

/// The most known words that a remedy names beside the one that may be meant.
const FEW: usize = 8;

/// Reason and remedy of a word that is none of the known ones.
pub(super) fn unknown_word(value: &str, kind: &str, known: &[&str]) -> (String, String) {
    let reason = format!("{value:?} is not {kind} that is known");
    let same = known.iter().find(|word| word.eq_ignore_ascii_case(value));
    let near = same.map(|word| (*word).to_owned());
    let near = near.or_else(|| nearest(value, known.iter().copied(), 1).into_iter().next());
    (reason, meant_or_known(near.as_deref(), "known are", known))
}

/// The word that may be meant, and the known ones after `head` if they are few or nothing is like the value.
pub(super) fn meant_or_known(near: Option<&str>, head: &str, known: &[&str]) -> String {
    let all = format!("{head} {}", known.join(", "));
    match near {
        Some(near) if known.len() > FEW => format!("did you mean {near}?"),
        Some(near) => format!("did you mean {near}? {all}"),
        None => all,
    }
}
