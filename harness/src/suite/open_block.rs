//! The blocks of a feature file while their lines are read, and the mistakes in what stands in them.

use super::{
    keywords::BlockKind,
    line_mistake::{LineMistake, PlacedMistake},
};

/// A feature or a rule, as far as it was read.
#[derive(Debug, Default)]
pub(super) struct Container {
    background: Option<usize>,
    /// The first scenario.
    pub(super) scenario: Option<usize>,
}

impl Container {
    /// The mistakes of a background here, with tags in this line.
    pub(super) fn begin_background(
        &mut self,
        number: usize,
        tags: Option<usize>,
    ) -> Vec<PlacedMistake> {
        let mut mistakes = Vec::new();
        if let Some(tags) = tags {
            let remedy = "take them away, or write them above the feature, the rule or a scenario";
            mistakes.push((tags, LineMistake::new("", "a Background has no tags", remedy)));
        }
        if let Some(first) = self.background {
            let reason = format!("a second Background stands here; the first is in line {first}");
            mistakes.push((number, LineMistake::new("", reason, "write its steps below that one")));
        } else if let Some(scenario) = self.scenario {
            let reason = "a Background stands before the first scenario";
            let remedy = format!("move it above the scenario in line {scenario}");
            mistakes.push((number, LineMistake::new("", reason, remedy)));
        }
        self.background.get_or_insert(number);
        mistakes
    }
}

/// The kinds of what stands below a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Below {
    Text,
    Table,
}

/// The block in which a line stands.
#[derive(Debug)]
pub(super) struct OpenBlock {
    pub(super) kind: BlockKind,
    pub(super) line: usize,
    /// Its last step.
    pub(super) step: Option<usize>,
    /// The text or table below that step.
    pub(super) below: Option<(Below, usize)>,
    /// The number of rows of Examples.
    pub(super) rows: usize,
    /// The number of cells in the first row of a table.
    pub(super) width: Option<usize>,
}

impl OpenBlock {
    pub(super) fn new(kind: BlockKind, line: usize) -> Self {
        Self { kind, line, step: None, below: None, rows: 0, width: None }
    }

    /// True if its lines are a description.
    pub(super) fn has_description(&self) -> bool {
        matches!(self.kind, BlockKind::Feature | BlockKind::Rule)
    }

    /// True before the first step of a background or scenario.
    pub(super) fn has_only_steps_to_come(&self) -> bool {
        let has_steps =
            matches!(self.kind, BlockKind::Background | BlockKind::Scenario | BlockKind::Outline);
        has_steps && self.step.is_none()
    }

    /// The mistake of a text, or of a row, that does not belong below the last step.
    pub(super) fn add(&mut self, kind: Below, number: usize) -> Option<LineMistake> {
        let name = match kind {
            Below::Text => "text",
            Below::Table => "table",
        };
        if self.step.is_none() {
            let reason = format!("a {name} stands here below no step");
            let remedy = "write it below the step that it belongs to";
            return Some(LineMistake::new("", reason, remedy));
        }
        let (first, line) = *self.below.get_or_insert((kind, number));
        match (first, kind) {
            _ if line == number => None,
            (Below::Table, Below::Table) => None,
            (Below::Text, Below::Text) => {
                let reason = format!("a step has one text, and this one has it in line {line}");
                let remedy = "write the second one below a step of its own, or into the first";
                Some(LineMistake::new("", reason, remedy))
            }
            _ => {
                let other = if first == Below::Text { "text" } else { "table" };
                let reason = format!(
                    "a step has a text or a table, and this one has a {other} in line {line}"
                );
                let remedy = format!("write the {name} below a step of its own");
                Some(LineMistake::new("", reason, remedy))
            }
        }
    }

    /// The mistake of Examples without rows.
    pub(super) fn without_rows(&self) -> Option<PlacedMistake> {
        let (reason, remedy) = match (self.kind, self.rows) {
            (BlockKind::Examples, 0) => (
                "the Examples have no table",
                "write one below them: a row with the names of the columns, and a row for each case",
            ),
            (BlockKind::Examples, 1) => (
                "the Examples have no row",
                "write a row with values below the names of the columns",
            ),
            _ => return None,
        };
        Some((self.line, LineMistake::new("", reason, remedy)))
    }
}

/// The scenario in which a line stands.
#[derive(Debug)]
pub(super) struct OpenScenario {
    kind: BlockKind,
    line: usize,
    keyword: String,
    /// The number of its Examples.
    pub(super) examples: usize,
    /// The columns of the first Examples.
    columns: Option<Vec<String>>,
}

impl OpenScenario {
    pub(super) fn new(kind: BlockKind, line: usize, keyword: &str) -> Self {
        Self { kind, line, keyword: keyword.to_owned(), examples: 0, columns: None }
    }

    /// The mistake of the first Examples below a scenario that is not an outline.
    pub(super) fn examples_mistake(&self) -> Option<PlacedMistake> {
        if self.kind != BlockKind::Scenario || self.examples > 1 {
            return None;
        }
        let reason = "this scenario has Examples, and only an outline has them";
        Some((self.line, LineMistake::new(&self.keyword, reason, "write Scenario Outline:")))
    }

    /// The mistake of an outline without Examples.
    pub(super) fn without_examples(&self) -> Option<PlacedMistake> {
        if self.kind != BlockKind::Outline || self.examples > 0 {
            return None;
        }
        let reason = "this outline has no Examples, so nothing fills it";
        let remedy = "write Examples: and a table after its steps, or make it a Scenario:";
        Some((self.line, LineMistake::new(&self.keyword, reason, remedy)))
    }

    /// The mistake in the names of the columns of Examples.
    pub(super) fn columns_mistake(&mut self, columns: &[String]) -> Option<LineMistake> {
        if columns.iter().any(String::is_empty) {
            let remedy = "write the name of each column into the first row";
            return Some(LineMistake::new("", "a column has no name", remedy));
        }
        let is_double = |(at, name): &(usize, &String)| columns[..*at].contains(name);
        if let Some((_, name)) = columns.iter().enumerate().find(is_double) {
            let reason = format!("two columns are named {name:?}");
            return Some(LineMistake::new("", reason, "give one of them another name"));
        }
        let first = self.columns.get_or_insert_with(|| columns.to_vec());
        let is_in = |name: &String, others: &[String]| others.contains(name);
        let missing = first.iter().find(|name| !is_in(name, columns));
        let extra = columns.iter().find(|name| !is_in(name, first));
        let (part, reason) = match (extra, missing) {
            (Some(name), _) => (
                name.as_str(),
                format!("the first Examples of this outline have no column {name:?}"),
            ),
            (None, Some(name)) => {
                ("", format!("the column {name:?} of the first Examples is missing"))
            }
            (None, None) => return None,
        };
        let remedy = format!("all Examples of an outline have the columns {}", first.join(", "));
        Some(LineMistake::new(part, reason, remedy))
    }
}
