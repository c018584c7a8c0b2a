//! The phrases as people read them: expressions with named parameters instead of regular expressions.

use conformance_harness::run::IndexedPhrase;
use gherkin::StepType;

use crate::language::{PARAMETERS, terms};

/// The capabilities that a target can claim: the tags `@needs-…`.
pub const CAPABILITIES: [&str; 5] = ["clock", "drain", "idempotency", "rate-limit", "browser"];

/// Every phrase after its keyword, and below them each parameter with the words that it accepts.
#[must_use]
pub fn described(phrases: &[IndexedPhrase]) -> Vec<String> {
    let mut described: Vec<String> = phrases.iter().map(|phrase| phrase.text.clone()).collect();
    described.sort();
    let parameters = terms().parameters.keys();
    described.extend(parameters.map(|name| format!("{{{name}}} is {}", parameter_words(name))));
    described
}

/// A phrase after its keyword.
pub(crate) fn written(kind: StepType, regex: &str) -> String {
    format!("{kind:?} {}", readable(regex))
}

/// A parameter in words: its meaning and the words that it accepts, or an example.
#[must_use]
pub fn parameter_words(name: &str) -> String {
    let Some(told) = terms().parameters.get(name) else { return name.to_owned() };
    let pattern = PARAMETERS.iter().find(|(known, _)| *known == name).map(|(_, pattern)| *pattern);
    match pattern.and_then(choices) {
        Some(choices) => format!("{}, one of: {}", told.says, choices.join(", ")),
        None => format!("{}, as in {}", told.says, told.example),
    }
}

/// The words of a parameter that is a choice between plain words.
pub(crate) fn choices(pattern: &str) -> Option<Vec<&str>> {
    let is_plain = pattern.chars().all(|letter| letter.is_alphabetic() || " |'".contains(letter));
    is_plain.then(|| pattern.split('|').collect())
}

/// Parts of regular expressions that the framework makes, each with the text that it was made of.
const BUILT_IN: [(&str, &str); 5] = [
    (r"((?:-?\d+)|(?:\d+))", "{int}"),
    (r"([^\s]+)", "{word}"),
    ("(?:s)?", "(s)"),
    ("(?:n)?", "(n)"),
    ("(?:pass|passes)", "pass/passes"),
];

/// The expression that the regular expression of a phrase was made of.
fn readable(regex: &str) -> String {
    let mut text = regex.trim_start_matches('^').trim_end_matches('$').to_owned();
    for (name, pattern) in PARAMETERS {
        text = text.replace(&format!("({pattern})"), &format!("{{{name}}}"));
    }
    for (pattern, name) in BUILT_IN {
        text = text.replace(pattern, name);
    }
    // A quoted string is the one alternation with named groups.
    while let (Some(start), Some(end)) = (text.find("(?:\"(?P<"), text.find("*)')")) {
        text.replace_range(start..end + "*)')".len(), "{string}");
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::run::phrase_list;

    #[test]
    fn every_phrase_reads_without_regular_expressions() {
        for line in phrase_list() {
            assert!(!line.contains(['\\', '^', '$', '+', '[', '?', '|']), "{line}");
        }
    }
}
