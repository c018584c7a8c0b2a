//! Completion while somebody writes: phrases of the keyword in force, references, tags, types of events. It reads lines and no
//! whole file, because what is being written can seldom be parsed.

use conformance_harness::{schema::Description, suite::STEP_KEYWORDS};

use super::{
    cursor::{Completion, CursorPlace, kind_of, step_words},
    phrase_fit::{PhraseFit, allowed, fit, value_end},
    phrase_index::explained_phrases,
    text_completion::{in_text, text_around},
};
use crate::language::{PhraseExplanation, is_open, terms};

/// The completions at a column of a line, both counted from 1.
#[must_use]
pub fn complete(
    text: &str,
    line: usize,
    column: usize,
    description: &Description,
) -> Vec<Completion> {
    let lines: Vec<&str> = text.lines().collect();
    let whole = line.checked_sub(1).and_then(|index| lines.get(index)).copied().unwrap_or_default();
    let before: String = whole.chars().take(column.saturating_sub(1)).collect();
    let above = &lines[..line.saturating_sub(1).min(lines.len())];
    let at = CursorPlace { to: before.chars().count() + 1, before: &before };
    let words = before.trim_start();
    if let Some(open) = before.rfind('{').filter(|open| !before[*open..].contains('}')) {
        return at.references(open, above);
    }
    if let Some(opening) = text_around(above) {
        return in_text(&at, above, opening, description);
    }
    if words.starts_with('@') {
        return at.tags();
    }
    if words.starts_with('|') {
        let typed = before.rsplit('|').next().unwrap_or_default().trim_start();
        let events = description.events.iter().map(|event| event.event_type.as_str());
        return events
            .filter(|event| event.starts_with(typed))
            .map(|event| at.replacing(typed, event, event, "a type of event"))
            .collect();
    }
    match step_words(words) {
        Some((keyword, typed)) => at.phrases(kind_of(keyword, above), typed, description),
        None => at.keywords(words),
    }
}

impl CursorPlace<'_> {
    fn references(&self, open: usize, above: &[&str]) -> Vec<Completion> {
        let typed = &self.before[open..];
        let mut found: Vec<Completion> = Vec::new();
        for person in people(above) {
            let reference = format!("{{{}}}", person.to_lowercase());
            let detail = format!("the id of {person}");
            found.push(self.replacing(typed, &reference, &reference, &detail));
        }
        let terms = terms();
        for one in terms.references.iter().chain(&terms.matchers) {
            found.push(self.replacing(typed, &one.example, &one.example, &one.says));
        }
        found.retain(|one| one.insert.starts_with(typed));
        found.dedup_by(|one, other| one.insert == other.insert);
        found
    }

    fn tags(&self) -> Vec<Completion> {
        let typed = self.before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let tags = terms().tags.iter().map(|(tag, says)| (format!("@{tag}"), says));
        tags.filter(|(tag, _)| tag.starts_with(typed))
            .map(|(tag, says)| self.replacing(typed, &tag, &tag, says))
            .collect()
    }

    fn phrases(&self, kind: &str, typed: &str, description: &Description) -> Vec<Completion> {
        let (mut values, mut phrases) = (Vec::new(), Vec::new());
        for one in explained_phrases() {
            let phrase = one.phrase.strip_prefix(kind).map(str::trim_start).unwrap_or_default();
            for phrase in spelled(phrase, typed) {
                let Some(reached) = fit(&phrase, typed) else { continue };
                if let PhraseFit::Parameter(number, start) = reached {
                    // A parameter at the start may be filled already.
                    let filled = one.parameters().count() - phrase.matches('{').count();
                    let words = allowed_words(one, filled + number, description);
                    let fitting = words.into_iter().filter(|(word, _)| word.starts_with(start));
                    values.extend(
                        fitting.map(|(word, says)| self.replacing(start, &word, &word, &says)),
                    );
                }
                phrases.push(Completion {
                    phrase: Some(one),
                    ..self.replacing(typed, &phrase, &phrase, &one.says)
                });
            }
        }
        values.sort_by(|one, other| one.insert.cmp(&other.insert));
        values.dedup_by(|one, other| one.insert == other.insert);
        // Words that stand in the phrase say more than a parameter that takes any.
        phrases.sort_by_key(|one| (one.insert.starts_with('{'), one.insert.clone()));
        values.extend(phrases);
        values
    }

    fn keywords(&self, typed: &str) -> Vec<Completion> {
        const OTHERS: [(&str, &str); 5] = [
            ("Scenario: ", "a scenario, with its id as a tag above it"),
            ("Scenario Outline: ", "a scenario with a row of Examples for each case"),
            ("Rule: ", "a requirement, with its id and its source above it"),
            ("Background:", "the situation of all scenarios below"),
            ("Examples:", "the rows of an outline"),
        ];
        let steps = STEP_KEYWORDS.map(|keyword| (format!("{keyword} "), "a step"));
        let others = OTHERS.map(|(keyword, says)| (keyword.to_owned(), says));
        let all = steps.into_iter().chain(others);
        all.filter(|(keyword, _)| keyword.starts_with(typed))
            .map(|(keyword, says)| self.replacing(typed, &keyword, keyword.trim_end(), says))
            .collect()
    }
}

