//! The mistakes of one feature file that can be read: names that are missing, rows that are equal, placeholders that nothing
//! fills.

use std::{collections::BTreeMap, iter, sync::LazyLock};

use gherkin::{Scenario, Step};
use regex::Regex;

use super::{
    FeatureFile,
    line_mistake::{LineMistake, PlacedMistake},
};

/// Words between angle brackets.
static BRACKETED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"<[ \t]*([A-Za-z][A-Za-z0-9 _.-]*)>").ok());

/// The elements of HTML that hostile texts name. They are no placeholders.
const HTML: [&str; 10] = ["a", "b", "br", "div", "i", "img", "p", "script", "svg", "u"];

/// The mistakes of a file.
pub(super) fn file_mistakes(file: &FeatureFile) -> Vec<PlacedMistake> {
    let feature = &file.feature;
    let mut found = Vec::new();
    if feature.name.is_empty() {
        let remedy = "write after Feature: what the file is about";
        found
            .push((feature.position.line, LineMistake::new("", "the feature has no name", remedy)));
    }
    if feature.rules.is_empty() && feature.scenarios.is_empty() {
        let remedy = "write a rule with scenarios below it, as in `Rule: OUT-1 …`";
        let mistake = LineMistake::new("", "the feature has no scenario", remedy);
        found.push((feature.position.line, mistake));
    }
    let in_rules = feature.rules.iter().flat_map(|rule| &rule.scenarios);
    let scenarios: Vec<&Scenario> = feature.scenarios.iter().chain(in_rules).collect();
    for scenario in &scenarios {
        if scenario.name.is_empty() {
            let remedy = "write after the keyword what it shows";
            let mistake = LineMistake::new("", "the scenario has no name", remedy);
            found.push((scenario.position.line, mistake));
        }
        found.extend(equal_rows(file, scenario));
        found.extend(unused_columns(file, scenario));
        let columns = scenario.examples.iter().flat_map(|examples| columns(file, examples));
        let columns: Vec<&str> = columns.collect();
        let is_outline = !scenario.examples.is_empty();
        for step in &scenario.steps {
            found.extend(unfilled(file, step, is_outline.then_some(columns.as_slice())));
        }
    }
    let backgrounds = feature.rules.iter().filter_map(|rule| rule.background.as_ref());
    for step in feature.background.iter().chain(backgrounds).flat_map(|found| &found.steps) {
        found.extend(unfilled(file, step, None));
    }
    found
}

fn columns<'f>(file: &'f FeatureFile, examples: &gherkin::Examples) -> Vec<&'f str> {
    let first = file.tables.get(&examples.position.line).and_then(|rows| rows.values().next());
    first.into_iter().flatten().map(|cell| cell.value.as_str()).collect()
}

/// Rows of an outline that are equal to one above them, with the same columns and tags.
fn equal_rows(file: &FeatureFile, scenario: &Scenario) -> Vec<PlacedMistake> {
    let mut found = Vec::new();
    for examples in &scenario.examples {
        let mut lines: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
        let rows = file.tables.get(&examples.position.line).into_iter().flatten();
        for (line, cells) in rows.skip(1) {
            let cells = cells.iter().map(|cell| cell.value.as_str()).collect();
            let first = *lines.entry(cells).or_insert(*line);
            if first != *line {
                let reason = format!("this row is equal to the one in line {first}");
                let remedy = "take it away, or change a cell";
                found.push((*line, LineMistake::new("", reason, remedy)));
            }
        }
    }
    found
}

/// The columns of Examples that no step uses, each in the line of the header.
fn unused_columns(file: &FeatureFile, scenario: &Scenario) -> Vec<PlacedMistake> {
    let mut found = Vec::new();
    for examples in &scenario.examples {
        let header = file.tables.get(&examples.position.line).and_then(|rows| rows.keys().next());
        for column in columns(file, examples).into_iter().filter(|name| !uses(scenario, name)) {
            let reason = format!("nobody reads the column {column:?}");
            let remedy = format!("write <{column}> in a step, or take the column away");
            found.extend(header.map(|line| (*line, LineMistake::new(column, reason, remedy))));
        }
    }
    found
}

fn uses(scenario: &Scenario, column: &str) -> bool {
    let wanted = format!("<{column}>");
    let in_steps = scenario.steps.iter().any(|step| {
        let cells = step.table.iter().flat_map(|table| table.rows.iter().flatten());
        let mut texts = iter::once(&step.value).chain(&step.docstring).chain(cells);
        texts.any(|text| text.contains(&wanted))
    });
    in_steps || scenario.name.contains(&wanted)
}

/// The placeholders of a step that nothing fills. Only steps of outlines have columns.
fn unfilled(file: &FeatureFile, step: &Step, columns: Option<&[&str]>) -> Vec<PlacedMistake> {
    let mut found = Vec::new();
    let Some(pattern) = BRACKETED.as_ref() else { return found };
    for (line, text) in texts(file, step) {
        for bracketed in pattern.captures_iter(text) {
            let (part, name) = (&bracketed[0], bracketed[1].trim());
            let mistake = match columns {
                Some(columns) => {
                    let is_spaced = part.len() > name.len() + 2 && columns.contains(&name);
                    is_spaced.then(|| {
                        let reason = format!("{part} is no placeholder, because of its spaces");
                        LineMistake::new(part, reason, format!("write <{name}>"))
                    })
                }
                None if text.contains("</") || HTML.contains(&name) => None,
                None => Some(LineMistake::new(
                    part,
                    format!("nothing fills {part}: only a Scenario Outline has placeholders"),
                    format!(
                        "write the value itself, or write Scenario Outline: and Examples with the \
                         column {name}"
                    ),
                )),
            };
            found.extend(mistake.map(|mistake| (line, mistake)));
        }
    }
    found
}

/// The words of a step and the lines of what stands below it, each with its line.
fn texts<'f>(file: &'f FeatureFile, step: &'f Step) -> Vec<(usize, &'f str)> {
    let line = step.position.line;
    let mut texts = vec![(line, step.value.as_str())];
    if let Some(text) = file.texts.get(&line) {
        let lines = text.content.lines().enumerate();
        texts.extend(lines.map(|(index, words)| (text.line + 1 + index, words)));
    }
    for (line, cells) in file.tables.get(&line).into_iter().flatten() {
        texts.extend(cells.iter().map(|cell| (*line, cell.value.as_str())));
    }
    texts
}
