//! Phrases and words explained as Markdown: `docs/phrases.md`.

use std::{collections::HashMap, fmt::Write as _};

use ralio_conformance::language::PhraseExplanation;

use super::explained::{below, parameters, topics};

const HEAD: &str = "\
# Phrases

Every phrase that scenarios can use, with its meaning and an example that runs. This page is made by
`conform steps --all --format markdown > docs/phrases.md` from the explanations beside the code; a test compares both.

Search it by meaning with `conform steps \"move money\"`.
";

/// The page of these phrases.
pub(super) fn page(phrases: &[&PhraseExplanation], examples: &HashMap<&str, String>) -> String {
    let mut page = HEAD.to_owned();
    for kind in ["Given", "When", "Then"] {
        let _ = write!(page, "\n## {kind}\n");
        for one in phrases.iter().filter(|one| one.phrase.starts_with(kind)) {
            page += &phrase_as_markdown(one, examples);
        }
    }
    for (topic, lines) in topics() {
        let mut letters = topic.chars();
        let first = letters.next().unwrap_or_default().to_uppercase();
        let _ = write!(page, "\n## {first}{}\n\n", letters.as_str());
        for (word, says) in lines {
            let _ = if word.is_empty() {
                write!(page, "\n{says}\n\n")
            } else {
                writeln!(page, "- `{word}`: {says}")
            };
        }
    }
    page.replace("\n\n\n", "\n\n")
}

/// A phrase with its explanation and an example.
pub(crate) fn phrase_as_markdown(
    one: &PhraseExplanation,
    examples: &HashMap<&str, String>,
) -> String {
    let mut text = format!("\n### `{}`\n\n{}\n", one.phrase, one.says);
    let parameters = parameters(one);
    let below = below(one);
    if !parameters.is_empty() || !below.is_empty() {
        text += "\n";
    }
    for (name, says) in parameters {
        let _ = writeln!(text, "- `{name}`: {says}");
    }
    for (name, says) in below {
        let _ = writeln!(text, "- *{name}*: {says}");
    }
    if let Some(example) = examples.get(one.phrase.as_str()) {
        let _ = write!(text, "\n```gherkin\n{example}```\n");
    }
    text
}
