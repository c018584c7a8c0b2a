//! Outlines: the rows of their Examples, taken out of the text before it is parsed, and the steps of each row. The parser's time
//! grows with the square of the number of lines, so it never sees the rows.

use std::{collections::BTreeMap, sync::LazyLock};

use gherkin::{Feature, LineCol, Scenario, Step};
use regex::{Captures, Regex};

use super::{
    case_step::{CaseStep, StepWords},
    cells::cells,
    line_mistake::LineMistake,
    structure::LineRole,
};

/// A place in an outline that a row fills: `<column>`.
static PLACEHOLDER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"<([^>\s](?:[^>\s]?|[^>\t\n\r\v\f]*[^>\s]))>").ok());

/// The letter before a line of a description, for the parser takes words such as "Scenarios" there for a keyword.
const DESCRIBED: &str = "\u{e000}";

/// A row of Examples: its line and its cells.
pub(super) struct Row {
    pub(super) line: usize,
    cells: Vec<String>,
}

/// A mistake in an outline, with its line.
pub(super) struct OutlineMistake {
    pub(super) line: usize,
    pub(super) mistake: LineMistake,
}

/// A feature file without the rows of its Examples; only their headers are left.
#[derive(Default)]
pub(super) struct Shortened {
    pub(super) text: String,
    /// The original numbers of the lines that are left.
    lines: Vec<usize>,
    /// The rows by the line of their `Examples:`.
    rows: BTreeMap<usize, Vec<Row>>,
}

impl Shortened {
    /// Takes out of a feature file what the parser need not or cannot see. Its tables have as many cells in each row.
    pub(super) fn of(text: &str, roles: &[LineRole]) -> Self {
        let mut shortened = Self::default();
        for (index, (line, role)) in text.lines().zip(roles).enumerate() {
            let number = index + 1;
            match role {
                LineRole::Row(examples) => {
                    let row = Row { line: number, cells: cells(line.trim()) };
                    shortened.rows.entry(*examples).or_default().push(row);
                    continue;
                }
                LineRole::Description => shortened.text.extend([DESCRIBED, line.trim_start()]),
                LineRole::Mark(mark) => {
                    shortened.text.push_str(&line[..line.len() - line.trim_start().len()]);
                    shortened.text.push_str(mark);
                }
                LineRole::Plain => shortened.text.push_str(line),
            }
            shortened.text.push('\n');
            shortened.lines.push(number);
        }
        shortened
    }

    /// The original number of a line.
    pub(super) fn line(&self, number: usize) -> usize {
        let last = self.lines.last().copied().unwrap_or(number);
        number.checked_sub(1).and_then(|index| self.lines.get(index).copied()).unwrap_or(last)
    }

    /// Gives everything in a feature its original line, and descriptions their original words.
    pub(super) fn restore(&self, feature: &mut Feature) {
        let restore = |position: &mut LineCol| position.line = self.line(position.line);
        let restore_steps = |steps: &mut [Step]| {
            for step in steps {
                restore(&mut step.position);
            }
        };
        undescribe(&mut feature.description);
        let rules = feature.rules.iter_mut().flat_map(|rule| {
            restore(&mut rule.position);
            undescribe(&mut rule.description);
            if let Some(found) = &mut rule.background {
                restore(&mut found.position);
                restore_steps(&mut found.steps);
            }
            &mut rule.scenarios
        });
        for scenario in rules.chain(&mut feature.scenarios) {
            restore(&mut scenario.position);
            restore_steps(&mut scenario.steps);
            for examples in &mut scenario.examples {
                restore(&mut examples.position);
                undescribe(&mut examples.description);
            }
        }
        feature.background.iter_mut().for_each(|found| restore_steps(&mut found.steps));
    }

    /// The rows of Examples.
    fn rows(&mut self, examples: &gherkin::Examples) -> Vec<Row> {
        self.rows.remove(&examples.position.line).unwrap_or_default()
    }
}

