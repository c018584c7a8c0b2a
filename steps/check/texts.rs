//! The text below a step: whether its phrase reads one, its YAML, and its members.

use std::sync::LazyLock;

use conformance_harness::{
    json, nearest,
    schema::{DescribedOperation, Shape},
    suite::TYPOGRAPHIC,
    yaml,
};
use regex::Regex;
use serde_json::Value;

use super::{
    context::{ScenarioCheck, meant_or_known, unknown_word},
    forms::written,
    messages::{UnknownPart, unknown_parts},
    mistakes::{StepPlace, UNDOCUMENTED},
    phrase_index::UsedPhrase,
};
use crate::language::{MemberSource, MessageSide};

/// A reference without quotation marks, which YAML reads as a mapping.
static BARE_REFERENCE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[:\[,-])\s*(\{[a-z][A-Za-z0-9._]*\})\s*(?:$|[,\]}])").ok());

pub(super) fn check(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    phrase: &UsedPhrase,
) {
    let explained = phrase.explanation.text.as_ref();
    let (text, explained) = match (&place.step.docstring, explained) {
        (Some(text), Some(explained)) => (text, explained),
        (Some(_), None) => {
            let reason = "nobody reads the text below this step".to_owned();
            let remedy = format!("`{}` takes no text", phrase.explanation.phrase);
            return scenario.mistakes.in_text(place, Some(0), "\"\"\"", reason, remedy);
        }
        (None, Some(_)) if place.step.value.ends_with(':') => {
            let reason = "this step needs a text below it".to_owned();
            let remedy = "write it between two lines of \"\"\"".to_owned();
            return scenario.mistakes.in_step(place, "", reason, remedy);
        }
        (None, _) => return,
    };
    let Some(members) = explained.members.as_ref().filter(|_| !names_media_type(phrase)) else {
        return;
    };
    let value = match yaml::parse(text) {
        Ok(value) => value,
        // A request with a header sends broken JSON as it stands.
        Err(_) if phrase.word("header").is_some() && scenario.expected.is_refusal => return,
        Err(error) => {
            let skipped = text.len() - text.trim_start_matches('\n').len();
            let last = text.trim().lines().count();
            let line = error.location().map(|place| place.line().saturating_sub(skipped).min(last));
            let reason = format!("the text is not YAML: {}", without_place(&error.to_string()));
            let remedy = yaml_remedy(&reason, text).to_owned();
            return scenario.mistakes.in_text(place, line, "", reason, remedy);
        }
    };
    check_spelling(scenario, place, text);
    if value.as_object().is_none_or(serde_json::Map::is_empty) {
        return check_empty(scenario, place, &value, members);
    }
    match members {
        MemberSource::Names(names) => {
            let known: Vec<&str> = names.iter().map(String::as_str).collect();
            let given = value.as_object().into_iter().flat_map(|given| given.keys());
            for name in given.filter(|name| !known.contains(&name.as_str())) {
                let words = unknown_member(name, &known, "this step");
                report(scenario, place, (name, ""), words);
            }
        }
        MemberSource::Message(kind) => check_members(scenario, place, &value, *kind),
    }
}

/// True if the header of a step says what the text below it is, which is then sent as it stands.
fn names_media_type(phrase: &UsedPhrase) -> bool {
    let name = phrase.word("header").and_then(|header| header.split(':').next());
    name.is_some_and(|name| name.trim().eq_ignore_ascii_case("content-type"))
}

/// A text without members: an expectation of it cannot fail, and a request needs no such text.
fn check_empty(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    value: &Value,
    members: &MemberSource,
) {
    let is_answer = *members == MemberSource::Message(MessageSide::Answer);
    let is_none = value.is_null() || value.as_object().is_some();
    let mut answers = scenario.answered.iter().flat_map(|one| &one.answers);
    let may_be_list =
        scenario.answered.is_empty() || answers.any(|(_, shape)| shape.nodes[0].items.is_some());
    if value.is_array() && may_be_list {
        return;
    }
    let (reason, remedy) = match (is_none, is_answer) {
        (true, true) => ("the text names no member, so that every answer has it", AS_MEMBER),
        (false, true) => ("the text is no mapping of members", AS_MEMBER),
        (false, false) if value.is_string() && !scenario.expected.is_refusal => {
            ("the text is no mapping of members", AS_MEMBER)
        }
        _ => return,
    };
    scenario.mistakes.in_text(place, None, "", reason.to_owned(), remedy.to_owned());
}

/// The form of a member.
const AS_MEMBER: &str = "write `name: value` in each line, with a space after the colon";

