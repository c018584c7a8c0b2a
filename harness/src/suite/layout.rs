//! The one way to lay out a feature file: indentation, aligned tables, empty lines between blocks.

use std::collections::BTreeMap;

use gherkin::{Background, Scenario, Step};
use unicode_width::UnicodeWidthStr as _;

use super::{
    FeatureFile,
    cells::{FENCES, raw_cells},
    scan::indentation,
};

/// The spaces by which a line stands to the right of the one that it belongs to.
const WIDTH: usize = 2;

/// A keyword of a file, by its line.
struct KeywordLine<'f> {
    indentation: usize,
    /// True for keywords with blocks of their own, which an empty line separates.
    is_block: bool,
    /// True if tables and texts may stand below it.
    has_below: bool,
    /// The words after the keyword.
    words: &'f str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum LineKind {
    Comment,
    Tags,
    Block,
    Step,
    Description,
    /// A row of a table, or a line of a text.
    Below,
}

/// A line of the new text.
struct LaidLine {
    kind: LineKind,
    /// The spaces before it; none for a comment, which stands as its neighbour does.
    indentation: Option<usize>,
    text: String,
    /// True if an empty line stands before it in the old text.
    had_space: bool,
}

/// The text of a feature file in the one layout. Its meaning stays the same.
#[must_use]
pub fn laid_out(file: &FeatureFile) -> String {
    let mut reader = LayoutReader {
        file,
        keywords: keywords(file),
        keyword_line: 0,
        shift: None,
        text: None,
        lines: Vec::new(),
        had_space: false,
    };
    for (number, line) in file.text.lines().enumerate().map(|(index, line)| (index + 1, line)) {
        reader.read(number, line);
    }
    written(&reader.lines)
}

/// A text below a step whose second mark is still to come.
struct OpenLines<'f> {
    mark: &'static str,
    /// The letters before the first mark.
    before: usize,
    lines: Vec<&'f str>,
}

struct LayoutReader<'f> {
    file: &'f FeatureFile,
    keywords: BTreeMap<usize, KeywordLine<'f>>,
    /// The line of the last keyword.
    keyword_line: usize,
    /// The letters before the first line of a description.
    shift: Option<usize>,
    text: Option<OpenLines<'f>>,
    lines: Vec<LaidLine>,
    had_space: bool,
}

impl<'f> LayoutReader<'f> {
    fn read(&mut self, number: usize, line: &'f str) {
        let words = line.trim();
        if let Some(mut text) = self.text.take() {
            if words.starts_with(text.mark) {
                self.close(&text, words);
            } else {
                text.lines.push(line);
                self.text = Some(text);
            }
        } else if words.is_empty() {
            self.had_space = true;
        } else if let Some(keyword) = self.keywords.get(&number) {
            let kind = if keyword.is_block { LineKind::Block } else { LineKind::Step };
            let text = spaced(words, keyword.words);
            (self.keyword_line, self.shift) = (number, None);
            self.push(kind, Some(keyword.indentation), text);
        } else if words.starts_with('#') {
            self.push(LineKind::Comment, None, words.to_owned());
        } else if words.starts_with('@') {
            let next = self.keywords.range(number..).next();
            let indentation = next.map_or(0, |(_, keyword)| keyword.indentation);
            let (tags, comment) = words
                .split_once(" #")
                .map_or((words, None), |(tags, comment)| (tags, Some(format!(" #{comment}"))));
            let tags: Vec<&str> = tags.split_whitespace().collect();
            let text = tags.join(" ") + &comment.unwrap_or_default();
            self.push(LineKind::Tags, Some(indentation), text);
        } else if self.may_stand_below() && words.starts_with('|') {
            self.row(number, words);
        } else if let Some(mark) = self.fence(words) {
            let rest = words[mark.len()..].trim();
            self.push(LineKind::Below, Some(self.below()), words.to_owned());
            if !rest.contains(mark) {
                self.text = Some(OpenLines { mark, before: indentation(line), lines: Vec::new() });
            }
        } else {
            let before = indentation(line);
            let first = *self.shift.get_or_insert(before);
            let more = before.saturating_sub(first);
            self.push(LineKind::Description, Some(self.below() + more), words.to_owned());
        }
    }

