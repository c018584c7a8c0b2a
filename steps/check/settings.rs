//! Values of a form of their own: statuses, codes, rates, fees, periods, and the events to which an endpoint listens.

use std::{collections::HashMap, sync::LazyLock};

use conformance_harness::{likeness, schema::ShapeNode, sink::Reply};
use gherkin::Table;
use regex::Regex;

use super::{
    context::ScenarioCheck,
    forms::is_literal,
    messages::allowed_values,
    mistakes::StepPlace,
    phrase_index::{UsedPhrase, explained_phrases},
};
use crate::language::{
    AssertedEnd, Behaviour, Brought, Period, PhraseExplanation, TableExplanation,
};

/// Checks the words of a step whose form the phrase says.
pub(super) fn check(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    phrase: &UsedPhrase,
) {
    check_status(scenario, place, phrase);
    if let Some(code) = phrase.word("code").filter(|_| phrase.names_code()) {
        check_code(scenario, place, code);
    }
    if scenario.expected.is_refusal {
        return;
    }
    for argument in &phrase.arguments {
        let Some(word) = argument.word else { continue };
        let value = argument.value.trim_matches(['"', '\'']);
        if word.form.as_ref().is_some_and(|form| is_literal(value) && !fits(form, value)) {
            let reason = format!("{value:?} is no {}", word.name);
            scenario.mistakes.in_step(place, value, reason, format!("write {}", word.says));
        }
    }
    let period = phrase.read::<Period>("duration").filter(|period| period.0.is_zero());
    if period.is_some() {
        let reason = "no time passes in this step".to_owned();
        let remedy = "write a whole number above 0, as in 7 days".to_owned();
        scenario.mistakes.in_step(place, &place.step.value, reason, remedy);
    }
    if let (Some(table), Some(explained)) = (&place.step.table, &phrase.explanation.table) {
        check_cells(scenario, place, table, explained);
        check_heard(scenario, place, table, (explained, phrase));
    }
}

/// The regular expressions of the forms that the phrases name.
static FORMS: LazyLock<HashMap<&'static str, Regex>> = LazyLock::new(|| {
    let phrases: Vec<&'static PhraseExplanation> = explained_phrases().collect();
    let words = phrases.iter().flat_map(|one| &one.words);
    let tables = phrases.iter().filter_map(|one| one.table.as_ref());
    let forms = words.filter_map(|word| word.form.as_ref());
    let forms = forms.chain(tables.flat_map(|table| table.forms.values()));
    let read =
        |form: &'static String| Some((form.as_str(), Regex::new(&format!("^(?:{form})$")).ok()?));
    forms.filter_map(read).collect()
});

fn fits(form: &str, value: &str) -> bool {
    FORMS.get(form).is_some_and(|form| form.is_match(value))
}

/// A status is a number that HTTP has; a refusal has one from 400 to 499.
fn check_status(scenario: &mut ScenarioCheck<'_, '_>, place: StepPlace<'_>, phrase: &UsedPhrase) {
    let is_refusal = phrase.explanation.asserts == Some(AssertedEnd::Refusal);
    if let Some(status) = phrase.word("status") {
        let number = status.parse::<u16>().unwrap_or_default();
        let (known, kind) = if is_refusal {
            (400..=499, "a refusal has a status from 400 to 499")
        } else {
            (100..=599, "a status is a number from 100 to 599")
        };
        if !known.contains(&number) {
            let reason = format!("{status} is not possible here: {kind}");
            let remedy = if is_refusal && (200..=299).contains(&number) {
                format!("for a success write: the answer is {status}")
            } else {
                "write one of these numbers".to_owned()
            };
            scenario.mistakes.in_step(place, status, reason, remedy);
        }
    }
    let behaviour = phrase.read::<Behaviour>("behaviour").map(|behaviour| behaviour.reply);
    if let Some(Reply::Status(status)) = behaviour
        && !(200..=599).contains(&status)
    {
        let reason = format!("an endpoint cannot answer {status}: a status is from 200 to 599");
        let remedy = "write one of these numbers, as in 503".to_owned();
        scenario.mistakes.in_step(place, &status.to_string(), reason, remedy);
    }
}

