//! References such as `{ana.eur}` and `{order.1}`: each means something in its scenario.

use std::sync::LazyLock;

use conformance_harness::nearest;
use regex::Regex;

use super::{context::ScenarioCheck, mistakes::StepPlace};
use crate::language::terms;

/// A reference in a text.
static REFERENCE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\{([a-z][A-Za-z0-9._]*)\}").ok());

/// The references that name no person, and the matchers.
static PLAIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let references = terms().references.iter().map(|one| one.pattern.as_str());
    let plain = references.filter(|pattern| !pattern.starts_with("PERSON"));
    let matchers = terms().matchers.iter().map(|one| one.example.trim_matches(['{', '}']));
    let matchers = matchers.filter(|name| !name.contains(' '));
    let all: Vec<&str> = plain.chain(matchers).collect();
    Regex::new(&format!("^(?:{})$", all.join("|"))).ok()
});

/// The parts of a person that are no account.
const PARTS: [&str; 4] = ["session", "kyb", "document", "party"];

pub(super) fn check(scenario: &mut ScenarioCheck<'_, '_>, place: StepPlace<'_>) {
    let Some(pattern) = REFERENCE.as_ref() else { return };
    let step = place.step;
    let cells = step.table.iter().flat_map(|table| table.rows.iter().enumerate());
    let cells = cells.flat_map(|(row, cells)| cells.iter().map(move |cell| (Some(row), cell)));
    for (row, text) in std::iter::once((None, &step.value)).chain(cells) {
        for name in pattern.captures_iter(text).filter_map(|found| found.get(1)) {
            let Some((reason, remedy)) = unknown(scenario, name.as_str()) else { continue };
            let part = format!("{{{}}}", name.as_str());
            match row {
                Some(row) => scenario.mistakes.in_row(place, row, &part, reason, remedy),
                None => scenario.mistakes.in_step(place, &part, reason, remedy),
            }
        }
    }
    let text = step.docstring.as_deref().unwrap_or_default();
    for name in pattern.captures_iter(text).filter_map(|found| found.get(1)) {
        if let Some((reason, remedy)) = unknown(scenario, name.as_str()) {
            let part = format!("{{{}}}", name.as_str());
            scenario.mistakes.in_text(place, None, &part, reason, remedy);
        }
    }
}

/// Reason and remedy of a reference that means nothing here.
fn unknown(scenario: &ScenarioCheck<'_, '_>, name: &str) -> Option<(String, String)> {
    if PLAIN.as_ref().is_some_and(|pattern| pattern.is_match(name)) {
        return None;
    }
    let (head, tail) = name.split_once('.').unwrap_or((name, ""));
    let person = scenario.known.people.iter().find(|(known, _)| known.to_lowercase() == head);
    let reason = format!("{{{name}}} means nothing in this scenario");
    match person {
        None => Some((reason, who(scenario, head, name))),
        Some((_, _)) if tail.is_empty() || PARTS.contains(&tail) => None,
        Some((_, owned)) if owned.contains(tail) => None,
        Some((person, owned)) => {
            let accounts = owned.iter().map(|currency| format!("{{{head}.{currency}}}"));
            let known: Vec<String> =
                accounts.chain(PARTS.iter().map(|part| format!("{{{head}.{part}}}"))).collect();
            let remedy = format!("of {person} there are {{{head}}}, {}", known.join(", "));
            Some((reason, remedy))
        }
    }
}

/// The reference that may be meant.
fn who(scenario: &ScenarioCheck<'_, '_>, head: &str, name: &str) -> String {
    let people = scenario.known.people.keys().map(|person| person.to_lowercase());
    let words = terms().references.iter().map(|one| one.example.trim_matches(['{', '}']));
    let known: Vec<String> = people.chain(words.map(str::to_owned)).collect();
    let by_whole = nearest(name, known.iter().map(String::as_str), 1);
    let near = if by_whole.is_empty() {
        nearest(head, known.iter().map(String::as_str), 1)
    } else {
        by_whole
    };
    let meant = near.first().map(|near| format!("did you mean {{{near}}}? ")).unwrap_or_default();
    format!("{meant}`conform steps references` shows all references")
}
