//! The order of the lines in a feature file: which blocks, steps, tables and texts may stand where.

use std::{collections::BTreeSet, path::Path};

use super::{
    FeatureMistake,
    cells::{FENCES, cells},
    keywords::{BlockKind, begins_step, block},
    line_mistake::{
        LineMistake, PlacedMistake, described, escape_mistake, language_mistake, row_mistake,
        unlike_gherkin, words_among_tags,
    },
    open_block::{Below, Container, OpenBlock, OpenScenario},
};

/// The part that a line plays for the parser.
#[derive(Clone, Copy, Debug)]
pub(super) enum LineRole {
    Plain,
    /// A line of a description.
    Description,
    /// The first mark of a text, with a media type after it.
    Mark(&'static str),
    /// A row of the Examples in this line, and not their first one.
    Row(usize),
}

/// The lines of a feature file.
#[derive(Debug, Default)]
pub(super) struct Structure {
    pub(super) mistakes: Vec<FeatureMistake>,
    /// The roles of all lines.
    pub(super) roles: Vec<LineRole>,
    /// The lines with a block or a step.
    pub(super) keywords: BTreeSet<usize>,
}

/// Reads the lines of a file in which all texts end.
pub(super) fn structure(path: &Path, text: &str) -> Structure {
    let lines: Vec<&str> = text.lines().collect();
    let is_feature = |line: &&str| matches!(block(line.trim()), Some((BlockKind::Feature, _)));
    let has_feature = lines.iter().any(is_feature);
    let mut reader = StructureReader::new(path, lines);
    if !has_feature {
        reader.report_without_feature();
        return reader.found;
    }
    for number in 1..=reader.lines.len() {
        let role = reader.read(number, reader.lines[number - 1].trim());
        reader.found.roles.push(role);
    }
    reader.end_tags();
    reader.end_scenario();
    reader.found.mistakes.sort();
    reader.found
}

/// The way through the lines of a file.
struct StructureReader<'t> {
    path: &'t Path,
    lines: Vec<&'t str>,
    found: Structure,
    feature: Option<usize>,
    /// The feature or the rule.
    container: Container,
    block: Option<OpenBlock>,
    scenario: Option<OpenScenario>,
    /// The line of tags whose block is still to come.
    tags: Option<usize>,
    /// The mark of a text whose second one is still to come.
    text: Option<&'static str>,
}

impl<'t> StructureReader<'t> {
    fn new(path: &'t Path, lines: Vec<&'t str>) -> Self {
        Self {
            path,
            lines,
            found: Structure::default(),
            feature: None,
            container: Container::default(),
            block: None,
            scenario: None,
            tags: None,
            text: None,
        }
    }

    fn report(&mut self, number: usize, LineMistake { part, reason, remedy }: LineMistake) {
        let line = self.lines.get(number - 1).copied().unwrap_or_default();
        let mistake = FeatureMistake::in_line(self.path, number, reason, remedy);
        self.found.mistakes.push(mistake.in_part(line, &part));
    }

    fn report_all(&mut self, number: usize, mistakes: impl IntoIterator<Item = LineMistake>) {
        for mistake in mistakes {
            self.report(number, mistake);
        }
    }

    fn report_placed(&mut self, mistakes: impl IntoIterator<Item = PlacedMistake>) {
        for (number, mistake) in mistakes {
            self.report(number, mistake);
        }
    }

    /// Reports that there is no feature, or the reason why its keyword is not found. All other lines stand at a wrong place then.
    fn report_without_feature(&mut self) {
        let comments = self.lines.iter().map(|line| line.trim()).enumerate();
        let mut comments = comments.filter(|(_, words)| words.starts_with('#'));
        let language = comments.find_map(|(at, words)| Some((at + 1, language_mistake(words)?)));
        let (number, mistake) = language.unwrap_or_else(|| {
            let remedy = "begin it with a line as in `Feature: Bank payout`";
            (1, LineMistake::new("", "the file has no feature", remedy))
        });
        self.report(number, mistake);
    }

