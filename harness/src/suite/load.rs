//! Reads feature files into rules and cases, outlines expanded.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    rc::Rc,
};

use cucumber::feature::Ext as _;
use gherkin::{Feature, GherkinEnv};

use super::{Case, Rule, Suite, lint::is_id};

/// Trouble with the feature files.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The folder or a file cannot be read.
    #[error("{path} cannot be read: {source}")]
    Read {
        /// The path of the file.
        path: String,
        /// The error of the operating system.
        source: std::io::Error,
    },
    /// There is no feature file.
    #[error("no feature file stands under {0}; is this the folder of the suite?")]
    Empty(String),
    /// A file is not Gherkin.
    #[error("{path}:{position} is not Gherkin: {message}")]
    Parse {
        /// The path of the file.
        path: String,
        /// Line and column.
        position: String,
        /// The parser's message.
        message: String,
    },
}

/// Reads every `*.feature` below `root/features`, in the order of their paths.
///
/// # Errors
/// If a file cannot be read or is not Gherkin.
pub fn load(root: &Path) -> Result<Suite, LoadError> {
    let folder = root.join("features");
    let mut files = Vec::new();
    collect(&folder, &mut files)?;
    files.sort();
    if files.is_empty() {
        return Err(LoadError::Empty(folder.display().to_string()));
    }
    let mut suite = Suite::default();
    for file in files {
        let relative = file.strip_prefix(root).unwrap_or(&file).to_path_buf();
        add(&mut suite, &parse(&file, relative)?);
    }
    Ok(suite)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), LoadError> {
    let unreadable = |source| LoadError::Read { path: folder.display().to_string(), source };
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "feature") {
            files.push(path);
        }
    }
    Ok(())
}

/// A feature file, its outlines expanded.
struct Source {
    feature: Feature,
    path: PathBuf,
    /// The line of each scenario or outline by the line of its first step: expanding forgets it.
    openings: BTreeMap<usize, usize>,
}

fn parse(file: &Path, relative: PathBuf) -> Result<Source, LoadError> {
    let path = relative.display().to_string();
    let mut text = fs::read_to_string(file)
        .map_err(|source| LoadError::Read { path: path.clone(), source })?;
    // The parser wants the last line ended.
    text.push('\n');
    let failed = |position: String, message: String| LoadError::Parse {
        path: path.clone(),
        position,
        message,
    };
    let feature = Feature::parse(&text, GherkinEnv::default()).map_err(|error| {
        let (position, expected) = split_position(&error.to_string());
        failed(position, explain(&text, &expected))
    })?;
    let in_rules = feature.rules.iter().flat_map(|rule| &rule.scenarios);
    let openings = feature
        .scenarios
        .iter()
        .chain(in_rules)
        .filter_map(|one| Some((one.steps.first()?.position.line, one.position.line)))
        .collect();
    let feature = feature.expand_examples().map_err(|error| {
        failed(
            format!("{}:{}", error.pos.line, error.pos.col),
            format!("<{}> is no column of the Examples", error.name),
        )
    })?;
    Ok(Source { feature, path: relative, openings })
}

/// The parser's text is `Error at LINE:COL: {...}`; its fields are private.
fn split_position(text: &str) -> (String, String) {
    let rest = text.trim_start_matches("Error at ");
    match rest.split_once(": ") {
        Some((position, expected)) => (position.to_owned(), expected.to_owned()),
        None => ("1".to_owned(), rest.to_owned()),
    }
}

const KEYWORDS: [&str; 16] = [
    "Feature:",
    "Background:",
    "Rule:",
    "Scenario:",
    "Scenario Outline:",
    "Examples:",
    "Given ",
    "When ",
    "Then ",
    "And ",
    "But ",
    "* ",
    "|",
    "@",
    "#",
    "\"\"\"",
];

/// A hint for a parse error. The parser names a place after the mistake; the first line without a keyword is the better hint.
fn explain(text: &str, expected: &str) -> String {
    let mut in_text = false;
    let mut described = true;
    for (number, line) in text.lines().enumerate().map(|(index, line)| (index + 1, line.trim())) {
        if line.starts_with("\"\"\"") || line.starts_with("```") {
            in_text = !in_text;
            continue;
        }
        if in_text || line.is_empty() {
            continue;
        }
        let keyword = KEYWORDS.iter().find(|keyword| line.starts_with(**keyword));
        match keyword {
            Some(word) if word.ends_with(':') => described = true,
            Some(_) => described = false,
            None if described => {}
            None => return format!("line {number} begins with no Gherkin keyword: {line:?}"),
        }
    }
    format!("expected one of {expected}")
}

fn add(suite: &mut Suite, source: &Source) {
    let Source { feature, path, .. } = source;
    let background = |background: &Option<gherkin::Background>| {
        background.as_ref().map(|found| found.steps.clone()).unwrap_or_default()
    };
    let common = background(&feature.background);
    let mut place =
        |rule: Option<&Rc<Rule>>, steps: &[gherkin::Step], all: &[gherkin::Scenario]| {
            let mut rows: BTreeMap<String, usize> = BTreeMap::new();
            for scenario in all {
                let case = case(source, rule, steps, scenario, &mut rows);
                suite.cases.push(Rc::new(case));
            }
        };
    place(None, &common, &feature.scenarios);
    for found in &feature.rules {
        let (id, sentence) = found.name.trim().split_once(' ').unwrap_or((&found.name, ""));
        let sentence = sentence.trim().to_owned();
        // A long rule continues in another file under the same sentence and tags; with others it is a mistake.
        let same = |rule: &&Rc<Rule>| {
            rule.id == id && rule.sentence == sentence && rule.tags == found.tags
        };
        let begun = suite.rules.iter().find(same).cloned();
        let rule = begun.clone().unwrap_or_else(|| {
            Rc::new(Rule {
                id: id.to_owned(),
                sentence,
                tags: found.tags.clone(),
                description: found.description.clone(),
                path: path.clone(),
                line: found.position.line,
            })
        });
        let steps = [common.clone(), background(&found.background)].concat();
        place(Some(&rule), &steps, &found.scenarios);
        if begun.is_none() {
            suite.rules.push(rule);
        }
    }
}

fn case(
    source: &Source,
    rule: Option<&Rc<Rule>>,
    background: &[gherkin::Step],
    scenario: &gherkin::Scenario,
    rows: &mut BTreeMap<String, usize>,
) -> Case {
    let Source { feature, path, openings } = source;
    let rule_tags = rule.map(|rule| rule.tags.as_slice()).unwrap_or_default();
    let tags = [&feature.tags, rule_tags, &scenario.tags].concat();
    let mut id = scenario.tags.iter().find(|tag| is_id(tag)).cloned();
    if let Some(id) = id.as_mut().filter(|_| !scenario.examples.is_empty()) {
        let row = rows.entry(id.clone()).or_default();
        *row += 1;
        *id = format!("{id}#{row}");
    }
    let line = scenario.position.line;
    let last = scenario.steps.last().map_or(line, |step| step.position.line);
    let first = scenario.steps.first().and_then(|step| openings.get(&step.position.line));
    Case {
        id: id.unwrap_or_default(),
        name: scenario.name.clone(),
        rule: rule.cloned(),
        feature: feature.name.clone(),
        path: path.clone(),
        line,
        lines: first.copied().unwrap_or(line)..=last.max(line),
        tags,
        steps: [background, &scenario.steps].concat(),
    }
}
