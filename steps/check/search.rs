//! The search for phrases by what they mean.

use std::{cmp::Reverse, collections::BTreeSet};

use crate::language::{PhraseExplanation, terms};

/// The points of a word that stands in the phrase itself, in its explanation, and of one that may be meant.
const IN_PHRASE: usize = 4;
const IN_EXPLANATION: usize = 2;
const MEANT: usize = 3;

/// The phrases that are about these words, the best first.
#[must_use]
pub fn search<'e>(words: &str, all: &[&'e PhraseExplanation]) -> Vec<&'e PhraseExplanation> {
    let wanted = stems(words);
    let meanings = &terms().meanings;
    let meant: BTreeSet<String> = wanted
        .iter()
        .filter_map(|word| meanings.iter().find(|(known, _)| stem(known) == *word))
        .flat_map(|(_, meant)| meant.iter().map(|word| stem(word)))
        .collect();
    let points = |one: &PhraseExplanation| -> usize {
        let (phrase, says) = (stems(&one.phrase), stems(&one.says));
        let direct = wanted.iter().map(|word| {
            usize::from(phrase.contains(word)) * IN_PHRASE
                + usize::from(says.contains(word)) * IN_EXPLANATION
        });
        let indirect = meant.iter().map(|word| usize::from(phrase.contains(word)) * MEANT);
        direct.chain(indirect).sum()
    };
    let mut found: Vec<(usize, &PhraseExplanation)> =
        all.iter().map(|one| (points(one), *one)).filter(|(points, _)| *points > 0).collect();
    // Of phrases with as many points the shortest says the least beside it.
    found.sort_by_key(|(points, one)| (Reverse(*points), one.phrase.len()));
    let best = found.first().map_or(0, |(points, _)| *points);
    found.into_iter().filter(|(points, _)| points * 3 >= best).map(|(_, one)| one).collect()
}

/// The stems of all words in a text.
fn stems(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| word.len() > 1 && !COMMON.contains(word)).map(stem).collect()
}

/// Words that say nothing about a phrase.
const COMMON: [&str; 24] = [
    "the", "an", "of", "to", "in", "is", "it", "are", "and", "or", "on", "with", "for", "from",
    "by", "as", "at", "be", "how", "do", "that", "this", "Then", "When",
];

/// A word without its usual ends.
fn stem(word: &str) -> String {
    let word = word.to_lowercase();
    let ends = ["ing", "ed", "es", "s", "e"];
    let cut = ends.iter().find_map(|end| word.strip_suffix(end).filter(|rest| rest.len() > 2));
    cut.map_or_else(|| word.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::explained_phrases;

    fn found(words: &str) -> Vec<&'static str> {
        let all: Vec<&PhraseExplanation> = explained_phrases().collect();
        search(words, &all).into_iter().map(|one| one.phrase.as_str()).collect()
    }

    #[test]
    fn phrases_are_found_by_words_that_they_do_not_have() {
        for (words, wanted) in [
            ("move money", "transfers {money}"),
            ("withdraw", "pays {money} out of"),
            ("wait two days", "When {duration} pass"),
            ("error code", "Then it is refused with"),
            ("webhook events", "Then these events are delivered:"),
            ("verify a company", "When the operator {decision}"),
            ("balance", "account holds"),
        ] {
            let found = found(words);
            assert!(found.iter().take(8).any(|one| one.contains(wanted)), "{words}: {found:#?}");
        }
    }

    #[test]
    fn words_about_nothing_find_nothing() {
        assert_eq!(found("zebra"), Vec::<&str>::new());
    }
}
