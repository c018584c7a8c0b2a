//! The phrases as people read them: expressions with named parameters instead of regular expressions.

use gherkin::StepType;

use crate::language::PARAMETERS;

/// Every phrase behind its keyword, and below them each parameter with what it accepts.
#[must_use]
pub fn described(phrases: Vec<(StepType, String)>) -> Vec<String> {
    let mut described: Vec<String> =
        phrases.into_iter().map(|(kind, regex)| format!("{kind:?} {}", readable(&regex))).collect();
    described.sort();
    let parameters = PARAMETERS.iter();
    described.extend(parameters.map(|(name, regex)| format!("{{{name}}} is {regex}")));
    described
}

/// What the framework's own parameters become in a regular expression.
const BUILT_IN: [(&str, &str); 4] = [
    (r"((?:-?\d+)|(?:\d+))", "{int}"),
    (r"([^\s]+)", "{word}"),
    ("(?:s)?", "(s)"),
    ("(?:n)?", "(n)"),
];

/// The expression that a phrase's regular expression was made of.
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

/// A phrase with every choice between plain words spelled out, as somebody would write it.
pub(crate) fn spelled_out(regex: &str) -> Vec<String> {
    let is_plain = |pattern: &str| pattern.chars().all(|c| c.is_alphabetic() || " |'".contains(c));
    let mut phrases = vec![readable(regex)];
    for (name, pattern) in PARAMETERS.iter().filter(|(_, pattern)| is_plain(pattern)) {
        let parameter = format!("{{{name}}}");
        phrases = phrases
            .iter()
            .flat_map(|phrase| {
                let choices = pattern.split('|').filter(|_| phrase.contains(&parameter));
                let mut spelled: Vec<String> =
                    choices.map(|choice| phrase.replacen(&parameter, choice, 1)).collect();
                if spelled.is_empty() {
                    spelled.push(phrase.clone());
                }
                spelled
            })
            .collect();
    }
    phrases
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::phrase_list;

    #[test]
    fn a_choice_of_words_is_spelled_out() {
        let phrases = spelled_out("^(the merchant|the other merchant) logs in$");
        assert_eq!(phrases, ["the merchant logs in", "the other merchant logs in"]);
    }

    #[test]
    fn every_phrase_reads_without_regular_expressions() {
        for phrase in phrase_list().iter().filter(|phrase| !phrase.starts_with('{')) {
            assert!(!phrase.contains(['\\', '^', '$', '+']), "{phrase}");
        }
    }
}
