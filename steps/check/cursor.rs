//! The cursor in a text that is being written, the step in its line, and what may be written there.

use conformance_harness::suite::STEP_KEYWORDS;
use serde::Serialize;

use crate::language::PhraseExplanation;

/// Something that may be written at the cursor.
#[derive(Clone, Debug, Serialize)]
pub struct Completion {
    /// The words for the list.
    pub label: String,
    /// The text that takes the place of the letters from `from` up to `to`.
    pub insert: String,
    /// The explanation.
    pub detail: String,
    /// The first letter that is replaced, counted from 1.
    pub from: usize,
    /// The letter after the last one that is replaced.
    pub to: usize,
    /// The phrase, if one is inserted.
    #[serde(skip)]
    pub phrase: Option<&'static PhraseExplanation>,
}

/// The cursor, and its line up to there.
pub(super) struct CursorPlace<'a> {
    pub(super) before: &'a str,
    pub(super) to: usize,
}

impl CursorPlace<'_> {
    /// A completion in the place of what was typed last.
    pub(super) fn replacing(
        &self,
        typed: &str,
        insert: &str,
        label: &str,
        detail: &str,
    ) -> Completion {
        Completion {
            label: label.to_owned(),
            insert: insert.to_owned(),
            detail: detail.to_owned(),
            from: self.to - typed.chars().count(),
            to: self.to,
            phrase: None,
        }
    }
}

/// The keyword of a step, and its words.
pub(super) fn step_words(line: &str) -> Option<(&'static str, &str)> {
    let words = line.trim_start();
    STEP_KEYWORDS.into_iter().find_map(|keyword| {
        let rest = words.strip_prefix(keyword)?;
        rest.starts_with(char::is_whitespace).then(|| (keyword, rest.trim_start()))
    })
}

/// The kind of step: that of the keyword, or of the last one above that is neither And nor But.
pub(super) fn kind_of<'k>(keyword: &'k str, above: &[&'k str]) -> &'k str {
    const OWN: [&str; 3] = ["Given", "When", "Then"];
    if OWN.contains(&keyword) {
        return keyword;
    }
    let first = |line: &&'k str| line.split_whitespace().next().unwrap_or_default();
    above.iter().rev().map(first).find(|word| OWN.contains(word)).unwrap_or("Given")
}
