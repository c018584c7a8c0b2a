//! A scenario, or one row of an outline, as it was run. Cucumber calls it a pickle.

use conformance_harness::suite::{Case, FeatureFile};
use gherkin::{Rule, Scenario, Step};
use serde_json::{Value, json};

use super::document::{NodeIds, step_type};

/// The id of a step of a scenario.
pub(super) fn step_id(case: &Case, index: usize) -> String {
    format!("{}/{}", case.id, index + 1)
}

/// The message about a scenario; none if the file does not have it any more.
pub(super) fn pickle(file: &FeatureFile, ids: NodeIds, case: &Case) -> Option<Value> {
    let (rule, scenario) = scenario_at(file, *case.lines.start())?;
    let line = scenario.position.line;
    let row = (case.line != line).then_some(case.line);
    if !has_steps(file, rule, scenario, case) {
        return None;
    }
    let steps = case.steps.iter().enumerate().map(|(index, step)| {
        let at = step.line;
        let row = row.filter(|_| at > line);
        let nodes: Vec<String> = [at].into_iter().chain(row).map(|line| ids.line(line)).collect();
        let mut node = json!({
            "id": step_id(case, index),
            "astNodeIds": nodes,
            "type": step_type(step),
            "text": step.value,
        });
        if let Some(argument) = argument(step) {
            node["argument"] = argument;
        }
        node
    });
    let steps: Vec<Value> = steps.collect();
    let nodes: Vec<String> = [line].into_iter().chain(row).map(|line| ids.line(line)).collect();
    let column = file.column(case.line);
    Some(json!({
        "id": case.id,
        "uri": case.path.display().to_string(),
        "location": {"line": case.line, "column": column},
        "name": case.name.trim(),
        "language": file.language,
        "steps": steps,
        "tags": tags(file, ids, rule, scenario, row),
        "astNodeIds": nodes,
    }))
}

/// The scenario in this line, and the rule above it.
fn scenario_at(file: &FeatureFile, line: usize) -> Option<(Option<&Rule>, &Scenario)> {
    let alone = file.feature.scenarios.iter().map(|scenario| (None, scenario));
    let ruled = file
        .feature
        .rules
        .iter()
        .flat_map(|rule| rule.scenarios.iter().map(move |scenario| (Some(rule), scenario)));
    alone.chain(ruled).find(|(_, scenario)| scenario.position.line == line)
}

/// True if the file still has the steps of a scenario in the same lines.
fn has_steps(file: &FeatureFile, rule: Option<&Rule>, scenario: &Scenario, case: &Case) -> bool {
    let above = [&file.feature.background, rule.map_or(&None, |rule| &rule.background)];
    let above = above.into_iter().flatten().flat_map(|background| &background.steps);
    let lines = above.chain(&scenario.steps).map(|step| step.position.line);
    lines.eq(case.steps.iter().map(|step| step.line))
}

/// The tags of feature, rule, scenario and examples.
fn tags(
    file: &FeatureFile,
    ids: NodeIds,
    rule: Option<&Rule>,
    scenario: &Scenario,
    row: Option<usize>,
) -> Value {
    let mut examples = scenario.examples.iter().map(|examples| examples.position.line);
    let examples = row.and_then(|row| examples.rfind(|line| *line < row));
    let owners = [
        Some(file.feature.position.line),
        rule.map(|rule| rule.position.line),
        Some(scenario.position.line),
        examples,
    ];
    let tags = owners.into_iter().flatten().filter_map(|line| file.tags.get(&line)).flatten();
    tags.map(|tag| json!({"name": tag.name, "astNodeId": ids.tag(tag.line, tag.column)})).collect()
}

/// The text and the table below a step, as they were run.
fn argument(step: &Step) -> Option<Value> {
    let mut argument = json!({});
    if let Some(text) = &step.docstring {
        // The parser leaves the ends of the lines of the two marks.
        let text = text.strip_prefix('\n').unwrap_or(text);
        let text = text.strip_suffix('\n').unwrap_or(text);
        argument["docString"] = json!({"content": text});
    }
    if let Some(table) = &step.table {
        let rows = table.rows.iter().map(|row| {
            let cells: Vec<Value> = row.iter().map(|cell| json!({"value": cell})).collect();
            json!({"cells": cells})
        });
        argument["dataTable"] = json!({"rows": rows.collect::<Vec<_>>()});
    }
    argument.as_object().is_some_and(|members| !members.is_empty()).then_some(argument)
}