    fn read(&mut self, number: usize, words: &'t str) -> LineRole {
        if let Some(mark) = self.text {
            return self.in_text(number, words, mark);
        }
        if words.is_empty() {
            return LineRole::Plain;
        }
        if words.starts_with('#') {
            let mistake = language_mistake(words).filter(|_| self.feature.is_none());
            self.report_all(number, mistake);
            return LineRole::Plain;
        }
        if words.starts_with('|') {
            return self.row(number, words);
        }
        if let Some(block) = &mut self.block {
            block.width = None;
        }
        if words.starts_with('@') {
            self.tags.get_or_insert(number);
            self.report_all(number, words_among_tags(words));
        } else if let Some((kind, keyword)) = block(words) {
            self.begin(number, kind, keyword);
        } else if let Some(mark) = FENCES.into_iter().find(|mark| words.starts_with(mark)) {
            return self.begin_text(number, words, mark);
        } else if begins_step(words) {
            return self.step(number, words);
        } else {
            return self.other(number, words);
        }
        LineRole::Plain
    }

    /// True in the description of a feature or rule.
    fn is_described(&self) -> bool {
        self.tags.is_none() && self.block.as_ref().is_some_and(OpenBlock::has_description)
    }

    fn begin(&mut self, number: usize, kind: BlockKind, keyword: &str) {
        let tags = self.tags.take();
        match (kind, self.feature) {
            (BlockKind::Feature, None) => self.feature = Some(number),
            (BlockKind::Feature, Some(first)) => {
                let reason =
                    format!("a second feature begins here; the first stands in line {first}");
                let remedy = "write it into a file of its own";
                self.report(number, LineMistake::new("", reason, remedy));
            }
            (_, None) => return self.before_feature(number),
            _ => {}
        }
        self.found.keywords.insert(number);
        if kind == BlockKind::Examples {
            self.end_examples();
            self.begin_examples(number);
        } else {
            self.end_scenario();
        }
        let mistakes = match kind {
            BlockKind::Feature | BlockKind::Rule => {
                self.container = Container::default();
                Vec::new()
            }
            BlockKind::Background => self.container.begin_background(number, tags),
            BlockKind::Scenario | BlockKind::Outline => {
                self.container.scenario.get_or_insert(number);
                self.scenario = Some(OpenScenario::new(kind, number, keyword));
                Vec::new()
            }
            BlockKind::Examples => Vec::new(),
        };
        self.report_placed(mistakes);
        self.block = Some(OpenBlock::new(kind, number));
    }

    fn before_feature(&mut self, number: usize) {
        let remedy = "begin the file with the line `Feature: …`, below its tags and comments";
        let reason = "this line stands before the feature";
        self.report(number, LineMistake::new("", reason, remedy));
    }

    fn begin_examples(&mut self, number: usize) {
        let mistake = if let Some(scenario) = &mut self.scenario {
            scenario.examples += 1;
            scenario.examples_mistake()
        } else {
            let remedy = "write them after the steps of a Scenario Outline";
            Some((number, LineMistake::new("", "Examples stand here below no scenario", remedy)))
        };
        self.report_placed(mistake);
    }

    fn end_examples(&mut self) {
        let mistake = self.block.as_ref().and_then(OpenBlock::without_rows);
        self.report_placed(mistake);
    }

    fn end_scenario(&mut self) {
        self.end_examples();
        let mistake = self.scenario.take().and_then(|scenario| scenario.without_examples());
        self.report_placed(mistake);
    }

    /// Tags that stand above no block.
    fn end_tags(&mut self) {
        if let Some(line) = self.tags.take() {
            let remedy = "write them above a feature, a rule, a scenario or Examples";
            let reason = "these tags stand above nothing that has tags";
            self.report(line, LineMistake::new("", reason, remedy));
        }
    }

    fn step(&mut self, number: usize, words: &'t str) -> LineRole {
        if self.feature.is_none() || self.is_described() {
            return self.other(number, words);
        }
        self.end_tags();
        self.found.keywords.insert(number);
        let Some(block) = &mut self.block else { return LineRole::Plain };
        if block.kind == BlockKind::Examples {
            let reason = "a step stands after the Examples of its scenario";
            self.report(number, LineMistake::new("", reason, "write it before them"));
        } else if block.has_description() {
            let remedy = "write it below a line as in `Scenario: …`";
            self.report(number, LineMistake::new("", "a step stands below no scenario", remedy));
        } else {
            (block.step, block.below) = (Some(number), None);
        }
        LineRole::Plain
    }

