//! The phrases of a world: their list, and those that match a step.

use cucumber::{
    codegen::{StepConstructor, inventory},
    step::Location,
};
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
    /// The source file and the line of its function.
    pub source: (&'static str, u32),
}

/// The phrases of a world, to look up which of them a step uses.
#[derive(Debug)]
pub struct PhraseIndex(Vec<IndexedPhrase>);

impl PhraseIndex {
    /// The phrases of `W`; `spell` writes the regular expression of one as people read it.
    #[must_use]
    pub fn of<W: Subject>(spell: impl Fn(StepType, &str) -> String) -> Self {
        let compiled = found::<W>().into_iter().filter_map(|(kind, phrase, place)| {
            let (regex, text) = (Regex::new(&phrase).ok()?, spell(kind, &phrase));
            Some(IndexedPhrase { kind, regex, text, source: (place.path, place.line) })
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
    found::<W>().into_iter().map(|(kind, phrase, _)| (kind, phrase)).collect()
}

/// A phrase with its kind, its regular expression and the place of its function.
type FoundPhrase = (StepType, String, Location);

fn found<W: Subject>() -> Vec<FoundPhrase> {
    use gherkin::StepType::{Given, Then, When};
    fn read<W>(kind: StepType, step: &impl StepConstructor<W>) -> FoundPhrase {
        let (place, phrase, _) = step.inner();
        (kind, phrase().to_string(), place)
    }
    let given = inventory::iter::<W::Given>.into_iter().map(|step| read::<W>(Given, step));
    let when = inventory::iter::<W::When>.into_iter().map(|step| read::<W>(When, step));
    let then = inventory::iter::<W::Then>.into_iter().map(|step| read::<W>(Then, step));
    let mut phrases: Vec<FoundPhrase> = given.chain(when).chain(then).collect();
    phrases.sort_by(|left, right| left.1.cmp(&right.1));
    phrases
}
