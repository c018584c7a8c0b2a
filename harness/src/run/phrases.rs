//! The phrases of a world: their list, and the match of a step.

use regex::Regex;

use super::subject::Subject;
use crate::suite::{StepMatch, plain_step};

/// Matches a step with the phrases of `W`; `spell` writes a phrase's regular expression as a scenario would use it.
pub fn matcher<W: Subject>(
    spell: impl Fn(&str) -> Vec<String>,
) -> impl Fn(&gherkin::Step) -> StepMatch {
    let steps = W::collection();
    let phrases = phrases::<W>();
    move |step| match steps.find(&plain_step(step)) {
        Ok(Some(_)) => StepMatch::One,
        Ok(None) => {
            let candidates = phrases.iter().filter(|(kind, _)| *kind == step.ty);
            let candidates: Vec<String> =
                candidates.flat_map(|(_, phrase)| spell(phrase)).collect();
            let candidates = candidates.iter().map(String::as_str);
            StepMatch::None(crate::nearest(&plain_step(step).value, candidates, 3))
        }
        Err(error) => StepMatch::Several(
            error.possible_matches.iter().map(|(regex, _)| regex.to_string()).collect(),
        ),
    }
}

/// The phrases of a world, to look up which of them a step uses.
#[derive(Debug)]
pub struct PhraseIndex(Vec<(gherkin::StepType, Regex, String)>);

impl PhraseIndex {
    /// The phrases of `W`; `spell` writes the regular expression of one as people read it.
    #[must_use]
    pub fn of<W: Subject>(spell: impl Fn(gherkin::StepType, &str) -> String) -> Self {
        let phrases = phrases::<W>().into_iter();
        let compiled = phrases.filter_map(|(kind, phrase)| {
            Some((kind, Regex::new(&phrase).ok()?, spell(kind, &phrase)))
        });
        Self(compiled.collect())
    }

    /// The phrase that a step uses.
    #[must_use]
    pub fn find(&self, step: &gherkin::Step) -> Option<&str> {
        let step = plain_step(step);
        let found =
            self.0.iter().find(|(kind, regex, _)| *kind == step.ty && regex.is_match(&step.value));
        found.map(|(.., phrase)| phrase.as_str())
    }
}

/// Every phrase of `W`, as its regular expression.
#[must_use]
pub fn phrases<W: Subject>() -> Vec<(gherkin::StepType, String)> {
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
