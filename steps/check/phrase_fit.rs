//! The fit of a phrase to a step that is being written.

use std::{collections::HashMap, sync::LazyLock};

use regex::Regex;

use crate::language::{OPEN, PARAMETERS, vocabulary::choices};

/// Each parameter's pattern at the start of a text.
static PATTERNS: LazyLock<HashMap<&'static str, Regex>> = LazyLock::new(|| {
    let all = PARAMETERS.into_iter().chain(OPEN);
    all.filter_map(|(name, pattern)| Some((name, Regex::new(&format!("^(?:{pattern})")).ok()?)))
        .collect()
});

/// The part of a phrase at which somebody writes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum PhraseFit<'t> {
    /// Words of the phrase.
    Words,
    /// The parameter with this number, counted from 0, of which this is written.
    Parameter(usize, &'t str),
}

/// The part of a phrase that is reached by what was typed; none if the phrase does not go on from there.
pub(super) fn fit<'t>(phrase: &str, typed: &'t str) -> Option<PhraseFit<'t>> {
    let (mut left, mut rest) = (phrase, typed);
    for number in 0.. {
        let (words, parameter) = match left.split_once('{') {
            Some((words, parameter)) => (words, parameter.split_once('}')),
            None => (left, None),
        };
        match rest.strip_prefix(words) {
            Some(behind) => rest = behind,
            None => return words.starts_with(rest).then_some(PhraseFit::Words),
        }
        let Some((name, next)) = parameter else { break };
        match value_end(name, rest).filter(|end| *end < rest.len()) {
            Some(end) => (left, rest) = (next, &rest[end..]),
            None => return may_become(name, rest).then_some(PhraseFit::Parameter(number, rest)),
        }
    }
    rest.is_empty().then_some(PhraseFit::Words)
}

/// The end of a parameter's value at the start of a text.
pub(super) fn value_end(parameter: &str, text: &str) -> Option<usize> {
    PATTERNS.get(parameter)?.find(text).map(|found| found.end())
}

/// The words of a parameter that accepts a few.
pub(super) fn allowed(parameter: &str) -> Option<Vec<&'static str>> {
    let (_, pattern) = PARAMETERS.into_iter().find(|(name, _)| *name == parameter)?;
    choices(pattern)
}

/// True if these letters may be the start of a parameter's value.
fn may_become(parameter: &str, start: &str) -> bool {
    if start.is_empty() || value_end(parameter, start) == Some(start.len()) {
        return true;
    }
    if let Some(words) = allowed(parameter) {
        return words.iter().any(|word| word.starts_with(start));
    }
    match parameter {
        "word" | "int" => false,
        "string" => start.starts_with(['"', '\'']),
        "person" | "currency" | "money" | "holding" => start.starts_with(char::is_uppercase),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_fits_as_far_as_it_was_typed() {
        let phrase = "the merchant pays {money} out of {person}'s {currency} account";
        assert_eq!(fit(phrase, "the mer"), Some(PhraseFit::Words));
        assert_eq!(fit(phrase, "the merchant pays "), Some(PhraseFit::Parameter(0, "")));
        assert_eq!(fit(phrase, "the merchant pays EU"), Some(PhraseFit::Parameter(0, "EU")));
        assert_eq!(fit(phrase, "the merchant pays EUR 250.00 ou"), Some(PhraseFit::Words));
        assert_eq!(
            fit(phrase, "the merchant pays EUR 250.00 out of A"),
            Some(PhraseFit::Parameter(1, "A"))
        );
        assert_eq!(fit(phrase, "the merchant sends"), None);
        assert_eq!(fit(phrase, "the merchant pays 250"), None);
        assert_eq!(
            fit("the answer is {int}", "the answer is 2"),
            Some(PhraseFit::Parameter(0, "2"))
        );
        assert_eq!(fit("{int} of them succeed", "the order"), None);
    }
}
