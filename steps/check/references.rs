//! References such as `{ana.eur}`, `{order.1}` and `{fee + 250}`, and matchers: each means something in its scenario.

use std::sync::LazyLock;

use conformance_harness::{layer::Layer, nearest, suite::layer_of_step};
use gherkin::Step;
use regex::Regex;

use super::{
    alignment::accepts,
    context::ScenarioCheck,
    mistakes::StepPlace,
    phrase_index::UsedPhrase,
    presence::{has, missing, missing_order},
};
use crate::edition::key;
use crate::language::{Brought, Matcher, MemberSource, MessageSide, Reference, terms};

/// Words in braces that are a reference or a matcher, or are meant as one: a mapping of YAML or JSON has a colon, a quotation
/// mark or a comma.
static IN_BRACES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"\{([A-Za-z][A-Za-z0-9._]*(?: [^{}:",|]*)?)\}"#).ok());

/// The references that name no person, and the matchers.
static PLAIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let references = terms().references.iter().map(|one| one.pattern.as_str());
    let plain = references.filter(|pattern| !SPECIAL.iter().any(|word| pattern.contains(word)));
    let matchers = terms().matchers.iter().map(|one| one.example.trim_matches(['{', '}']));
    let matchers = matchers.filter(|name| !name.contains(' '));
    let all: Vec<&str> = plain.chain(matchers).collect();
    Regex::new(&format!("^(?:{})$", all.join("|"))).ok()
});

/// Words in the patterns of references that depend on the scenario.
const SPECIAL: [&str; 3] = ["PERSON", "REMEMBERED", "RECKONED"];

/// The parts of a person that are no account.
const PARTS: [(&str, Brought); 4] = [
    ("session", Brought::Session),
    ("kyb", Brought::Kyb),
    ("document", Brought::Document),
    ("party", Brought::Party),
];

fn part(name: &str) -> Option<Brought> {
    PARTS.iter().find(|(known, _)| *known == name).map(|(_, part)| *part)
}

/// The place of a text in a step.
#[derive(Clone, Copy)]
enum TextPlace {
    Words,
    Row(usize),
    Text,
}

pub(super) fn check(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    phrase: &UsedPhrase,
) {
    let Some(pattern) = IN_BRACES.as_ref() else { return };
    let step = place.step;
    let cells = step.table.iter().flat_map(|table| table.rows.iter().enumerate());
    let cells = cells.flat_map(|(row, cells)| {
        cells.iter().map(move |cell| (TextPlace::Row(row), cell.as_str()))
    });
    let texts = step.docstring.as_deref().map(|text| (TextPlace::Text, text));
    let words = std::iter::once((TextPlace::Words, step.value.as_str()));
    let mut remembered = Vec::new();
    for (at, text) in words.chain(cells).chain(texts) {
        for inner in pattern.captures_iter(text).filter_map(|found| found.get(1)) {
            let above = text[..inner.start()].trim_start_matches('\n');
            let line = above.matches('\n').count() + 1;
            let part = format!("{{{}}}", inner.as_str());
            let found = match Matcher::read(&part) {
                Some(matcher) => {
                    let name = matcher.remembered_as().map(str::to_owned);
                    let again = name.as_ref().filter(|name| {
                        remembered.contains(*name) || is_remembered(scenario, step, name)
                    });
                    let again = again.map(|name| {
                        (format!("{{{name}}} is remembered already"), OTHER_NAME.to_owned())
                    });
                    remembered.extend(name);
                    again.or_else(|| misplaced(scenario, &matcher, phrase, at))
                }
                None => unknown(scenario, place, inner.as_str()),
            };
            let Some((reason, remedy)) = found else { continue };
            match at {
                TextPlace::Words => scenario.mistakes.in_step(place, &part, reason, remedy),
                TextPlace::Row(row) => {
                    scenario.mistakes.in_row(place, row, &part, reason, remedy);
                }
                TextPlace::Text => {
                    scenario.mistakes.in_text(place, Some(line), &part, reason, remedy);
                }
            }
        }
    }
    let layer = layer_of_step(step);
    scenario.known.remembered.extend(remembered.into_iter().map(|name| (name, layer)));
}

