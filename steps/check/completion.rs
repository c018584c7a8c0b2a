//! Completion while somebody writes: phrases of the keyword in force, references, tags, types of events. It reads lines and no
//! whole file, because what is being written can seldom be parsed.

use conformance_harness::schema::Description;
use serde::Serialize;

use super::phrase_index::phrase_index;
use crate::language::{PARAMETERS, PhraseExplanation, explanation, terms, vocabulary::choices};

/// Something that may be written at the cursor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Completion {
    /// The words for the list.
    pub label: String,
    /// The text that takes the place of the letters from `from` up to `to`.
    pub insert: String,
    /// The explanation.
    pub detail: String,
    /// The first letter that is replaced, counted from 1.
    pub from: usize,
    /// The letter behind the last one that is replaced.
    pub to: usize,
}

/// The keywords of steps.
const KEYWORDS: [&str; 5] = ["Given", "When", "Then", "And", "But"];

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
    let keyword = KEYWORDS.into_iter().find(|keyword| {
        words.strip_prefix(keyword).is_some_and(|rest| rest.starts_with(char::is_whitespace))
    });
    match keyword {
        Some(keyword) => {
            let typed = words[keyword.len()..].trim_start();
            at.phrases(kind_of(keyword, above), typed)
        }
        None => at.keywords(words),
    }
}

/// The cursor, and its line up to there.
struct CursorPlace<'a> {
    before: &'a str,
    to: usize,
}

impl CursorPlace<'_> {
    /// A completion in the place of what was typed last.
    fn replacing(&self, typed: &str, insert: &str, label: &str, detail: &str) -> Completion {
        Completion {
            label: label.to_owned(),
            insert: insert.to_owned(),
            detail: detail.to_owned(),
            from: self.to - typed.chars().count(),
            to: self.to,
        }
    }

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

    fn phrases(&self, kind: &str, typed: &str) -> Vec<Completion> {
        let all = phrase_index().all().iter().filter_map(|one| explanation(&one.text));
        let of_kind = all.flat_map(|one: &PhraseExplanation| {
            let phrase = one.phrase.strip_prefix(kind).map(str::trim_start);
            let written = phrase.into_iter().flat_map(spelled);
            let fitting = written.filter(|phrase| begins(phrase, typed));
            fitting.map(|phrase| self.replacing(typed, &phrase, &phrase, &one.says))
        });
        let mut found: Vec<Completion> = of_kind.collect();
        // Words that stand in the phrase say more than a parameter that takes any.
        found.sort_by_key(|one| (one.insert.starts_with('{'), one.insert.clone()));
        found
    }

    fn keywords(&self, typed: &str) -> Vec<Completion> {
        const OTHERS: [(&str, &str); 5] = [
            ("Scenario: ", "a scenario, with its id as a tag above it"),
            ("Scenario Outline: ", "a scenario with a row of Examples for each case"),
            ("Rule: ", "a requirement, with its id and its source above it"),
            ("Background:", "the situation of all scenarios below"),
            ("Examples:", "the rows of an outline"),
        ];
        let steps = KEYWORDS.map(|keyword| (format!("{keyword} "), "a step"));
        let others = OTHERS.map(|(keyword, says)| (keyword.to_owned(), says));
        let all = steps.into_iter().chain(others);
        all.filter(|(keyword, _)| keyword.starts_with(typed))
            .map(|(keyword, says)| self.replacing(typed, &keyword, keyword.trim_end(), says))
            .collect()
    }
}

/// The kind of step: that of the keyword, or of the last one above that is neither And nor But.
fn kind_of<'k>(keyword: &'k str, above: &[&'k str]) -> &'k str {
    const OWN: [&str; 3] = ["Given", "When", "Then"];
    if OWN.contains(&keyword) {
        return keyword;
    }
    let first = |line: &&'k str| line.split_whitespace().next().unwrap_or_default();
    above.iter().rev().map(first).find(|word| OWN.contains(word)).unwrap_or("Given")
}

/// A phrase with each choice of the parameter with which it begins, or with an example of it.
fn spelled(phrase: &str) -> Vec<String> {
    let parameter = phrase.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    let Some((name, rest)) = parameter else { return vec![phrase.to_owned()] };
    let pattern = PARAMETERS.iter().find(|(known, _)| *known == name);
    if pattern.is_none() {
        return vec![phrase.to_owned()];
    }
    let words = pattern.and_then(|(_, pattern)| choices(pattern)).unwrap_or_else(|| {
        terms().parameters.get(name).map(|told| told.example.as_str()).into_iter().collect()
    });
    words.into_iter().map(|word| format!("{word}{rest}")).collect()
}

/// True if a phrase may go on from what was typed: word by word, where a parameter takes any word.
fn begins(phrase: &str, typed: &str) -> bool {
    let mut wanted = phrase.split_whitespace();
    let mut words = typed.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let is_last = words.peek().is_none() && !typed.ends_with(char::is_whitespace);
        match wanted.next() {
            None => return false,
            // A parameter may have several words, so that nothing behind it can be compared.
            Some(parameter) if parameter.contains('{') => return true,
            Some(one) if is_last => return one.starts_with(word),
            Some(one) if one != word => return false,
            Some(_) => {}
        }
    }
    true
}

/// The names in the lines above that steps may speak of: words with a capital letter that do not open their line.
fn people(above: &[&str]) -> Vec<String> {
    let is_name = |word: &&str| {
        word.len() > 1
            && word.starts_with(|letter: char| letter.is_ascii_uppercase())
            && word.chars().skip(1).all(|letter| letter.is_ascii_lowercase())
    };
    let steps = above.iter().map(|line| line.trim_start());
    let steps = steps.filter(|line| KEYWORDS.iter().any(|keyword| line.starts_with(keyword)));
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
                        Then \n    And the ord\n      | payin.c\n    And Ana has {an\n  @needs-c\n    Gi\n";

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
        has(7, "payin.completed");
        has(8, "{ana}");
        assert_eq!(labels(9), ["@needs-clock"]);
        assert_eq!(labels(10), ["Given"]);
    }
}
