//! A feature file as it was written: what its parser leaves out, such as the places of tags, tables, texts and comments.

use std::collections::{BTreeMap, BTreeSet};

use gherkin::{Background, Feature, Scenario};

use super::{
    cells::{FENCES, placed_cells},
    scan::indentation,
};

/// A feature file. Columns count letters from 1; what belongs to a keyword is found by the keyword's line.
#[derive(Debug)]
pub struct FeatureFile {
    /// The whole text.
    pub text: String,
    /// The parsed content, without the rows of Examples.
    pub feature: Feature,
    /// The language of the keywords.
    pub language: String,
    /// The tags above a keyword.
    pub tags: BTreeMap<usize, Vec<FeatureTag>>,
    /// The description below a keyword.
    pub descriptions: BTreeMap<usize, String>,
    /// The lines of the table below a step or `Examples:`, each with its cells.
    pub tables: BTreeMap<usize, BTreeMap<usize, Vec<FeatureCell>>>,
    /// The text below a step.
    pub texts: BTreeMap<usize, FeatureText>,
    /// The comments by their lines.
    pub comments: BTreeMap<usize, String>,
    /// The number of letters before the words of each line.
    indentations: Vec<usize>,
}

/// A tag.
#[derive(Clone, Debug)]
pub struct FeatureTag {
    /// Its line.
    pub line: usize,
    /// Its column.
    pub column: usize,
    /// Its name with `@`.
    pub name: String,
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub struct FeatureCell {
    /// Its column.
    pub column: usize,
    /// Its value.
    pub value: String,
}

/// A text below a step.
#[derive(Clone, Debug)]
pub struct FeatureText {
    /// The line of its first mark.
    pub line: usize,
    /// The mark around it.
    pub mark: &'static str,
    /// Its media type, if it names one.
    pub media_type: Option<String>,
    /// Its lines.
    pub content: String,
}

/// The way through the lines of a file.
#[derive(Default)]
struct LineReader {
    /// The lines with a keyword.
    keywords: BTreeSet<usize>,
    /// The last line with a keyword.
    owner: usize,
    /// The tags whose keyword is still to come.
    tags: Vec<FeatureTag>,
    /// A text whose second mark is still to come, and the letters before its first one.
    text: Option<(FeatureText, usize)>,
    descriptions: BTreeMap<usize, Vec<String>>,
}

impl FeatureFile {
    /// A file with this text, of which the parser read this.
    pub(super) fn new(text: String, feature: Feature) -> Self {
        let mut file = Self {
            indentations: text.lines().map(indentation).collect(),
            text: String::new(),
            language: "en".to_owned(),
            tags: BTreeMap::new(),
            descriptions: BTreeMap::new(),
            tables: BTreeMap::new(),
            texts: BTreeMap::new(),
            comments: BTreeMap::new(),
            feature,
        };
        let mut reader = LineReader { keywords: keywords(&file.feature), ..LineReader::default() };
        for (number, line) in text.lines().enumerate().map(|(index, line)| (index + 1, line)) {
            reader.read(&mut file, number, line);
        }
        for (owner, lines) in reader.descriptions {
            let text = lines.join("\n");
            if !text.trim().is_empty() {
                file.descriptions.insert(owner, text.trim_end().to_owned());
            }
        }
        file.text = text;
        file
    }

    /// The column at which a line's words begin.
    #[must_use]
    pub fn column(&self, line: usize) -> usize {
        let before = line.checked_sub(1).and_then(|index| self.indentations.get(index));
        before.copied().unwrap_or_default() + 1
    }
}

/// The lines with a keyword.
pub(super) fn keywords(feature: &Feature) -> BTreeSet<usize> {
    let mut lines = BTreeSet::from([feature.position.line]);
    let mut note = |background: Option<&Background>, scenarios: &[Scenario]| {
        if let Some(found) = background {
            lines.insert(found.position.line);
            lines.extend(found.steps.iter().map(|step| step.position.line));
        }
        for found in scenarios {
            lines.insert(found.position.line);
            lines.extend(found.steps.iter().map(|step| step.position.line));
            lines.extend(found.examples.iter().map(|examples| examples.position.line));
        }
    };
    note(feature.background.as_ref(), &feature.scenarios);
    for rule in &feature.rules {
        note(rule.background.as_ref(), &rule.scenarios);
    }
    lines.extend(feature.rules.iter().map(|rule| rule.position.line));
    lines
}

impl LineReader {
    fn read(&mut self, file: &mut FeatureFile, number: usize, line: &str) {
        let words = line.trim();
        if self.text.is_some() {
            self.read_text(file, line);
        } else if self.keywords.contains(&number) {
            self.owner = number;
            file.tags.insert(number, std::mem::take(&mut self.tags));
        } else if let Some(mark) = FENCES.into_iter().find(|mark| words.starts_with(mark)) {
            self.begin_text(file, number, line, mark);
        } else if words.starts_with('@') {
            self.tags.extend(tags(number, line));
        } else if words.starts_with('#') {
            match words.trim_start_matches('#').trim().strip_prefix("language") {
                Some(rest) if self.owner == 0 && rest.trim_start().starts_with(':') => {
                    rest.trim_start()[1..].trim().clone_into(&mut file.language);
                }
                _ => {
                    file.comments.insert(number, line.trim_end().to_owned());
                }
            }
        } else if words.starts_with('|') {
            let indentation = indentation(line);
            let cells = placed_cells(words).into_iter();
            let cells =
                cells.map(|(at, value)| FeatureCell { column: indentation + at + 1, value });
            file.tables.entry(self.owner).or_default().insert(number, cells.collect());
        } else if !words.is_empty() || self.descriptions.contains_key(&self.owner) {
            self.descriptions.entry(self.owner).or_default().push(line.to_owned());
        }
    }

    fn begin_text(&mut self, file: &mut FeatureFile, line: usize, whole: &str, mark: &'static str) {
        let rest = whole.trim()[mark.len()..].trim();
        let named = Some(rest.to_owned()).filter(|rest| !rest.is_empty());
        let mut text = FeatureText { line, mark, media_type: named, content: String::new() };
        match rest.split_once(mark) {
            // A text of one line.
            Some((content, _)) => {
                (text.media_type, text.content) = (None, content.to_owned());
                file.texts.insert(self.owner, text);
            }
            None => self.text = Some((text, indentation(whole))),
        }
    }

    fn read_text(&mut self, file: &mut FeatureFile, line: &str) {
        let Some((mut text, indented)) = self.text.take() else { return };
        if line.trim().starts_with(text.mark) {
            text.content.pop();
            file.texts.insert(self.owner, text);
            return;
        }
        let cut = indentation(line).min(indented);
        text.content.extend(line.chars().skip(cut));
        text.content.push('\n');
        self.text = Some((text, indented));
    }
}

/// The tags in a line.
fn tags(line: usize, whole: &str) -> Vec<FeatureTag> {
    let words = whole.split(" #").next().unwrap_or(whole);
    let begins = words.match_indices('@').map(|(at, _)| at);
    let tag = |at: usize| {
        let name = words[at + 1..].split(|letter: char| letter.is_whitespace() || letter == '@');
        let name = format!("@{}", name.into_iter().next().unwrap_or_default());
        FeatureTag { line, column: words[..at].chars().count() + 1, name }
    };
    begins.map(tag).collect()
}