/// The way to remember two values.
const OTHER_NAME: &str = "remember this value under another name";

/// True if the scenario remembers a value under this name wherever this step binds.
fn is_remembered(scenario: &ScenarioCheck<'_, '_>, step: &Step, name: &str) -> bool {
    let known = scenario.known.remembered.get(name);
    known.is_some_and(|known| known.is_none() || *known == layer_of_step(step))
}

/// Reason and remedy of a matcher that remembers or names something where it cannot.
fn misplaced(
    scenario: &ScenarioCheck<'_, '_>,
    matcher: &Matcher,
    phrase: &UsedPhrase,
    at: TextPlace,
) -> Option<(String, String)> {
    let name = matcher.remembered_as()?;
    let text = phrase.explanation.text.as_ref().and_then(|text| text.members.as_ref());
    let table = phrase.explanation.table.as_ref().and_then(|table| table.further.as_deref());
    let is_read = match at {
        TextPlace::Words => false,
        TextPlace::Row(_) => table == Some("event"),
        TextPlace::Text => text == Some(&MemberSource::Message(MessageSide::Answer)),
    };
    if !is_read {
        let reason = format!("{{any as {name}}} works only where something is expected");
        let remedy = "write it below `the answer contains:`, or in a table of events".to_owned();
        return Some((reason, remedy));
    }
    let heads = terms().references.iter().map(|one| one.pattern.split("\\.").next());
    let is_taken = heads.flatten().any(|head| head == name)
        || terms().matchers.iter().any(|one| one.example == format!("{{{name}}}"))
        || scenario.known.people.keys().any(|person| person.to_lowercase() == name);
    let reason = format!("{{{name}}} means something else already");
    is_taken.then(|| (reason, "remember the value under another name".to_owned()))
}

/// Reason and remedy of a reference that means nothing here.
fn unknown(
    scenario: &ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    inner: &str,
) -> Option<(String, String)> {
    if inner.starts_with(char::is_uppercase) {
        // Texts have braces of their own.
        let small = meant(scenario, inner)?;
        let reason = format!("{{{inner}}} is no reference: names in braces are small");
        return Some((reason, format!("write {small}")));
    }
    let Some(reference) = Reference::read(inner) else {
        let reason = format!("{{{inner}}} has no known form");
        return Some((reason, remedy_for_form(inner)));
    };
    let mut names = reference.names();
    let is_reckoned = !reference.terms.is_empty();
    names.find_map(|name| unknown_name(scenario, place, name, is_reckoned))
}

/// Reason and remedy of a value that is remembered on another layer only.
fn remembered_elsewhere(name: &str, layer: Layer) -> (String, String) {
    let words = if layer == Layer::Decided { "as decided, " } else { "as the reference says, " };
    let reason = format!("{{{name}}} is remembered only where `{words}` binds");
    let remedy = format!(
        "write `{words}` before this step, too, or take it away from the step that remembers {{{name}}}"
    );
    (reason, remedy)
}

/// The remedy of a text in braces that has no known form.
fn remedy_for_form(inner: &str) -> String {
    let made = key::CREATED_AT;
    if inner.contains(" as ") {
        return "write a matcher before `as`, as in {any as fee} or {url as page}".to_owned();
    }
    if inner.contains(['*', '/']) {
        return "only sums and differences are possible, as in {fee + 250}".to_owned();
    }
    if inner.contains(['+', '-']) {
        return format!(
            "put a space on both sides of the sign, as in {{fee + 250}} or {{{made} + 7 days}}"
        );
    }
    format!(
        "write the name of a value, as in {{order}}, or compare times, as in {{not before {made}}}"
    )
}