    fn fence(&self, words: &str) -> Option<&'static str> {
        FENCES.into_iter().find(|mark| words.starts_with(mark)).filter(|_| self.may_stand_below())
    }

    fn may_stand_below(&self) -> bool {
        self.keywords.get(&self.keyword_line).is_some_and(|keyword| keyword.has_below)
    }

    /// The spaces before lines that belong to the last keyword.
    fn below(&self) -> usize {
        self.keywords.get(&self.keyword_line).map_or(0, |keyword| keyword.indentation + WIDTH)
    }

    fn push(&mut self, kind: LineKind, indentation: Option<usize>, text: String) {
        let had_space = std::mem::take(&mut self.had_space);
        self.lines.push(LaidLine { kind, indentation, text, had_space });
    }

    /// Writes a text that has ended. Its lines move together, because their common margin is not part of it.
    fn close(&mut self, text: &OpenLines<'_>, last: &str) {
        let below = self.below();
        let margin = margin(&text.lines);
        let more = margin.chars().count().saturating_sub(text.before);
        for line in &text.lines {
            if line.trim().is_empty() {
                self.push(LineKind::Below, Some(0), String::new());
            } else {
                let own = line.strip_prefix(margin).unwrap_or(line);
                self.push(LineKind::Below, Some(below + more), own.to_owned());
            }
        }
        self.push(LineKind::Below, Some(below), last.to_owned());
    }

    /// Writes a row, each cell as wide as the widest one of its column.
    fn row(&mut self, number: usize, words: &str) {
        let rows = self.file.tables.get(&self.keyword_line);
        let lines = rows.into_iter().flat_map(|rows| rows.keys());
        let all: Vec<Vec<&str>> = lines.map(|line| self.cells(*line)).collect();
        let width = |column: usize| {
            all.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max()
        };
        let cells = self.cells(number).into_iter().enumerate().map(|(column, cell)| {
            let space = width(column).unwrap_or_default().saturating_sub(cell.width());
            format!(" {cell}{} |", " ".repeat(space))
        });
        let row = format!("|{}", cells.collect::<String>());
        let text = if all.is_empty() { words.to_owned() } else { row };
        self.push(LineKind::Below, Some(self.below()), text);
    }

    /// The cells of a line, as they are written.
    fn cells(&self, line: usize) -> Vec<&'f str> {
        let line = self.file.text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        raw_cells(line.trim())
    }
}

/// A line in which one space stands between the keyword and the words after it.
fn spaced(line: &str, words: &str) -> String {
    match line.strip_suffix(words) {
        Some(keyword) if !words.is_empty() && keyword.ends_with(char::is_whitespace) => {
            format!("{} {words}", keyword.trim_end())
        }
        _ => line.to_owned(),
    }
}

/// The white space with which all lines of a text begin.
fn margin<'l>(lines: &[&'l str]) -> &'l str {
    let mut margin: Option<&str> = None;
    for line in lines.iter().filter(|line| !line.trim().is_empty()) {
        let own = &line[..line.len() - line.trim_start().len()];
        let common = margin.map_or(own.len(), |margin| {
            let same = margin.chars().zip(own.chars()).take_while(|(left, right)| left == right);
            same.map(|(letter, _)| letter.len_utf8()).sum()
        });
        margin = Some(&own[..common]);
    }
    margin.unwrap_or_default()
}

/// The lines with their spaces, and one empty line between blocks.
fn written(lines: &[LaidLine]) -> String {
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 && has_space(lines, index) {
            text.push('\n');
        }
        let indentation = if line.text.is_empty() { 0 } else { spaces(lines, index) };
        text.push_str(&" ".repeat(indentation));
        text.push_str(&line.text);
        text.push('\n');
    }
    text
}

/// True if a line is, or leads without an empty line to, the first one of a block.
fn begins_block(lines: &[LaidLine], index: usize) -> bool {
    let ahead = &lines[index + 1..];
    match lines[index].kind {
        LineKind::Block | LineKind::Tags => true,
        LineKind::Comment => {
            ahead.first().is_some_and(|next| !next.had_space) && begins_block(lines, index + 1)
        }
        _ => false,
    }
}

/// True if an empty line stands before a line.
fn has_space(lines: &[LaidLine], index: usize) -> bool {
    let (line, before) = (&lines[index], &lines[index - 1]);
    match (line.kind, before.kind) {
        (LineKind::Below, _)
        | (_, LineKind::Tags)
        | (LineKind::Step | LineKind::Description, LineKind::Block) => false,
        (_, LineKind::Comment) => line.had_space,
        _ => line.had_space || begins_block(lines, index),
    }
}