/// The way to mend a text that is not YAML.
fn yaml_remedy(reason: &str, text: &str) -> &'static str {
    if text.contains('\t') {
        "indent with spaces, not with tabs"
    } else if reason.contains("duplicate") {
        "write each `name: value` once"
    } else if reason.contains("quoted scalar") {
        "a quotation mark is not closed; close it in the same line"
    } else if reason.contains("expected node content") || reason.contains("flow ") {
        "a [ or { is not closed; close it after its last item"
    } else if reason.contains("did not find expected key") {
        "move the line to the column of its neighbours"
    } else {
        "write `name: value` in each line; a text with : or # stands in quotation marks"
    }
}

/// The message of a YAML error without its place, which the line of the mistake says.
fn without_place(message: &str) -> &str {
    message.split(" at line ").next().unwrap_or(message)
}

/// Values that YAML reads in another way than people.
fn check_spelling(scenario: &mut ScenarioCheck<'_, '_>, place: StepPlace<'_>, text: &str) {
    for (index, line) in text.trim_start_matches('\n').lines().enumerate() {
        let bare = BARE_REFERENCE.as_ref().and_then(|pattern| pattern.captures(line));
        if let Some(reference) = bare.and_then(|found| found.get(1)) {
            let reason = format!("YAML reads {} as a mapping", reference.as_str());
            let remedy = format!("write it in quotation marks: \"{}\"", reference.as_str());
            scenario.mistakes.in_text(place, Some(index + 1), reference.as_str(), reason, remedy);
        }
        let value = line.split_once(": ").map_or("", |(_, value)| value.trim());
        if value.starts_with(TYPOGRAPHIC) {
            let reason = "typographic quotation marks are a part of the value".to_owned();
            let remedy = "write \" around it".to_owned();
            scenario.mistakes.in_text(place, Some(index + 1), value, reason, remedy);
        }
    }
}

fn check_members(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    given: &Value,
    kind: MessageSide,
) {
    if kind == MessageSide::Request && scenario.mistakes.is_on_purpose(place) {
        return;
    }
    let operations: Vec<&DescribedOperation> = scenario.answered.clone();
    let answers = operations.iter().flat_map(|one| one.answers.iter().map(|(_, shape)| shape));
    let shapes: Vec<&Shape> = match kind {
        MessageSide::Request => operations.iter().filter_map(|one| one.request.as_ref()).collect(),
        // The answer of an action in the Portal is not documented.
        MessageSide::Answer if operations.is_empty() => return,
        MessageSide::Answer => answers.chain(&scenario.messages.description.refusals).collect(),
    };
    let ids: Vec<&str> = operations.iter().map(|one| one.id.as_str()).collect();
    let message = match kind {
        MessageSide::Request => format!("the body of {}", ids.join(" or ")),
        MessageSide::Answer => format!("the answer to {}", ids.join(" or ")),
    };
    let may_be_refused = kind == MessageSide::Request && scenario.expected.is_refusal;
    for UnknownPart { member, value, known, told } in unknown_parts(given, &shapes) {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        match value {
            None => {
                let words = unknown_member(&member, &known, &message);
                report(scenario, place, (&member, ""), words);
            }
            // A request that is expected to be refused may have any value.
            Some(_) if may_be_refused => {}
            Some(value) => {
                let text = place.step.docstring.as_deref().unwrap_or_default();
                let shown = written(text, &member, &value).map(|(_, shown)| shown.to_owned());
                let plain = json::text(&value);
                let of_another_type = told.is_some();
                let words = told.unwrap_or_else(|| {
                    unknown_word(&plain, &format!("a value of {member}"), &known)
                });
                let shown = shown.filter(|_| of_another_type).unwrap_or(plain);
                report(scenario, place, (&member, &shown), words);
            }
        }
    }
}

/// Reason and remedy of a member that is not among the known ones.
fn unknown_member(name: &str, known: &[&str], message: &str) -> (String, String) {
    let near = nearest(name, known.iter().copied(), 1);
    let meant = meant_or_known(near.first().map(String::as_str), "known are", known);
    (format!("{name:?} is no member of {message}"), meant)
}

/// Reports a member, or its value, unless a comment in its line says that it is sent on purpose.
fn report(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    (member, value): (&str, &str),
    (reason, remedy): (String, String),
) {
    let text = place.step.docstring.as_deref().unwrap_or_default().trim_start_matches('\n');
    let is_there = |line: &str| {
        let written = line.split(UNDOCUMENTED).next().unwrap_or_default();
        let mut words = written.split(|letter: char| !(letter.is_alphanumeric() || letter == '_'));
        words.any(|word| word == member) && written.contains(value)
    };
    if text.lines().any(|line| is_there(line) && line.contains(UNDOCUMENTED)) {
        return;
    }
    let remedy = format!("{remedy} (if it is on purpose, write {UNDOCUMENTED} after it)");
    let part = if value.is_empty() { member } else { value };
    let line = text.lines().position(is_there).map(|index| index + 1);
    scenario.mistakes.in_text(place, line, part, reason, remedy);
}
