//! Outlines: the rows of their Examples, taken out of the text before it is parsed, and the steps of each row. The parser's time
//! grows with the square of the number of lines, so it never sees the rows.

use std::{collections::BTreeMap, rc::Rc, sync::LazyLock};

use gherkin::{Feature, LineCol, Scenario, Step};
use regex::{Captures, Regex};

/// A place in an outline that a row fills: `<column>`.
static PLACEHOLDER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"<([^>\s](?:[^>\s]?|[^>\t\n\r\v\f]*[^>\s]))>").ok());

/// The keywords before the rows of an outline.
const EXAMPLES: [&str; 2] = ["Examples:", "Scenarios:"];

/// The marks around a text below a step.
pub const FENCES: [&str; 2] = ["\"\"\"", "```"];

/// A row of Examples: its line and its cells.
pub(super) struct Row {
    pub(super) line: usize,
    cells: Vec<String>,
}

/// A mistake in an outline: its line, the message and the remedy.
pub(super) struct OutlineMistake {
    pub(super) line: usize,
    pub(super) message: String,
    pub(super) remedy: String,
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

/// The place of the reader of a feature file.
enum OutlinePart {
    Outside,
    /// In a text below a step, up to this mark.
    Text(&'static str),
    /// Behind `Examples:` in this line; true if the header was read.
    Examples(usize, bool),
}

impl Shortened {
    /// Takes the rows out of a feature file, whose tables have as many cells in each row.
    pub(super) fn of(text: &str) -> Self {
        let mut shortened = Self::default();
        let mut place = OutlinePart::Outside;
        for (number, line) in text.lines().enumerate().map(|(index, line)| (index + 1, line)) {
            let words = line.trim();
            if let OutlinePart::Examples(examples, true) = place
                && words.starts_with('|')
            {
                let row = Row { line: number, cells: cells(words) };
                shortened.rows.entry(examples).or_default().push(row);
                continue;
            }
            place = next_place(&place, number, words);
            shortened.text.push_str(line);
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

    /// Gives everything in a feature its original line.
    pub(super) fn restore_lines(&self, feature: &mut Feature) {
        let restore = |position: &mut LineCol| position.line = self.line(position.line);
        let restore_steps = |steps: &mut [Step]| {
            for step in steps {
                restore(&mut step.position);
            }
        };
        let rules = feature.rules.iter_mut().flat_map(|rule| {
            restore(&mut rule.position);
            if let Some(found) = &mut rule.background {
                restore(&mut found.position);
                restore_steps(&mut found.steps);
            }
            &mut rule.scenarios
        });
        for scenario in rules.chain(&mut feature.scenarios) {
            restore(&mut scenario.position);
            restore_steps(&mut scenario.steps);
            scenario.examples.iter_mut().for_each(|one| restore(&mut one.position));
        }
        feature.background.iter_mut().for_each(|found| restore_steps(&mut found.steps));
    }

    /// The rows of Examples; `table` has the ones that were left in the text, because their keyword is in another language.
    fn rows(&mut self, examples: &gherkin::Examples) -> Vec<Row> {
        let line = examples.position.line;
        let left = examples.table.iter().flat_map(|table| table.rows.iter().skip(1)).enumerate();
        let left = left.map(|(index, cells)| Row { line: line + index + 2, cells: cells.clone() });
        left.chain(self.rows.remove(&line).unwrap_or_default()).collect()
    }
}

fn next_place(place: &OutlinePart, number: usize, words: &str) -> OutlinePart {
    let begun = FENCES.into_iter().find(|fence| words.starts_with(fence));
    match (place, begun) {
        (OutlinePart::Text(fence), _) if words.contains(fence) => OutlinePart::Outside,
        (OutlinePart::Text(fence), _) => OutlinePart::Text(fence),
        (_, Some(fence)) if words[fence.len()..].contains(fence) => OutlinePart::Outside,
        (_, Some(fence)) => OutlinePart::Text(fence),
        _ if EXAMPLES.iter().any(|keyword| words.starts_with(keyword)) => {
            OutlinePart::Examples(number, false)
        }
        (OutlinePart::Examples(line, false), _) => {
            OutlinePart::Examples(*line, words.starts_with('|'))
        }
        (OutlinePart::Examples(line, true), _) if words.is_empty() || words.starts_with('#') => {
            OutlinePart::Examples(*line, true)
        }
        _ => OutlinePart::Outside,
    }
}

/// The cells of a line.
pub(super) fn cells(words: &str) -> Vec<String> {
    placed_cells(words).into_iter().map(|(_, cell)| cell).collect()
}

/// The cells of a line between `|`, each with the number of letters before it; `\|`, `\\` and `\n` stand for a bar, a
/// backslash and a new line.
pub(super) fn placed_cells(words: &str) -> Vec<(usize, String)> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut begun = None;
    let mut letters = words.chars().enumerate().skip(1).peekable();
    while let Some((number, letter)) = letters.next() {
        if !matches!(letter, ' ' | '\t') {
            begun.get_or_insert(number);
        }
        match (letter, letters.peek()) {
            ('|', _) => {
                let text = std::mem::take(&mut cell).trim_matches([' ', '\t']).to_owned();
                cells.push((begun.take().unwrap_or(number), text));
            }
            ('\\', Some((_, 'n'))) => {
                letters.next();
                cell.push('\n');
            }
            ('\\', Some((_, escaped @ ('|' | '\\')))) => {
                cell.push(*escaped);
                letters.next();
            }
            _ => cell.push(letter),
        }
    }
    cells
}

/// The cells of a line as they are written, without the spaces around them.
pub(super) fn raw_cells(words: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let (mut begun, mut is_escaped) = (None, false);
    for (at, letter) in words.char_indices() {
        if letter == '|' && !is_escaped {
            cells.extend(begun.map(|begun: usize| words[begun..at].trim()));
            begun = Some(at + 1);
        }
        is_escaped = letter == '\\' && !is_escaped;
    }
    cells
}

/// A scenario of a file, or one row of an outline.
pub(super) struct Expanded {
    pub(super) name: String,
    pub(super) line: usize,
    pub(super) tags: Vec<String>,
    pub(super) steps: Vec<Rc<Step>>,
}

/// The scenario itself, or one for each row of an outline. Steps that a row does not change are shared.
///
/// # Errors
/// If a placeholder has no column.
pub(super) fn expand(
    scenario: &Scenario,
    shortened: &mut Shortened,
) -> Result<Vec<Expanded>, OutlineMistake> {
    let shared: Vec<Rc<Step>> = scenario.steps.iter().cloned().map(Rc::new).collect();
    if scenario.examples.is_empty() {
        let Scenario { name, position, tags, .. } = scenario;
        let (name, tags) = (name.clone(), tags.clone());
        return Ok(vec![Expanded { name, line: position.line, tags, steps: shared }]);
    }
    let mut expanded = Vec::new();
    for examples in &scenario.examples {
        let Some(header) = examples.table.as_ref().and_then(|table| table.rows.first()) else {
            continue;
        };
        let tags = [scenario.tags.as_slice(), &examples.tags].concat();
        for row in shortened.rows(examples) {
            let fill = |text: &str, line: usize| fill(text, line, header, &row);
            let steps = shared.iter().map(|step| {
                if !has_placeholder(step) {
                    return Ok(Rc::clone(step));
                }
                filled(step, &fill).map(Rc::new)
            });
            expanded.push(Expanded {
                name: fill(&scenario.name, row.line)?,
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
            let message = format!("<{name}> is no column of the Examples");
            let remedy = format!("the columns are {}", header.join(", "));
            Err(OutlineMistake { line, message, remedy })
        }
    }
}
