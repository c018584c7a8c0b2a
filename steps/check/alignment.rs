//! The words of a step beside those of a phrase: where they differ.

use std::{collections::BTreeMap, sync::LazyLock};

use conformance_harness::likeness;
use regex::Regex;

use crate::language::{OPEN, PARAMETERS, vocabulary::choices};

/// The most words of a step that one parameter takes.
const LONGEST_VALUE: usize = 9;

/// The cost of each word of a value that its parameter does not accept; less than that of a wrong word, because the sentence
/// is the right one.
const WRONG_VALUE: f64 = 0.4;

/// The cost of a word that is too much.
const GAP: f64 = 1.0;

/// The cost of a word that has nothing in common with the one in the phrase.
const OTHER_WORD: f64 = 1.2;

/// The cost of a word of the phrase that is missing.
const MISSING: f64 = 1.3;

/// The cost of a parameter that accepts every word: a phrase that names its words is the better hint.
const ANY_WORD: f64 = 0.2;

/// A place at which a step differs from a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum WordDifference {
    /// A value that its parameter does not accept.
    Value {
        /// The value in the step.
        shown: String,
        /// The name of the parameter.
        parameter: String,
    },
    /// Another word.
    Word {
        /// The word in the step.
        shown: String,
        /// The word in the phrase.
        wanted: String,
    },
    /// A word of the phrase that the step lacks.
    Missing(String),
    /// A word of the step that the phrase has not.
    Extra(String),
}

/// A comparison of a step with a phrase.
#[derive(Clone, Debug)]
pub(super) struct Alignment {
    /// The sum of all differences, for each word of the phrase: 0 is equal, 1 has nothing in common.
    pub(super) cost: f64,
    /// The differences, in the order of the step.
    pub(super) differences: Vec<WordDifference>,
}

/// The way to a place of the table of costs.
#[derive(Clone, Copy)]
enum AlignedStep {
    Start,
    /// A word of the phrase for so many words of the step; 0 if it is missing.
    Taken(usize),
    /// A word of the step that is too much.
    Extra,
}

/// The patterns of the parameters.
static PATTERNS: LazyLock<BTreeMap<&'static str, Regex>> = LazyLock::new(|| {
    let all = PARAMETERS.into_iter().chain(OPEN);
    all.filter_map(|(name, pattern)| Some((name, Regex::new(&format!("^(?:{pattern})$")).ok()?)))
        .collect()
});

/// A word of a phrase: plain, or with a parameter.
struct PhraseWord<'p> {
    whole: &'p str,
    /// The letters before the parameter, its name, and the letters after it.
    parameter: Option<(&'p str, &'p str, &'p str)>,
}

impl<'p> PhraseWord<'p> {
    fn of(whole: &'p str) -> Self {
        let parameter = whole.split_once('{').and_then(|(before, rest)| {
            let (name, after) = rest.split_once('}')?;
            Some((before, name, after))
        });
        Self { whole, parameter }
    }

    /// The cost of these words of a step in its place.
    fn cost(&self, words: &[&str]) -> f64 {
        match self.parameter {
            None => self.cost_of_word(words),
            Some((_, name, _)) => match self.value(words) {
                Some(_) if name == "word" && words.len() == 1 => ANY_WORD,
                Some(value) if accepts(name, &value) => 0.0,
                Some(value) => cost_of_value(name, &value, words.len()),
                // The letters around the parameter differ.
                None => cost_of_value(name, &words.join(" "), words.len()) + GAP / 2.0,
            },
        }
    }

    fn cost_of_word(&self, words: &[&str]) -> f64 {
        let [word] = words else { return GAP * 2.0 };
        // `account(s)` and `a(n)` stand for two words, `pass/passes` for two as well.
        let bare = self.whole.split('(').next().unwrap_or(self.whole);
        let whole = self.whole.replace(['(', ')'], "");
        let choices = [bare, &whole].into_iter().chain(self.whole.split('/'));
        let best = choices.map(|choice| likeness(choice, word)).fold(0.0, f64::max);
        if best < 0.3 { OTHER_WORD } else { GAP - best }
    }

    /// The value of the parameter in these words.
    fn value(&self, words: &[&str]) -> Option<String> {
        let (before, _, after) = self.parameter?;
        let text = words.join(" ");
        let text = text.strip_prefix(before)?.strip_suffix(after)?;
        Some(text.to_owned())
    }

    fn difference(&self, words: &[&str]) -> Option<WordDifference> {
        let shown = words.join(" ");
        if words.is_empty() {
            return Some(WordDifference::Missing(self.whole.to_owned()));
        }
        match self.parameter {
            Some((_, name, _)) => match self.value(words) {
                Some(value) if accepts(name, &value) => None,
                value => Some(WordDifference::Value {
                    shown: value.unwrap_or(shown),
                    parameter: name.to_owned(),
                }),
            },
            None if self.cost_of_word(words) == 0.0 => None,
            None => Some(WordDifference::Word { shown, wanted: self.whole.to_owned() }),
        }
    }
}

