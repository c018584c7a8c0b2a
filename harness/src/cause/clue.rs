//! Clues: what a finding says of its cause, in words that are the same in every scenario with that cause.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

use crate::{
    patterns::Patterns,
    sight::{MISSING, Sight, UNDOCUMENTED, UNKNOWN_VALUE},
    verdict::{Fault, Nonconformance},
};

/// The distance of a clue from the mistake itself; the nearest one gives a cause its title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Distance {
    /// A member is missing or has a value that no document knows, or a status is not documented.
    Content,
    /// A request was answered with another documented status.
    Answer,
    /// A member has another form.
    Form,
    /// A member is new.
    Extra,
    /// A header or the media type is not as documented.
    Frame,
    /// Messages contradict each other.
    Contradiction,
    /// A step found something else than it expects.
    Step,
    /// Something could not be carried out, or never came.
    Absence,
}

/// One clue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Clue {
    /// Its distance from the mistake.
    pub(super) distance: Distance,
    /// The words: equal for equal causes.
    pub(super) words: String,
}

/// The clues of a reason why a scenario failed.
pub(super) fn clues(fault: &Fault, phrase: Option<&str>) -> Vec<Clue> {
    match fault {
        Fault::Nonconformance(finding) => of_finding(finding, phrase),
        Fault::Error { message } => {
            let words = general(message.lines().next().unwrap_or_default());
            vec![Clue { distance: Distance::Absence, words }]
        }
        Fault::NotApplicable { .. } => Vec::new(),
    }
}

/// The words of the clues of a reason, as titles of causes have them.
pub(crate) fn clue_words(fault: &Fault) -> Vec<String> {
    let message = match fault {
        Fault::Nonconformance(finding) => finding.message.as_deref(),
        _ => None,
    };
    let titled = |clue: Clue| match message {
        Some(message) => format!("{message}: {}", clue.words),
        None => clue.words,
    };
    clues(fault, None).into_iter().map(titled).collect()
}

fn of_finding(finding: &Nonconformance, phrase: Option<&str>) -> Vec<Clue> {
    if !finding.sights.is_empty() {
        return of_sights(&finding.sights);
    }
    let [what, expected, actual] =
        [&finding.what, &finding.expected, &finding.actual].map(|text| general(text));
    if is_status(&finding.actual) {
        let words = format!("{what}: {actual} instead of {expected}");
        return vec![Clue { distance: Distance::Answer, words }];
    }
    let (distance, source) = match (&finding.check, phrase) {
        (Some(check), _) => (Distance::Contradiction, check.as_str()),
        (None, Some(phrase)) => (Distance::Step, phrase),
        (None, None) => (Distance::Step, ""),
    };
    // The words of a member that is compared are a clue, amounts and ids are none.
    let is_word = |text: &str| text.len() < LONGEST_WORD && !text.contains('<');
    let details = if finding.check.is_some() && is_word(&expected) && is_word(&actual) {
        format!(": {actual} instead of {expected}")
    } else {
        String::new()
    };
    let source = if source.is_empty() { String::new() } else { format!(" [{source}]") };
    vec![Clue { distance, words: format!("{what}{details}{source}") }]
}

/// The longest text that counts as a word.
const LONGEST_WORD: usize = 40;

/// The clues of mistakes in a message. A member that is missing where another one is new was renamed.
fn of_sights(sights: &[Sight]) -> Vec<Clue> {
    let (missing, new) = (names(sights, MISSING), names(sights, UNDOCUMENTED));
    if let ([missing], [new]) = (missing.as_slice(), new.as_slice()) {
        let words = format!("`{missing}` is called `{new}`");
        return vec![Clue { distance: Distance::Content, words }];
    }
    let clues: BTreeSet<Clue> = sights.iter().map(of_sight).collect();
    // A schema that does not hold reports the members that it describes as new.
    let is_extra = |clue: &Clue| clue.distance == Distance::Extra;
    let is_only_extra = clues.iter().all(is_extra);
    clues.into_iter().filter(|clue| is_only_extra || !is_extra(clue)).collect()
}

fn of_sight(sight: &Sight) -> Clue {
    let (name, fact) = (sight.name(), general(&sight.fact));
    if name.is_empty() {
        let is_status = sight.fact.starts_with("status ");
        let distance = if is_status { Distance::Content } else { Distance::Frame };
        return Clue { distance, words: fact };
    }
    let distance = match sight.fact.as_str() {
        UNDOCUMENTED => Distance::Extra,
        fact if fact == MISSING || fact.ends_with(UNKNOWN_VALUE) => Distance::Content,
        _ => Distance::Form,
    };
    Clue { distance, words: format!("`{name}` {fact}") }
}

/// The names of the members with this fact.
fn names(sights: &[Sight], fact: &str) -> Vec<String> {
    let with = sights.iter().filter(|sight| sight.fact == fact);
    let names: BTreeSet<String> = with.map(|sight| sight.name().to_owned()).collect();
    names.into_iter().collect()
}

/// True if a text says with which status a request was answered.
fn is_status(text: &str) -> bool {
    static STATUS: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^(status [1-5]\d\d\b|[1-5]\d\d [a-z])").ok());
    STATUS.as_ref().is_some_and(|status| status.is_match(text))
}

/// A text without what differs between scenarios: ids, times, numbers, people and currencies.
fn general(text: &str) -> String {
    static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
        Patterns::new(&[
            (r"(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", "<id>"),
            (r"\b\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-][\d:]+)?)?", "<time>"),
            (r"/api/v1/\S+", "<path>"),
            (r"https?://\S+", "<address>"),
            (r"\b[A-Z][a-z]+(?: and [A-Z][a-z]+)?'s? ", "somebody's "),
            (r"\b(EUR|USD|GBP|MXN|COP|BRL|USDC|USDT) ?-?[\d.,]*", "money "),
            (r"\b[0-9a-f]{24,}\b", "<id>"),
            (r"status (?P<code>[1-5]\d\d)\b", "status #$code"),
            (r"^(?P<code>[1-5]\d\d) (?P<word>[a-z])", "#$code $word"),
            (r"(?P<before>^|[^#\w])-?\d[\d.,]*\b", "$before<number>"),
            (r"#(\d{3})", "$1"),
            (r"\s+", " "),
        ])
    });
    PATTERNS.replace(text).trim().chars().take(LONGEST_CLUE).collect()
}

/// The most letters of a clue.
const LONGEST_CLUE: usize = 160;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_between_scenarios_is_no_clue() {
        let one = general("Ana's EUR account holds EUR 12.50 at 2026-01-01T00:00:00.000Z");
        let other = general("Ben's USD account holds USD 7 at 2026-02-01T00:00:00.000Z");
        assert_eq!(one, other);
        assert_eq!(general("status 404"), "status 404");
    }

    #[test]
    fn a_renamed_member_is_one_clue() {
        let sight = |place: &str, fact: &str| Sight { place: place.into(), fact: fact.into() };
        let sights = [sight("/orders/*/state", MISSING), sight("/orders/*/status", UNDOCUMENTED)];
        let clues = of_sights(&sights);
        assert_eq!(clues.len(), 1);
        assert_eq!(clues[0].words, "`state` is called `status`");
    }
}
