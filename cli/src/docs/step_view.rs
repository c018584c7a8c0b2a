//! Steps with their tables and texts, for the pages. In outlines, the places that a row fills are marked.

use std::collections::BTreeSet;

use conformance_harness::suite::FeatureFile;
use gherkin::{Step, StepType};

/// The number of columns from which a table may be wider than a narrow screen.
const WIDE: usize = 3;

/// A piece of a text: words, or the name of a column of the Examples.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct WordPiece<'a> {
    pub(super) text: &'a str,
    pub(super) is_column: bool,
}

/// A table below a step.
#[derive(Debug)]
pub(super) struct StepTable<'a> {
    /// The names of the columns; none if the first row is like the others.
    pub(super) head: Vec<&'a str>,
    pub(super) rows: Vec<Vec<Vec<WordPiece<'a>>>>,
    /// True if it may be wider than a narrow screen.
    pub(super) is_wide: bool,
}

/// A step.
#[derive(Debug)]
pub(super) struct StepView<'a> {
    pub(super) keyword: &'a str,
    /// The class by which its keyword is coloured.
    pub(super) class: &'static str,
    pub(super) words: Vec<WordPiece<'a>>,
    pub(super) table: Option<StepTable<'a>>,
    /// The text below it.
    pub(super) text: Option<Vec<WordPiece<'a>>>,
}

/// The steps of a background or a scenario; `columns` are those of its Examples.
pub(super) fn step_views<'a>(
    file: &'a FeatureFile,
    steps: &'a [Step],
    columns: &BTreeSet<&str>,
) -> Vec<StepView<'a>> {
    let view = |step: &'a Step| {
        let line = step.position.line;
        let text = file.texts.get(&line);
        StepView {
            keyword: step.keyword.trim(),
            class: match (step.keyword.trim(), step.ty) {
                ("And" | "But" | "*", _) => "and",
                (_, StepType::Given) => "given",
                (_, StepType::When) => "when",
                (_, StepType::Then) => "then",
            },
            words: pieces(&step.value, columns),
            table: step_table(file, line, columns),
            text: text.map(|text| pieces(text.content.trim_end_matches('\n'), columns)),
        }
    };
    steps.iter().map(view).collect()
}

fn step_table<'a>(
    file: &'a FeatureFile,
    line: usize,
    columns: &BTreeSet<&str>,
) -> Option<StepTable<'a>> {
    let lines = file.tables.get(&line)?;
    let rows = lines.values().map(|cells| cells.iter().map(|cell| cell.value.as_str()));
    let mut rows: Vec<Vec<&str>> = rows.map(Iterator::collect).collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    let first = rows.first().is_some_and(|first| first.iter().all(|cell| !cell.is_empty()));
    let has_head = width > 1 && rows.len() > 1 && first;
    let head = if has_head { rows.remove(0) } else { Vec::new() };
    let row = |cells: &Vec<&'a str>| cells.iter().map(|cell| pieces(cell, columns)).collect();
    Some(StepTable { rows: rows.iter().map(row).collect(), head, is_wide: width > WIDE })
}

/// A text in pieces.
pub(super) fn pieces<'a>(text: &'a str, columns: &BTreeSet<&str>) -> Vec<WordPiece<'a>> {
    let mut pieces = Vec::new();
    let (mut begun, mut from) = (0, 0);
    while let Some(open) = text[from..].find('<').map(|at| from + at) {
        from = open + 1;
        let Some(close) = text[from..].find('>').map(|at| from + at) else { break };
        if columns.contains(&text[from..close]) {
            if open > begun {
                pieces.push(WordPiece { text: &text[begun..open], is_column: false });
            }
            pieces.push(WordPiece { text: &text[from..close], is_column: true });
            (begun, from) = (close + 1, close + 1);
        }
    }
    if begun < text.len() {
        pieces.push(WordPiece { text: &text[begun..], is_column: false });
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_columns_are_marked() {
        let columns = BTreeSet::from(["a", "b c"]);
        let words = |text| -> Vec<(String, bool)> {
            let pieces = pieces(text, &columns).into_iter();
            pieces.map(|piece| (piece.text.to_owned(), piece.is_column)).collect()
        };
        let plain = |text: &str| (text.to_owned(), false);
        let column = |text: &str| (text.to_owned(), true);
        assert_eq!(words("1 < 2 <a>"), [plain("1 < 2 "), column("a")]);
        assert_eq!(words("<<b c>> x"), [plain("<"), column("b c"), plain("> x")]);
        assert_eq!(words("<b> and <a"), [plain("<b> and <a")]);
        assert_eq!(words(""), []);
    }
}
