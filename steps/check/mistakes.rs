//! The mistakes that were found so far, each at its place in a file.

use std::collections::BTreeSet;

use conformance_harness::suite::{Case, CaseStep, FeatureMistake, SuiteFiles};

/// A collection of mistakes. The same one in many scenarios, as in a background, counts once.
#[derive(Debug)]
pub(super) struct MistakeList<'a> {
    files: &'a SuiteFiles,
    found: BTreeSet<FeatureMistake>,
}

/// The comment with which a scenario sends what the API does not have.
pub(super) const UNDOCUMENTED: &str = "# undocumented";

/// A step of a scenario.
#[derive(Clone, Copy, Debug)]
pub(super) struct StepPlace<'a> {
    pub(super) case: &'a Case,
    pub(super) step: &'a CaseStep,
}

impl<'a> MistakeList<'a> {
    pub(super) fn new(files: &'a SuiteFiles) -> Self {
        Self { files, found: BTreeSet::new() }
    }

    /// All mistakes, in the order of files and lines.
    pub(super) fn into_sorted(self, others: Vec<FeatureMistake>) -> Vec<FeatureMistake> {
        let mut all = self.found;
        all.extend(others);
        all.into_iter().collect()
    }

    /// True if a comment above a step, or above its row of Examples, says that it sends something on purpose.
    pub(super) fn is_on_purpose(&self, at: StepPlace<'_>) -> bool {
        let Some(file) = self.files.file(&at.case.path) else { return false };
        let lines = [at.step.line, at.case.line];
        let mut above = lines.iter().filter_map(|line| file.comments.get(&line.checked_sub(1)?));
        above.any(|comment| comment.contains(UNDOCUMENTED))
    }

    /// True if the line of a step has these words; otherwise they come from a row of Examples.
    pub(super) fn is_in_step(&self, at: StepPlace<'_>, part: &str) -> bool {
        self.files.line(&at.case.path, at.step.line).contains(part)
    }

    /// A mistake in a part of a step's words.
    pub(super) fn in_step(
        &mut self,
        at: StepPlace<'_>,
        part: &str,
        reason: String,
        remedy: String,
    ) {
        let line = at.step.line;
        self.add(at, line, part, reason, remedy);
    }

    /// A mistake in a line of the text below a step, counted from 1; in the first line with this part if the line is not known.
    pub(super) fn in_text(
        &mut self,
        at: StepPlace<'_>,
        line: Option<usize>,
        part: &str,
        reason: String,
        remedy: String,
    ) {
        let file = self.files.file(&at.case.path);
        let text = file.as_ref().and_then(|file| file.texts.get(&at.step.line));
        let Some(text) = text else { return self.in_step(at, part, reason, remedy) };
        let found = text.content.lines().position(|line| line.contains(part));
        let offset = line.or(found.map(|index| index + 1)).unwrap_or(1);
        self.add(at, text.line + offset, part, reason, remedy);
    }

    /// A mistake in a row of the table below a step, counted from 0.
    pub(super) fn in_row(
        &mut self,
        at: StepPlace<'_>,
        row: usize,
        part: &str,
        reason: String,
        remedy: String,
    ) {
        let file = self.files.file(&at.case.path);
        let table = file.as_ref().and_then(|file| file.tables.get(&at.step.line));
        let line = table.and_then(|rows| rows.keys().nth(row).copied());
        self.add(at, line.unwrap_or(at.step.line), part, reason, remedy);
    }

    fn add(&mut self, at: StepPlace<'_>, line: usize, part: &str, reason: String, remedy: String) {
        // A value of an outline stands in its row and not in the step.
        let has_part = |line| self.files.line(&at.case.path, line).contains(part);
        let is_row = at.case.id.contains('#');
        let line =
            if is_row && !has_part(line) && has_part(at.case.line) { at.case.line } else { line };
        let mistake = FeatureMistake::in_line(&at.case.path, line, reason, remedy);
        self.found.insert(self.files.placed(mistake, part));
    }
}
