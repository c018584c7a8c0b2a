//! The documents that a scenario uploads: their files stand in `fixtures/documents`, and their types are those of the API.

use std::{collections::BTreeSet, fs, path::Path};

use conformance_harness::{nearest, yaml};
use serde_json::Value;

use super::{
    context::{ScenarioCheck, meant_or_known, unknown_word},
    forms::is_literal,
    mistakes::StepPlace,
    phrase_index::UsedPhrase,
};
use crate::{arrange::document::DOCUMENTS, language::terms};

/// The names of the files that the suite in a folder can upload; none without such a folder.
pub(super) fn files(root: Option<&Path>) -> Option<BTreeSet<String>> {
    let entries = fs::read_dir(root?.join(DOCUMENTS)).ok()?;
    Some(entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect())
}

/// Reason and remedy of a name that no file has; letter case does not matter.
fn unknown_file(scenario: &ScenarioCheck<'_, '_>, name: &str) -> Option<(String, String)> {
    let wanted = name.to_ascii_lowercase();
    let files = scenario.documents.filter(|files| is_literal(name) && !files.contains(&wanted))?;
    let known: Vec<&str> = files.iter().map(String::as_str).collect();
    let near = nearest(&wanted, known.iter().copied(), 1);
    let remedy = meant_or_known(near.first().map(String::as_str), "it has", &known);
    Some((format!("{DOCUMENTS} has no file {name:?}"), remedy))
}

/// The words of a header with which the text below a step is a form.
const FORM: &str = "multipart/form-data";

/// Checks the files and the types of documents in a step.
pub(super) fn check(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    phrase: &UsedPhrase,
) {
    let is_form = phrase.word("header").is_some_and(|header| header.contains(FORM));
    let document = phrase.word("file").zip(phrase.word("document type"));
    if !is_form && document.is_none() {
        return;
    }
    let text = place.step.docstring.as_deref();
    let parts = text.and_then(|text| yaml::parse(text).ok()).unwrap_or_default();
    match document {
        Some((file, kind)) => {
            check_file(scenario, place, file, &parts);
            check_type(scenario, place, kind, &parts);
        }
        None => check_form(scenario, place, &parts),
    }
}

/// The file of an upload is there, or the one whose content is sent under its name.
fn check_file(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    file: &str,
    parts: &Value,
) {
    if parts.get("file").is_some_and(Value::is_null) {
        return;
    }
    if let Some(content) = parts.get("content").and_then(Value::as_str) {
        if let Some((reason, remedy)) = unknown_file(scenario, content) {
            scenario.mistakes.in_text(place, None, content, reason, remedy);
        }
    } else if let Some((reason, remedy)) = unknown_file(scenario, file) {
        scenario.mistakes.in_step(place, file, reason, format!("{remedy} ({UNDER_OTHER_NAME})"));
    }
}

/// The way to send a file under a name that is not its own.
const UNDER_OTHER_NAME: &str = "for another name, write below it the file whose content is sent, as in `content: articles.pdf`";

/// The type of a document that is not expected to be refused is a known one.
fn check_type(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    kind: &str,
    parts: &Value,
) {
    let known: Vec<&str> = terms().documents.values.keys().map(String::as_str).collect();
    let is_known = |kind: &str| !is_literal(kind) || known.contains(&kind);
    if scenario.expected.is_refusal {
        return;
    }
    let overridden = parts.get("type");
    match overridden.and_then(Value::as_str) {
        Some(kind) if !is_known(kind) => {
            let (reason, remedy) = unknown_word(kind, TYPE, &known);
            scenario.mistakes.in_text(place, None, kind, reason, remedy);
        }
        None if overridden.is_none() && !is_known(kind) => {
            let (reason, remedy) = unknown_word(kind, TYPE, &known);
            scenario.mistakes.in_step(place, kind, reason, remedy);
        }
        _ => {}
    }
}

/// The words for the type of a document.
const TYPE: &str = "a type of document";

/// The parts of a form that begin with `@` name files.
fn check_form(scenario: &mut ScenarioCheck<'_, '_>, place: StepPlace<'_>, parts: &Value) {
    let values = parts.as_object().into_iter().flat_map(|parts| parts.values());
    let texts = values.flat_map(|value| {
        let one = std::slice::from_ref(value);
        value.as_array().map_or(one, Vec::as_slice).iter().filter_map(Value::as_str)
    });
    for file in texts.filter_map(|text| text.strip_prefix('@')) {
        if let Some((reason, remedy)) = unknown_file(scenario, file) {
            scenario.mistakes.in_text(place, None, file, reason, remedy);
        }
    }
}