/// A phrase with the value that was typed for the parameter with which it begins, or else with each choice or an example of it.
fn spelled(phrase: &str, typed: &str) -> Vec<String> {
    let parameter = phrase.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    let Some((name, rest)) = parameter else {
        return Some(phrase.to_owned()).filter(|phrase| !phrase.is_empty()).into_iter().collect();
    };
    let end = value_end(name, typed).filter(|end| *end < typed.len());
    let words = match end {
        Some(end) => vec![&typed[..end]],
        None => allowed(name).unwrap_or_else(|| {
            let told = terms().parameters.get(name);
            vec![told.filter(|_| !is_open(name)).map_or("", |told| told.example.as_str())]
        }),
    };
    let written = |word: &str| {
        if word.is_empty() { phrase.to_owned() } else { format!("{word}{rest}") }
    };
    words.into_iter().map(written).collect()
}

/// The words that a parameter accepts, with their meanings; none if it accepts any.
fn allowed_words(
    phrase: &PhraseExplanation,
    number: usize,
    description: &Description,
) -> Vec<(String, String)> {
    let Some((name, word)) = phrase.parameters().nth(number) else { return Vec::new() };
    let list = word.and_then(|word| word.list.as_deref());
    if list == Some("events") {
        let events = description.events.iter();
        return events.map(|one| (one.event_type.clone(), "a type of event".to_owned())).collect();
    }
    if let Some(list) = list.and_then(|list| terms().lists.get(list)) {
        return list.values.iter().map(|(word, says)| (word.clone(), says.clone())).collect();
    }
    let says = terms().parameters.get(name).map_or("", |told| told.says.as_str());
    let words = allowed(name).unwrap_or_default().into_iter();
    words.map(|word| (word.to_owned(), says.to_owned())).collect()
}

/// The names in the lines above that steps may speak of: words with a capital letter that do not open their line.
fn people(above: &[&str]) -> Vec<String> {
    let is_name = |word: &&str| {
        word.len() > 1
            && word.starts_with(|letter: char| letter.is_ascii_uppercase())
            && word.chars().skip(1).all(|letter| letter.is_ascii_lowercase())
    };
    let steps = above.iter().map(|line| line.trim_start());
    let steps = steps.filter(|line| STEP_KEYWORDS.iter().any(|keyword| line.starts_with(keyword)));
    let mut names: Vec<String> = steps
        .flat_map(|line| line.split(|letter: char| !letter.is_alphanumeric()).skip(1))
        .filter(is_name)
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const TEXT: &str = "Feature: F\n  Scenario: S\n    Given Ana is a verified user\n    When the mer\n    \
                        Then \n    And the ord\n      | payin.c\n    And Ana has {an\n  @needs-c\n    Gi\n    \
                        Then the order is c\n";

    fn labels(line: usize) -> Vec<String> {
        let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
        let description = Description::load(&schemas).expect("the schemas load");
        let column = TEXT.lines().nth(line - 1).expect("a line").chars().count() + 1;
        let begun = std::time::Instant::now();
        let found = complete(TEXT, line, column, &description);
        assert!(begun.elapsed().as_millis() < 50, "{:?}", begun.elapsed());
        found.into_iter().map(|one| one.label).collect()
    }

    #[test]
    fn what_may_be_written_follows_from_the_line() {
        let has = |line: usize, wanted: &str| {
            let found = labels(line);
            assert!(found.iter().any(|one| one.contains(wanted)), "{line}: {found:?}");
            found
        };
        let actions = has(4, "the merchant pays {money}");
        assert!(!actions.iter().any(|one| one.contains("these events")), "{actions:?}");
        has(5, "the answer is {int}");
        has(6, "the order is {word}");
        assert_eq!(labels(11)[0], "cancelled");
        has(7, "payin.completed");
        has(8, "{ana}");
        assert_eq!(labels(9), ["@needs-clock"]);
        assert_eq!(labels(10), ["Given"]);
    }
}
