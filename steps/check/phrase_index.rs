//! The phrases of the suite, and what a step gives to them.

use std::{cell::RefCell, collections::HashMap, rc::Rc, str::FromStr, sync::LazyLock};

use conformance_harness::{
    run::PhraseIndex,
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

/// The explanations of all phrases.
pub fn explained_phrases() -> impl Iterator<Item = &'static PhraseExplanation> {
    PHRASES.all().iter().filter_map(|one| explanation(&one.text))
}

/// The explanation of the phrase that a step uses.
#[must_use]
pub fn phrase_of(step: &Step) -> Option<&'static PhraseExplanation> {
    UsedPhrase::of(step).map(|used| used.explanation)
}

/// The source file of a phrase's function, and its line.
#[must_use]
pub fn source_of(phrase: &str) -> Option<(&'static str, u32)> {
    PHRASES.all().iter().find(|one| one.text == phrase).map(|one| one.source)
}

/// Gives each scenario the capabilities that its phrases need.
pub fn add_needs(suite: &mut Suite) {
    suite.add_needs(|step| UsedPhrase::of(step)?.explanation.needs.as_deref());
}

/// The phrases of the steps of one kind, by their words.
type KnownWordings = HashMap<String, Option<Rc<UsedPhrase>>>;

/// The most wordings that are remembered: several times those of the suite. A text that is being written has ever new ones.
const MOST_WORDINGS: usize = 50_000;

thread_local! {
    /// Many scenarios use the same words, and are checked again whenever one of them changes.
    static WORDINGS: RefCell<HashMap<StepType, KnownWordings>> = RefCell::default();
}

/// A value that a step gives to a phrase.
#[derive(Clone, Debug)]
pub(crate) struct Argument {
    /// The name of the parameter.
    pub(crate) parameter: &'static str,
    /// The value, as the step writes it.
    pub(crate) value: String,
    /// The explanation of a parameter `{word}`, `{string}` or `{int}`.
    pub(crate) word: Option<&'static WordExplanation>,
}

/// The one phrase that a step uses.
#[derive(Clone, Debug)]
pub(crate) struct UsedPhrase {
    pub(crate) explanation: &'static PhraseExplanation,
    pub(crate) arguments: Vec<Argument>,
}

impl UsedPhrase {
    /// The phrase of a step with these words, if exactly one matches.
    pub(super) fn written(kind: StepType, words: &str) -> Option<Rc<Self>> {
        let step = Step::builder().keyword(String::new()).ty(kind).value(words.trim().to_owned());
        Self::of(&step.build())
    }

    /// The phrase of a step, if exactly one matches.
    pub(crate) fn of(step: &Step) -> Option<Rc<Self>> {
        WORDINGS.with_borrow_mut(|kinds| {
            let wordings = kinds.entry(step.ty).or_default();
            if let Some(known) = wordings.get(&step.value) {
                return known.clone();
            }
            if wordings.len() >= MOST_WORDINGS {
                wordings.clear();
            }
            let found = Self::find(step).map(Rc::new);
            wordings.insert(step.value.clone(), found.clone());
            found
        })
    }

    fn find(step: &Step) -> Option<Self> {
        let mut matching = PHRASES.matching(step);
        let phrase = matching.next().filter(|_| matching.next().is_none())?;
        let explanation = explanation(&phrase.text)?;
        let plain = plain_step(step);
        let values = phrase.arguments(&plain.value);
        let arguments = explanation.parameters().zip(values).map(|((parameter, word), value)| {
            Argument { parameter, value: value.to_owned(), word }
        });
        Some(Self { explanation, arguments: arguments.collect() })
    }

    /// The value of the parameter `{word}`, `{string}` or `{int}` that is explained by this name.
    pub(crate) fn word(&self, name: &str) -> Option<&str> {
        let is_it = |one: &&Argument| one.word.is_some_and(|word| word.name == name);
        self.arguments.iter().find(is_it).map(|one| one.value.as_str())
    }

    /// The names of the persons and companies, in their order; those of the merchant who acts, unless it is said otherwise.
    pub(crate) fn persons(&self) -> impl Iterator<Item = String> {
        let named = self.arguments.iter().filter(|one| one.parameter == "person");
        named.map(|one| self.person(&one.value))
    }

    fn person(&self, name: &str) -> String {
        let person = PersonName(name.to_owned());
        person.at(self.merchant()).0
    }

    /// The pairs of a person and the currency of an account that a step names.
    pub(super) fn accounts(&self) -> impl Iterator<Item = (String, &str)> {
        let pairs = self.arguments.windows(2);
        let pairs =
            pairs.filter(|pair| pair[0].parameter == "person" && pair[1].parameter == "currency");
        pairs.map(|pair| (self.person(&pair[0].value), pair[1].value.as_str()))
    }

    /// True if it names the code of a refusal.
    pub(super) fn names_code(&self) -> bool {
        self.explanation.reads_answer
    }

    /// The first value of a parameter, as it is read; none if the phrase has no such parameter.
    pub(crate) fn read<T: FromStr>(&self, parameter: &str) -> Option<T> {
        self.value(parameter)?.parse().ok()
    }

    fn actor(&self) -> Option<&str> {
        self.value("actor")
    }

    fn introduction(&self) -> Option<&str> {
        self.value("introduction")
    }

    /// The first value of a parameter.
    fn value(&self, parameter: &str) -> Option<&str> {
        let argument = self.arguments.iter().find(|one| one.parameter == parameter);
        argument.map(|one| one.value.as_str())
    }

    /// The merchant that acts or comes into the scenario.
    pub(crate) fn merchant(&self) -> Actor {
        let is_other = self.actor() == Some("the other merchant") || self.brings_other();
        if is_other { Actor::Other } else { Actor::Merchant }
    }

    /// True if the step brings another merchant into the scenario.
    pub(crate) fn brings_other(&self) -> bool {
        self.introduction().is_some_and(|words| words.starts_with("another"))
    }

    /// True if the step brings a merchant with an endpoint into the scenario.
    pub(crate) fn brings_listener(&self) -> bool {
        self.introduction().is_some_and(|words| words.ends_with("who listens for events"))
    }

    /// True if the step names the other merchant.
    pub(crate) fn names_other(&self) -> bool {
        let named =
            self.arguments.iter().filter(|one| ["actor", "person"].contains(&one.parameter));
        named.into_iter().any(|one| one.value.ends_with("the other merchant"))
    }
}
