//! The coverage of a run as text.

use std::fmt::Write as _;

use conformance_harness::{
    coverage::{CoverageFigure, RunCoverage},
    quote::{escaped, shortened},
    report::Paint,
};

use super::lacks::{Lack, lacks};

/// The most lines of a section, unless all are asked for.
const SHORT_SECTION: usize = 15;

/// The most letters of a line in a short section.
const SHORT_LINE: usize = 160;

/// The coverage as text.
pub(super) fn coverage_text(
    coverage: &RunCoverage,
    place: &str,
    is_full: bool,
    paint: Paint,
) -> String {
    let mut text = String::new();
    let stories = coverage.stories;
    let head = format!("{}, bound by {}; {place}", coverage.target, coverage.layers);
    let _ = writeln!(text, "{}", escaped(&head));
    let _ = writeln!(text, "{}", counted(stories.read, "scenario", "scenarios"));
    for note in notes(coverage) {
        let _ = writeln!(text, "{}", paint.dim(&note));
    }
    text.push('\n');
    for figure in &coverage.figures {
        let CoverageFigure { section, covered, all } = figure;
        let line = format!("{section:<30} {covered:>5} of {all:>5}  {:>3} %", figure.percent());
        let line = if covered == all { paint.green(&line) } else { line };
        let _ = writeln!(text, "{line}");
    }
    for lack in lacks(coverage) {
        add_section(&mut text, &lack, is_full, paint);
    }
    text
}

/// The circumstances that a reader must know to understand the figures.
fn notes(coverage: &RunCoverage) -> Vec<String> {
    let stories = coverage.stories;
    let mut notes = Vec::new();
    if stories.without > 0 {
        let scenarios = counted(stories.without, "scenario has", "scenarios have");
        notes.push(format!("{scenarios} no story and are not counted"));
    }
    if stories.cut_requests > 0 {
        let requests = counted(stories.cut_requests, "request was", "requests were");
        notes.push(format!("{requests} too long to be kept whole, and are not counted"));
    }
    if !stories.is_whole {
        let note =
            "not the whole suite by all layers: a member is asserted only if a step names it";
        notes.push(note.to_owned());
    }
    notes
}

fn add_section(text: &mut String, lack: &Lack, is_full: bool, paint: Paint) {
    let _ = writeln!(text, "\n{}", paint.bold(lack.title));
    let shown = if is_full { lack.lines.len() } else { SHORT_SECTION };
    for line in lack.lines.iter().take(shown) {
        let line = if is_full { line.clone() } else { shortened(line, SHORT_LINE) };
        let _ = writeln!(text, "  {}", escaped(&line));
    }
    let left = lack.lines.len().saturating_sub(shown);
    if left > 0 {
        let _ =
            writeln!(text, "  and {} more, which --missing shows", counted(left, "line", "lines"));
    }
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