/// Takes the letters away that stood before the lines of a description.
fn undescribe(description: &mut Option<String>) {
    if let Some(text) = description {
        let lines = text.split('\n').map(|line| line.strip_prefix(DESCRIBED).unwrap_or(line));
        *text = lines.collect::<Vec<_>>().join("\n");
    }
}

/// A scenario of a file, or one row of an outline.
pub(super) struct Expanded {
    pub(super) name: String,
    pub(super) line: usize,
    pub(super) tags: Vec<String>,
    pub(super) steps: Vec<CaseStep>,
}

/// The scenario itself, or one for each row of an outline.
///
/// # Errors
/// If a placeholder has no column.
pub(super) fn expand(
    scenario: &Scenario,
    shortened: &mut Shortened,
    words: &mut StepWords,
) -> Result<Vec<Expanded>, OutlineMistake> {
    if scenario.examples.is_empty() {
        let Scenario { name, position, tags, .. } = scenario;
        let (name, tags) = (name.clone(), tags.clone());
        let steps = scenario.steps.iter().map(|step| words.step(step.clone())).collect();
        return Ok(vec![Expanded { name, line: position.line, tags, steps }]);
    }
    let mut expanded = Vec::new();
    for examples in &scenario.examples {
        let Some(header) = examples.table.as_ref().and_then(|table| table.rows.first()) else {
            continue;
        };
        let tags = [scenario.tags.as_slice(), &examples.tags].concat();
        for row in shortened.rows(examples) {
            let fill = |text: &str, line: usize| fill(text, line, header, &row);
            let steps = scenario.steps.iter().map(|step| {
                let is_filled = has_placeholder(step);
                Ok(words.step(if is_filled { filled(step, &fill)? } else { step.clone() }))
            });
            expanded.push(Expanded {
                name: fill(&scenario.name, scenario.position.line)?,
                line: row.line,
                tags: tags.clone(),
                steps: steps.collect::<Result<_, _>>()?,
            });
        }
    }
    Ok(expanded)
}

/// The texts of a step that a row may change.
fn texts(step: &Step) -> impl Iterator<Item = &String> {
    let cells = step.table.iter().flat_map(|table| table.rows.iter().flatten());
    std::iter::once(&step.value).chain(&step.docstring).chain(cells)
}

fn has_placeholder(step: &Step) -> bool {
    PLACEHOLDER.as_ref().is_some_and(|pattern| texts(step).any(|text| pattern.is_match(text)))
}

fn filled(
    step: &Step,
    fill: &impl Fn(&str, usize) -> Result<String, OutlineMistake>,
) -> Result<Step, OutlineMistake> {
    let mut step = step.clone();
    let cells = step.table.iter_mut().flat_map(|table| table.rows.iter_mut().flatten());
    for text in std::iter::once(&mut step.value).chain(step.docstring.iter_mut()).chain(cells) {
        *text = fill(text, step.position.line)?;
    }
    Ok(step)
}

/// A text with the cells of a row in place of the names of their columns.
fn fill(text: &str, line: usize, header: &[String], row: &Row) -> Result<String, OutlineMistake> {
    let Some(pattern) = PLACEHOLDER.as_ref() else { return Ok(text.to_owned()) };
    let mut unknown = None;
    let filled = pattern.replace_all(text, |found: &Captures<'_>| {
        let name = &found[1];
        let column = header.iter().position(|column| column == name);
        column.map_or_else(
            || {
                unknown = Some(name.to_owned());
                String::new()
            },
            |column| row.cells[column].clone(),
        )
    });
    let filled = filled.into_owned();
    match unknown {
        None => Ok(filled),
        Some(name) => {
            let part = format!("<{name}>");
            let reason = format!("{part} is no column of the Examples");
            let remedy = format!("the columns are {}", header.join(", "));
            Err(OutlineMistake { line, mistake: LineMistake::new(&part, reason, remedy) })
        }
    }
}