/// The smallest likeness of a code that is meant as a known one.
const NEAR: f64 = 0.7;

/// A code of a refusal that is nearly a documented one.
fn check_code(scenario: &mut ScenarioCheck<'_, '_>, place: StepPlace<'_>, code: &str) {
    let refusals = scenario.messages.description.refusals.iter();
    let nodes = refusals.filter_map(|shape| {
        let codes = shape.nodes[0].members.get("code");
        codes.map(|node| &shape.nodes[*node])
    });
    let known = allowed_values(nodes.filter(|node: &&ShapeNode| !node.lists.is_empty()));
    let known = known.unwrap_or_default();
    if known.contains(code) {
        return;
    }
    let near =
        known.iter().max_by(|left, right| likeness(left, code).total_cmp(&likeness(right, code)));
    if let Some(near) = near.filter(|near| likeness(near, code) >= NEAR) {
        let reason = format!("{code:?} is no code of a refusal that is known");
        scenario.mistakes.in_step(place, code, reason, format!("did you mean {near}?"));
    }
}

/// The cells of a column have its form.
fn check_cells(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    table: &Table,
    explained: &TableExplanation,
) {
    let Some(first) = table.rows.first() else { return };
    let is_named = first.iter().any(|cell| explained.columns.contains(cell));
    for (number, name) in explained.columns.iter().enumerate() {
        let named = first.iter().position(|cell| cell == name);
        let column = if is_named { named } else { Some(number) };
        let Some((column, form)) = column.zip(explained.forms.get(name)) else { continue };
        for (row, cells) in table.rows.iter().enumerate().skip(usize::from(is_named)) {
            let Some(cell) = cells.get(column).filter(|cell| !fits(form, cell)) else { continue };
            let reason = format!("{cell:?} does not have the form of the column {name:?}");
            scenario.mistakes.in_row(place, row, cell, reason, explained.says.clone());
        }
    }
}

/// The events of a table are among those to which the merchant listens.
fn check_heard(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    table: &Table,
    (explained, phrase): (&TableExplanation, &UsedPhrase),
) {
    let Some(heard) = scenario.known.heard.get(&phrase.merchant()).cloned() else { return };
    if explained.further.as_deref() != Some("event") {
        return;
    }
    let first = table.rows.first().map(Vec::as_slice).unwrap_or_default();
    let named = first.iter().position(|cell| explained.columns.contains(cell));
    for (row, cells) in table.rows.iter().enumerate().skip(usize::from(named.is_some())) {
        let cell = cells.get(named.unwrap_or_default()).map_or("", String::as_str);
        let is_heard = |event: &str| heard.iter().any(|one| one == event.trim());
        if !cell.split(" or ").any(is_heard) {
            let reason = format!("the merchant listens only for {}", heard.join(", "));
            let remedy = "add the event there, or take its row away".to_owned();
            scenario.mistakes.in_row(place, row, cell, reason, remedy);
        }
    }
}

/// Remembers the events to which a merchant listens from then on.
pub(super) fn learn(scenario: &mut ScenarioCheck<'_, '_>, phrase: &UsedPhrase) {
    let listens = phrase.explanation.brings.contains(&Brought::Endpoint);
    if !listens && !phrase.brings_listener() {
        return;
    }
    let events = phrase.word("events").map(|events| events.trim_matches(['"', '\'']));
    let heard = &mut scenario.known.heard;
    match events {
        Some(events) => {
            let events = events.split(',').map(|event| event.trim().to_owned());
            heard.insert(phrase.merchant(), events.collect());
        }
        None => {
            heard.remove(&phrase.merchant());
        }
    }
}