    /// A line that begins with no keyword.
    fn other(&mut self, number: usize, words: &'t str) -> LineRole {
        if self.feature.is_none() {
            self.before_feature(number);
            return LineRole::Plain;
        }
        let is_above_rows =
            |block: &OpenBlock| block.kind == BlockKind::Examples && block.rows == 0;
        if self.is_described() || self.block.as_ref().is_some_and(is_above_rows) {
            return LineRole::Description;
        }
        self.end_tags();
        let is_first = self.block.as_ref().is_some_and(OpenBlock::has_only_steps_to_come);
        self.report(number, if is_first { described(words) } else { unlike_gherkin(words) });
        LineRole::Plain
    }

    fn row(&mut self, number: usize, words: &'t str) -> LineRole {
        if self.feature.is_none() {
            self.before_feature(number);
            return LineRole::Plain;
        }
        let is_examples = self.block.as_ref().is_some_and(|one| one.kind == BlockKind::Examples);
        if self.is_described() {
            return LineRole::Description;
        }
        self.end_tags();
        let Some(block) = &mut self.block else { return LineRole::Plain };
        let mut mistake = row_mistake(words, &mut block.width);
        let mut role = LineRole::Plain;
        if is_examples {
            block.rows += 1;
            if block.rows > 1 {
                role = LineRole::Row(block.line);
            } else if let Some(scenario) = &mut self.scenario {
                mistake = mistake.or_else(|| scenario.columns_mistake(&cells(words)));
            }
        } else {
            mistake = mistake.or_else(|| block.add(Below::Table, number));
        }
        if matches!(role, LineRole::Plain) {
            mistake = mistake.or_else(|| escape_mistake(words));
        }
        self.report_all(number, mistake);
        role
    }

    fn begin_text(&mut self, number: usize, words: &'t str, mark: &'static str) -> LineRole {
        let rest = words[mark.len()..].trim();
        let ends = rest.contains(mark);
        if !ends {
            self.text = Some(mark);
        }
        if self.feature.is_none() {
            self.before_feature(number);
            return LineRole::Plain;
        }
        if self.is_described() {
            return LineRole::Description;
        }
        self.end_tags();
        let is_type = |letter: char| letter.is_ascii_alphanumeric() || "/+-._;=".contains(letter);
        let mistake = if ends && !rest.ends_with(mark) || rest.matches(mark).count() > 1 {
            let remedy =
                format!("write each {mark} in a line of its own, and the text between them");
            Some(LineMistake::new("", "the text of this line does not end with its mark", remedy))
        } else if !ends && !rest.chars().all(is_type) {
            let reason = format!("after {mark} stand words that are no media type");
            Some(LineMistake::new(rest, reason, "begin the text in the next line"))
        } else {
            None
        };
        let misplaced = self.block.as_mut().and_then(|block| block.add(Below::Text, number));
        self.report_all(number, misplaced.or(mistake));
        if ends || rest.is_empty() { LineRole::Plain } else { LineRole::Mark(mark) }
    }

    fn in_text(&mut self, number: usize, words: &'t str, mark: &'static str) -> LineRole {
        let rest = words.strip_prefix(mark).map(str::trim);
        let is_described = self.is_described();
        if rest.is_some() {
            self.text = None;
        }
        if is_described {
            return if words.is_empty() { LineRole::Plain } else { LineRole::Description };
        }
        let other = FENCES.into_iter().find(|other| *other != mark).unwrap_or_default();
        let mistake = match rest {
            Some(rest) if !(rest.is_empty() || rest.starts_with('#')) => {
                let reason = format!("words stand after the {mark} with which the text ends");
                Some(LineMistake::new(rest, reason, "write them in the line above it"))
            }
            None if words.contains(mark) => {
                let reason = format!("the text would end at this {mark}");
                Some(LineMistake::new(mark, reason, format!("write {other} around the text")))
            }
            _ => None,
        };
        self.report_all(number, mistake);
        LineRole::Plain
    }
}
