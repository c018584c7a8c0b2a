//! The phrases as people read them: expressions with named parameters instead of regular expressions.

use gherkin::StepType;

use crate::language::PARAMETERS;

/// Every phrase behind its keyword, and below them each parameter with the words that it accepts.
#[must_use]
pub fn described(phrases: Vec<(StepType, String)>) -> Vec<String> {
    let mut described: Vec<String> =
        phrases.into_iter().map(|(kind, regex)| written(kind, &regex)).collect();
    described.sort();
    let parameters = PARAMETERS.iter().map(|(name, pattern)| (*name, accepted(name, pattern)));
    let built_in = BUILT_IN_WORDS.iter().map(|(name, words)| (*name, (*words).to_owned()));
    described
        .extend(parameters.chain(built_in).map(|(name, words)| format!("{{{name}}} is {words}")));
    described
}

/// A phrase behind its keyword.
pub(crate) fn written(kind: StepType, regex: &str) -> String {
    format!("{kind:?} {}", readable(regex))
}

/// The words of the parameters that are not a choice of words.
const WORDS: [(&str, &str); 8] = [
    (
        "behaviour",
        "answers 503, answers with a redirect or drops the connection, each also with `once`; \
         holds its answer; shows a certificate of an unknown authority; shows a certificate of another host",
    ),
    ("currency", "a currency's code, as in EUR"),
    ("duration", "a period, as in 1 second or 7 days"),
    ("holder", "a name, as in Ana, or with its merchant, as in Ana, a user of the other merchant,"),
    (
        "holding",
        "money, as in EUR 250.00, or with a pending part, as in EUR 250.00 with EUR 50.00 pending in",
    ),
    ("money", "a currency and an amount, as in EUR 250.00"),
    ("person", "a name with a capital letter, as in Ana"),
    ("progress", "delivered, pending, failed, or a number of attempts, as in attempted 2 times"),
];

/// The words of the framework's own parameters.
const BUILT_IN_WORDS: [(&str, &str); 3] = [
    ("int", "a whole number, as in 30"),
    ("string", "a text in quotes, as in \"Ana\""),
    ("word", "a word without spaces, as in completed"),
];

/// The words that a parameter accepts, for people.
fn accepted(name: &str, pattern: &str) -> String {
    let words = WORDS.iter().find(|(known, _)| *known == name);
    words.map_or_else(
        || format!("one of: {}", pattern.replace('|', ", ")),
        |(_, words)| (*words).to_owned(),
    )
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

/// A phrase with every choice between plain words spelled out, as a scenario would use it.
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
        for line in phrase_list() {
            assert!(!line.contains(['\\', '^', '$', '+', '[', '?', '|']), "{line}");
        }
    }
}