/// The spaces before a line; a comment stands as the next line does, or as the one before if an empty line follows.
fn spaces(lines: &[LaidLine], index: usize) -> usize {
    let mut next = lines[index..].iter();
    let mut is_first = true;
    let ahead = next.find_map(|line| {
        let is_apart = line.had_space && !std::mem::take(&mut is_first);
        is_first = false;
        if is_apart { Some(None) } else { line.indentation.map(Some) }
    });
    let before = || lines[..index].iter().rev().find_map(|line| line.indentation);
    ahead.flatten().or_else(before).unwrap_or_default()
}

/// Every keyword of a file.
fn keywords(file: &FeatureFile) -> BTreeMap<usize, KeywordLine<'_>> {
    let feature = &file.feature;
    let mut found = KeywordLines(BTreeMap::new());
    found.block(feature.position.line, 0, &feature.name);
    found.background(feature.background.as_ref(), WIDTH);
    found.scenarios(&feature.scenarios, WIDTH);
    for rule in &feature.rules {
        found.block(rule.position.line, WIDTH, &rule.name);
        found.background(rule.background.as_ref(), 2 * WIDTH);
        found.scenarios(&rule.scenarios, 2 * WIDTH);
    }
    found.0
}

struct KeywordLines<'f>(BTreeMap<usize, KeywordLine<'f>>);

impl<'f> KeywordLines<'f> {
    fn block(&mut self, line: usize, indentation: usize, words: &'f str) {
        let keyword = KeywordLine { indentation, is_block: true, has_below: false, words };
        self.0.insert(line, keyword);
    }

    fn background(&mut self, found: Option<&'f Background>, indentation: usize) {
        if let Some(found) = found {
            self.block(found.position.line, indentation, &found.name);
            self.steps(&found.steps, indentation + WIDTH);
        }
    }

    fn scenarios(&mut self, found: &'f [Scenario], indentation: usize) {
        for scenario in found {
            self.block(scenario.position.line, indentation, &scenario.name);
            self.steps(&scenario.steps, indentation + WIDTH);
            for examples in &scenario.examples {
                let words = examples.name.as_deref().unwrap_or_default();
                let indentation = indentation + WIDTH;
                let keyword = KeywordLine { indentation, is_block: true, has_below: true, words };
                self.0.insert(examples.position.line, keyword);
            }
        }
    }

    fn steps(&mut self, steps: &'f [Step], indentation: usize) {
        for step in steps {
            let words = step.value.as_str();
            let keyword = KeywordLine { indentation, is_block: false, has_below: true, words };
            self.0.insert(step.position.line, keyword);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::suite::SuiteFiles;

    const UNTIDY: &str = "\
Feature:   Trial
   words about it
     * with a list


  @source-S   @should
  Rule: TRY-1 Something holds
    # About the scenario.
    @TRY-1.1

    Scenario: One
    Given  a merchant

      # Behind an empty line.
      Then these events are delivered:
      |event|data.orderId|

      | payout.completed|{order} \\| x|
      When the answer contains:
          \"\"\"
            a:
              b: 1

            c: 2   \n          \"\"\"
      # The end.
";

    const TIDY: &str = "\
Feature: Trial
  words about it
    * with a list

  @source-S @should
  Rule: TRY-1 Something holds

    # About the scenario.
    @TRY-1.1
    Scenario: One
      Given a merchant

      # Behind an empty line.
      Then these events are delivered:
        | event            | data.orderId |
        | payout.completed | {order} \\| x |
      When the answer contains:
        \"\"\"
          a:
            b: 1

          c: 2   \n        \"\"\"
        # The end.
";

    fn laid(text: &str) -> String {
        let path = Path::new("features/trial.feature");
        let files = SuiteFiles::of([(path.to_path_buf(), text.to_owned())].into());
        laid_out(files.files.get(path).expect("is Gherkin"))
    }

    #[test]
    fn an_untidy_file_gets_the_one_layout() {
        assert_eq!(laid(UNTIDY), TIDY);
    }

    #[test]
    fn a_tidy_file_stays_as_it_is() {
        assert_eq!(laid(TIDY), TIDY);
    }
}