/// The cost of a value that its parameter does not accept. One of a choice is the more wrong, the less it is like a choice.
fn cost_of_value(parameter: &str, value: &str, words: usize) -> f64 {
    let pattern = PARAMETERS.iter().find(|(name, _)| *name == parameter);
    let choices = pattern.and_then(|(_, pattern)| choices(pattern)).unwrap_or_default();
    let like = choices.iter().map(|choice| likeness(choice, value)).fold(0.0, f64::max);
    let each = if choices.is_empty() { WRONG_VALUE } else { GAP - like };
    #[expect(clippy::cast_precision_loss, reason = "a step has few words")]
    let words = words as f64;
    each * words
}

/// True if a parameter accepts a value.
pub(super) fn accepts(parameter: &str, value: &str) -> bool {
    PATTERNS.get(parameter).is_some_and(|pattern| pattern.is_match(value))
}

/// Compares a step with a phrase, both without their keywords.
pub(super) fn align(step: &str, phrase: &str) -> Alignment {
    let words: Vec<&str> = step.split_whitespace().collect();
    let wanted: Vec<PhraseWord<'_>> = phrase.split_whitespace().map(PhraseWord::of).collect();
    let mut table =
        vec![vec![(f64::INFINITY, AlignedStep::Start); words.len() + 1]; wanted.len() + 1];
    table[0][0].0 = 0.0;
    for at in 0..=wanted.len() {
        for begun in 0..=words.len() {
            let cost = table[at][begun].0;
            let mut offer = |to: (usize, usize), more: f64, way: AlignedStep| {
                let place: &mut (f64, AlignedStep) = &mut table[to.0][to.1];
                if cost + more < place.0 {
                    *place = (cost + more, way);
                }
            };
            if begun < words.len() {
                offer((at, begun + 1), GAP, AlignedStep::Extra);
            }
            let Some(word) = wanted.get(at) else { continue };
            offer((at + 1, begun), MISSING, AlignedStep::Taken(0));
            let most = if word.parameter.is_some() { LONGEST_VALUE } else { 1 };
            for length in 1..=most.min(words.len() - begun) {
                let cost = word.cost(&words[begun..begun + length]);
                offer((at + 1, begun + length), cost, AlignedStep::Taken(length));
            }
        }
    }
    let count = wanted.len().max(words.len()).max(1);
    #[expect(clippy::cast_precision_loss, reason = "a step has few words")]
    let cost = table[wanted.len()][words.len()].0 / count as f64;
    Alignment { cost, differences: differences(&table, &wanted, &words) }
}

/// The differences on the cheapest way through the table.
fn differences(
    table: &[Vec<(f64, AlignedStep)>],
    wanted: &[PhraseWord<'_>],
    words: &[&str],
) -> Vec<WordDifference> {
    let (mut at, mut end) = (wanted.len(), words.len());
    let mut found = Vec::new();
    while at > 0 || end > 0 {
        match table[at][end].1 {
            AlignedStep::Start => break,
            AlignedStep::Extra => {
                end -= 1;
                found.push(WordDifference::Extra(words[end].to_owned()));
            }
            AlignedStep::Taken(length) => {
                at -= 1;
                end -= length;
                found.extend(wanted[at].difference(&words[end..end + length]));
            }
        }
    }
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAYOUT: &str = "the merchant pays {money} out of {person}'s {currency} account";

    #[test]
    fn a_step_of_the_phrase_has_no_difference() {
        let found = align("the merchant pays EUR 2.50 out of Ana's EUR account", PAYOUT);
        assert_eq!((found.cost, found.differences), (0.0, vec![]));
    }

    #[test]
    fn a_value_of_another_form_is_found_with_its_parameter() {
        let found = align("the merchant pays 2.50 EUR out of ana's EUR account", PAYOUT);
        let value = |shown: &str, parameter: &str| WordDifference::Value {
            shown: shown.to_owned(),
            parameter: parameter.to_owned(),
        };
        assert_eq!(found.differences, [value("2.50 EUR", "money"), value("ana", "person")]);
    }

    #[test]
    fn another_word_and_one_too_many_are_found() {
        let found = align("the merchant spends EUR 2.50 out of Ana's EUR account now", PAYOUT);
        let word = WordDifference::Word { shown: "spends".to_owned(), wanted: "pays".to_owned() };
        assert_eq!(found.differences, [word, WordDifference::Extra("now".to_owned())]);
    }
}
