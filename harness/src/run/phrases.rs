//! The phrases of a world: their list, and those that match a step.

use gherkin::StepType;
use regex::{Captures, Regex};

use super::subject::Subject;
use crate::suite::plain_step;

/// A phrase of a world.
#[derive(Debug)]
pub struct IndexedPhrase {
    /// The kind of step that it serves.
    pub kind: StepType,
    /// The regular expression.
    pub regex: Regex,
    /// The phrase as people read it.
    pub text: String,
}

/// The phrases of a world, to look up which of them a step uses.
#[derive(Debug)]
pub struct PhraseIndex(Vec<IndexedPhrase>);

impl PhraseIndex {
    /// The phrases of `W`; `spell` writes the regular expression of one as people read it.
    #[must_use]
    pub fn of<W: Subject>(spell: impl Fn(StepType, &str) -> String) -> Self {
        let phrases = phrases::<W>().into_iter();
        let compiled = phrases.filter_map(|(kind, phrase)| {
            let (regex, text) = (Regex::new(&phrase).ok()?, spell(kind, &phrase));
            Some(IndexedPhrase { kind, regex, text })
        });
        Self(compiled.collect())
    }

    /// All phrases.
    #[must_use]
    pub fn all(&self) -> &[IndexedPhrase] {
        &self.0
    }

    /// The phrases that match a step.
    pub fn matching(&self, step: &gherkin::Step) -> impl Iterator<Item = &IndexedPhrase> {
        let step = plain_step(step);
        self.0.iter().filter(move |one| one.kind == step.ty && one.regex.is_match(&step.value))
    }

    /// The phrase that a step uses.
    #[must_use]
    pub fn find(&self, step: &gherkin::Step) -> Option<&str> {
        self.matching(step).next().map(|phrase| phrase.text.as_str())
    }
}

impl IndexedPhrase {
    /// The parts of a step's text that the phrase takes, in their order.
    #[must_use]
    pub fn arguments<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let captures = self.regex.captures(text);
        let parts = |found: Captures<'t>| {
            found.iter().skip(1).flatten().map(|part| part.as_str()).collect::<Vec<_>>()
        };
        captures.map(parts).unwrap_or_default()
    }
}

/// Every phrase of `W`, as its regular expression.
#[must_use]
pub fn phrases<W: Subject>() -> Vec<(StepType, String)> {
    use cucumber::codegen::StepConstructor as _;
    use gherkin::StepType::{Given, Then, When};
    let mut phrases = Vec::new();
    for step in cucumber::codegen::inventory::iter::<W::Given> {
        phrases.push((Given, step.inner().1().to_string()));
    }
    for step in cucumber::codegen::inventory::iter::<W::When> {
        phrases.push((When, step.inner().1().to_string()));
    }
    for step in cucumber::codegen::inventory::iter::<W::Then> {
        phrases.push((Then, step.inner().1().to_string()));
    }
    phrases.sort_by(|left, right| left.1.cmp(&right.1));
    phrases
}
