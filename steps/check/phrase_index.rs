//! The phrases of the suite, and what a step gives to them.

use std::{cell::RefCell, collections::HashMap, sync::LazyLock};

use conformance_harness::{
    run::{IndexedPhrase, PhraseIndex},
    suite::{Suite, plain_step},
};
use gherkin::{Step, StepType};

use crate::{
    language::{Actor, PersonName, PhraseExplanation, WordExplanation, explanation, vocabulary},
    world::World,
};

static PHRASES: LazyLock<PhraseIndex> =
    LazyLock::new(|| PhraseIndex::of::<World>(vocabulary::written));

/// Every phrase.
#[must_use]
pub fn phrase_index() -> &'static PhraseIndex {
    &PHRASES
}

/// Gives each scenario the capabilities that its phrases need.
pub fn add_needs(suite: &mut Suite) {
    // Many scenarios use the same words.
    let known = RefCell::new(HashMap::<(StepType, String), Option<&'static str>>::new());
    suite.add_needs(|step| {
        let find = || explanation(PHRASES.find(step)?)?.needs.as_deref();
        *known.borrow_mut().entry((step.ty, step.value.clone())).or_insert_with(find)
    });
}

/// A value that a step gives to a phrase.
#[derive(Clone, Debug)]
pub(super) struct Argument {
    /// The name of the parameter.
    pub(super) parameter: &'static str,
    /// The value, as the step writes it.
    pub(super) value: String,
    /// The explanation of a parameter `{word}`, `{string}` or `{int}`.
    pub(super) word: Option<&'static WordExplanation>,
}

/// The one phrase that a step uses.
#[derive(Clone, Debug)]
pub(super) struct UsedPhrase {
    pub(super) explanation: &'static PhraseExplanation,
    pub(super) arguments: Vec<Argument>,
}

impl UsedPhrase {
    /// The phrase of a step, if exactly one matches.
    pub(super) fn of(step: &Step) -> Option<Self> {
        let mut matching = PHRASES.matching(step);
        let phrase = matching.next().filter(|_| matching.next().is_none())?;
        let explanation = explanation(&phrase.text)?;
        let plain = plain_step(step);
        let mut words = explanation.words.iter();
        let names = parameters(phrase);
        let arguments = names.zip(phrase.arguments(&plain.value)).map(|(parameter, value)| {
            let is_open = ["word", "string", "int"].contains(&parameter);
            let word = if is_open { words.next() } else { None };
            Argument { parameter, value: value.to_owned(), word }
        });
        Some(Self { explanation, arguments: arguments.collect() })
    }

    /// The value of the parameter `{word}`, `{string}` or `{int}` that is explained by this name.
    pub(super) fn word(&self, name: &str) -> Option<&str> {
        let is_it = |one: &&Argument| one.word.is_some_and(|word| word.name == name);
        self.arguments.iter().find(is_it).map(|one| one.value.as_str())
    }

    /// The names of the persons and companies, in their order; those of the merchant who acts, unless it is said otherwise.
    pub(super) fn persons(&self) -> impl Iterator<Item = String> {
        let named = self.arguments.iter().filter(|one| one.parameter == "person");
        named.map(|one| self.person(&one.value))
    }

    fn person(&self, name: &str) -> String {
        let person = PersonName(name.to_owned());
        let is_other = self.actor() == Some("the other merchant");
        person.at(if is_other { Actor::Other } else { Actor::Merchant }).0
    }

    /// The pairs of a person and the currency of an account that a step names.
    pub(super) fn accounts(&self) -> impl Iterator<Item = (String, &str)> {
        let pairs = self.arguments.windows(2);
        let pairs =
            pairs.filter(|pair| pair[0].parameter == "person" && pair[1].parameter == "currency");
        pairs.map(|pair| (self.person(&pair[0].value), pair[1].value.as_str()))
    }

    fn actor(&self) -> Option<&str> {
        let actor = self.arguments.iter().find(|one| one.parameter == "actor");
        actor.map(|one| one.value.as_str())
    }

    /// True if the step brings another merchant into the scenario.
    pub(super) fn brings_other(&self) -> bool {
        let mut named = self.arguments.iter();
        named.any(|one| one.parameter == "introduction" && one.value.starts_with("another"))
    }

    /// True if the step names the other merchant.
    pub(super) fn names_other(&self) -> bool {
        let named =
            self.arguments.iter().filter(|one| ["actor", "person"].contains(&one.parameter));
        named.into_iter().any(|one| one.value.ends_with("the other merchant"))
    }
}

/// The names of a phrase's parameters, in their order.
fn parameters(phrase: &'static IndexedPhrase) -> impl Iterator<Item = &'static str> {
    let parts = phrase.text.split('{').skip(1);
    parts.filter_map(|part| part.split_once('}').map(|(name, _)| name))
}
