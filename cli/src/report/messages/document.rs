//! A feature file as a tree of nodes, each with its place and, where others name it, its id.

use conformance_harness::suite::{FeatureCell, FeatureFile};
use gherkin::{Background, Examples, Rule, Scenario, Step, StepType};
use serde_json::{Value, json};

/// The ids of the nodes of a file: its number with their lines, and for tags also their columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct NodeIds {
    pub(super) file: usize,
}

impl NodeIds {
    pub(super) fn line(self, line: usize) -> String {
        format!("{}.{line}", self.file)
    }

    pub(super) fn tag(self, line: usize, column: usize) -> String {
        format!("{}.{line}.{column}", self.file)
    }
}

/// The message about a file.
pub(super) fn document(file: &FeatureFile, ids: NodeIds, uri: &str) -> Value {
    let comments = file.comments.iter().map(|(line, text)| {
        // A comment begins with its line, not with its first letter.
        json!({"location": {"line": line, "column": 1}, "text": text})
    });
    let comments: Vec<Value> = comments.collect();
    json!({"uri": uri, "feature": Nodes { file, ids }.feature(), "comments": comments})
}

/// The nodes of one file.
struct Nodes<'a> {
    file: &'a FeatureFile,
    ids: NodeIds,
}

impl Nodes<'_> {
    fn feature(&self) -> Value {
        let feature = &self.file.feature;
        let children = children(
            feature.background.iter().map(|one| self.background(one)).collect(),
            feature.scenarios.iter().map(|one| self.scenario(one)).collect(),
        );
        let rules = feature.rules.iter().map(|rule| json!({"rule": self.rule(rule)}));
        let mut node = self.keyword(feature.position.line, &feature.keyword, &feature.name);
        node["language"] = json!(self.file.language);
        node["tags"] = self.tags(feature.position.line);
        node["children"] = children.into_iter().chain(rules).collect();
        node
    }

    fn rule(&self, rule: &Rule) -> Value {
        let children = children(
            rule.background.iter().map(|one| self.background(one)).collect(),
            rule.scenarios.iter().map(|one| self.scenario(one)).collect(),
        );
        let mut node = self.keyword(rule.position.line, &rule.keyword, &rule.name);
        node["id"] = json!(self.ids.line(rule.position.line));
        node["tags"] = self.tags(rule.position.line);
        node["children"] = json!(children);
        node
    }

    fn background(&self, background: &Background) -> Value {
        let Background { keyword, name, position, steps, .. } = background;
        let mut node = self.keyword(position.line, keyword, name);
        node["id"] = json!(self.ids.line(position.line));
        node["steps"] = steps.iter().map(|step| self.step(step)).collect();
        node
    }

    fn scenario(&self, scenario: &Scenario) -> Value {
        let Scenario { keyword, name, position, steps, examples, .. } = scenario;
        let mut node = self.keyword(position.line, keyword, name);
        node["id"] = json!(self.ids.line(position.line));
        node["tags"] = self.tags(position.line);
        node["steps"] = steps.iter().map(|step| self.step(step)).collect();
        node["examples"] = examples.iter().map(|one| self.examples(one)).collect();
        node
    }

    fn examples(&self, examples: &Examples) -> Value {
        let Examples { keyword, name, position, .. } = examples;
        let mut node = self.keyword(position.line, keyword, name.as_deref().unwrap_or_default());
        node["id"] = json!(self.ids.line(position.line));
        node["tags"] = self.tags(position.line);
        let mut rows = self.rows(position.line).into_iter();
        if let Some(header) = rows.next() {
            node["tableHeader"] = header;
        }
        node["tableBody"] = rows.collect();
        node
    }

    fn step(&self, step: &Step) -> Value {
        let line = step.position.line;
        let mut node = json!({
            "id": self.ids.line(line),
            "location": self.location(line),
            "keyword": step.keyword,
            "text": step.value,
        });
        if let Some(kind) = keyword_type(step) {
            node["keywordType"] = json!(kind);
        }
        let rows = self.rows(line);
        if let Some(first) = rows.first() {
            let location = first["location"].clone();
            node["dataTable"] = json!({"location": location, "rows": rows});
        }
        if let Some(text) = self.file.texts.get(&line) {
            let location = self.location(text.line);
            node["docString"] =
                json!({"location": location, "content": text.content, "delimiter": text.mark});
            if let Some(media_type) = &text.media_type {
                node["docString"]["mediaType"] = json!(media_type);
            }
        }
        node
    }

    /// The members of every node that begins with a keyword.
    fn keyword(&self, line: usize, keyword: &str, name: &str) -> Value {
        let description = self.file.descriptions.get(&line);
        json!({
            "location": self.location(line),
            "keyword": keyword,
            "name": name.trim(),
            "description": description.map(String::as_str).unwrap_or_default(),
        })
    }

    fn location(&self, line: usize) -> Value {
        json!({"line": line, "column": self.file.column(line)})
    }

    fn tags(&self, line: usize) -> Value {
        let tags = self.file.tags.get(&line).into_iter().flatten();
        tags.map(|tag| {
            let location = json!({"line": tag.line, "column": tag.column});
            json!({"id": self.ids.tag(tag.line, tag.column), "location": location, "name": tag.name})
        })
        .collect()
    }

    fn rows(&self, owner: usize) -> Vec<Value> {
        let rows = self.file.tables.get(&owner).into_iter().flatten();
        rows.map(|(line, cells)| {
            let cell = |cell: &FeatureCell| {
                let location = json!({"line": line, "column": cell.column});
                json!({"location": location, "value": cell.value})
            };
            let cells: Vec<Value> = cells.iter().map(cell).collect();
            json!({"id": self.ids.line(*line), "location": self.location(*line), "cells": cells})
        })
        .collect()
    }
}

fn children(backgrounds: Vec<Value>, scenarios: Vec<Value>) -> Vec<Value> {
    let backgrounds = backgrounds.into_iter().map(|one| json!({"background": one}));
    backgrounds.chain(scenarios.into_iter().map(|one| json!({"scenario": one}))).collect()
}

/// The part that a keyword plays; none if the keyword is in another language.
fn keyword_type(step: &Step) -> Option<&'static str> {
    match step.keyword.trim() {
        "Given" => Some("Context"),
        "When" => Some("Action"),
        "Then" => Some("Outcome"),
        "And" | "But" => Some("Conjunction"),
        "*" => Some("Unknown"),
        _ => None,
    }
}

/// The part that a step plays; a conjunction plays that of the step before it.
pub(super) fn step_type(step: &Step) -> &'static str {
    match step.ty {
        _ if step.keyword.trim() == "*" => "Unknown",
        StepType::Given => "Context",
        StepType::When => "Action",
        StepType::Then => "Outcome",
    }
}