fn unknown_name(
    scenario: &ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    name: &str,
    is_reckoned: bool,
) -> Option<(String, String)> {
    let (head, tail) = name.split_once('.').unwrap_or((name, ""));
    if let Some(layer) = scenario.known.remembered.get(head) {
        let layer = layer.filter(|layer| layer_of_step(place.step) != Some(*layer))?;
        return Some(remembered_elsewhere(head, layer));
    }
    if is_reckoned {
        let reason = format!("{{{name}}} is no value that the scenario remembers");
        let remedy =
            format!("write in an earlier step, below `the answer contains:`, {{any as {head}}}");
        return Some((reason, remedy));
    }
    if PLAIN.as_ref().is_some_and(|pattern| pattern.is_match(name)) {
        return match (head, tail) {
            ("order", number) => missing_order(scenario, number.parse().unwrap_or(1)),
            ("viban", _) => missing(scenario, Brought::Viban, None),
            ("entry", _) => missing(scenario, Brought::Entry, None),
            _ => None,
        };
    }
    let (person, tail, suffix) = match (head, tail.split_once('.')) {
        ("other", Some((person, what))) => (person, what, OF_OTHER),
        ("other", None) => (tail, "", OF_OTHER),
        _ => (head, tail, ""),
    };
    let reason = format!("{{{name}}} means nothing in this scenario");
    let is_meant = |known: &str| known.to_lowercase() == format!("{person}{suffix}");
    match scenario.known.people.iter().find(|(known, _)| is_meant(known)) {
        None => Some((reason, who(scenario, head, name))),
        Some((_, _)) if tail.is_empty() => None,
        Some((person, _)) if let Some(part) = part(tail) => missing(scenario, part, Some(person)),
        Some((_, owned)) if owned.contains(tail) => None,
        Some((person, owned)) => {
            let head = &name[..name.len() - tail.len() - 1];
            let accounts = owned.iter().map(|currency| format!("{{{head}.{currency}}}"));
            let parts = PARTS.iter().filter(|(_, part)| has(scenario, *part, person));
            let parts = parts.map(|(name, _)| format!("{{{head}.{name}}}"));
            let first = format!("{{{head}}}");
            let known: Vec<String> = std::iter::once(first).chain(accounts).chain(parts).collect();
            let currency = tail.to_uppercase();
            let known = known.join(", ");
            let account = if accepts("currency", &currency) {
                format!("; or write before it: Given {person} has a {currency} account")
            } else {
                String::new()
            };
            let remedy = format!("of {person} there is {known}{account}");
            Some((reason, remedy))
        }
    }
}

/// The reference that is meant by a name without its braces, or with other marks around it.
pub(super) fn meant(scenario: &ScenarioCheck<'_, '_>, written: &str) -> Option<String> {
    let inner = written.trim_matches(|letter: char| !letter.is_ascii_alphanumeric());
    let inner = inner.to_lowercase();
    let (first, tail) = inner.split_once('.').unwrap_or((&inner, ""));
    let person = match (first, tail.split('.').next()) {
        ("other", Some(person)) => format!("{person}{OF_OTHER}"),
        _ => first.to_owned(),
    };
    let is_known = scenario.known.people.keys().any(|known| known.to_lowercase() == person);
    is_known.then(|| format!("{{{inner}}}"))
}

/// The words after the name of a person whom the other merchant has.
const OF_OTHER: &str = " of the other merchant";

/// The reference that may be meant.
fn who(scenario: &ScenarioCheck<'_, '_>, head: &str, name: &str) -> String {
    let people = scenario.known.people.keys().map(|person| {
        let person = person.to_lowercase();
        person.strip_suffix(OF_OTHER).map_or(person.clone(), |first| format!("other.{first}"))
    });
    let words = terms().references.iter().filter(|one| !SPECIAL[1..].contains(&&*one.pattern));
    let words = words.map(|one| one.example.trim_matches(['{', '}']).to_owned());
    let remembered = scenario.known.remembered.keys().cloned();
    let known: Vec<String> = people.chain(words).chain(remembered).collect();
    let by_whole = nearest(name, known.iter().map(String::as_str), 1);
    let near = if by_whole.is_empty() {
        nearest(head, known.iter().map(String::as_str), 1)
    } else {
        by_whole
    };
    let meant = near.first().map(|near| format!("did you mean {{{near}}}? ")).unwrap_or_default();
    format!("{meant}`conform steps references` shows all references")
}
