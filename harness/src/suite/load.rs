//! Reads feature files into rules and cases, outlines expanded.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    rc::Rc,
};

use gherkin::{Feature, GherkinEnv, Step};
use sha2::{Digest as _, Sha256};

use super::{
    Case, FeatureFile, Rule, Suite,
    case::layer_of_case,
    lint::is_id,
    outline::{Expanded, OutlineMistake, Shortened, expand},
};
use crate::files;

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
    collect(&folder, &mut files, &mut BTreeSet::new())?;
    files.sort();
    if files.is_empty() {
        return Err(LoadError::Empty(folder.display().to_string()));
    }
    let (mut suite, mut digest) = (Suite::default(), Sha256::new());
    for file in files {
        let relative = file.strip_prefix(root).unwrap_or(&file).to_path_buf();
        add(&mut suite, parse(&file, relative, &mut digest)?)?;
    }
    suite.digest = hex::encode(&digest.finalize()[..DIGEST_BYTES]);
    Ok(suite)
}

/// The number of bytes of a suite's digest: enough to tell suites apart, and short to read.
const DIGEST_BYTES: usize = 8;

/// Collects the feature files below a folder. A link can lead back to a folder above, so none is visited twice.
fn collect(
    folder: &Path,
    files: &mut Vec<PathBuf>,
    visited: &mut BTreeSet<PathBuf>,
) -> Result<(), LoadError> {
    let unreadable = |source| LoadError::Read { path: folder.display().to_string(), source };
    if !visited.insert(fs::canonicalize(folder).map_err(unreadable)?) {
        return Ok(());
    }
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() {
            collect(&path, files, visited)?;
        } else if path.extension().is_some_and(|extension| extension == "feature") {
            files.push(path);
        }
    }
    Ok(())
}

/// A feature file, with the rows of its outlines apart.
struct Source {
    feature: Feature,
    path: PathBuf,
    shortened: Shortened,
}

impl Source {
    fn failed(&self, mistake: OutlineMistake) -> LoadError {
        failed(&self.path, mistake)
    }
}

fn failed(path: &Path, mistake: OutlineMistake) -> LoadError {
    let OutlineMistake { line, message } = mistake;
    LoadError::Parse { path: path.display().to_string(), position: line.to_string(), message }
}

fn parse(file: &Path, relative: PathBuf, digest: &mut Sha256) -> Result<Source, LoadError> {
    let text = text_of(file, &relative)?;
    digest.update(relative.as_os_str().as_encoded_bytes());
    digest.update(text.as_bytes());
    let (feature, shortened) = parse_text(&text, &relative)?;
    Ok(Source { feature, path: relative, shortened })
}

/// A feature file as it was written.
///
/// # Errors
/// If it cannot be read or is not Gherkin.
pub fn feature_file(root: &Path, relative: &Path) -> Result<FeatureFile, LoadError> {
    let text = text_of(&root.join(relative), relative)?;
    let (feature, _) = parse_text(&text, relative)?;
    Ok(FeatureFile::new(text, feature))
}

fn text_of(file: &Path, relative: &Path) -> Result<String, LoadError> {
    let unreadable = |source| LoadError::Read { path: relative.display().to_string(), source };
    files::read_text(file).map_err(unreadable)
}

fn parse_text(text: &str, relative: &Path) -> Result<(Feature, Shortened), LoadError> {
    // The parser wants the last line ended; the shortened text has that.
    let shortened = Shortened::of(text).map_err(|mistake| failed(relative, mistake))?;
    let parsed = Feature::parse(&shortened.text, GherkinEnv::default());
    let mut feature = parsed.map_err(|error| {
        let (position, expected) = split_position(&error.to_string());
        LoadError::Parse {
            path: relative.display().to_string(),
            position: original(&shortened, &position),
            message: explain(text, &expected),
        }
    })?;
    shortened.restore_lines(&mut feature);
    Ok((feature, shortened))
}

/// A position in the shortened text, `LINE:COL`, with the original line.
fn original(shortened: &Shortened, position: &str) -> String {
    let (line, column) = position.split_once(':').unwrap_or((position, "1"));
    line.parse()
        .map_or_else(|_| position.to_owned(), |line| format!("{}:{column}", shortened.line(line)))
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

fn add(suite: &mut Suite, mut source: Source) -> Result<(), LoadError> {
    let shared = |background: &Option<gherkin::Background>| -> Vec<Rc<Step>> {
        let steps = background.iter().flat_map(|found| &found.steps);
        steps.cloned().map(Rc::new).collect()
    };
    let common = shared(&source.feature.background);
    let scenarios = std::mem::take(&mut source.feature.scenarios);
    suite.cases.extend(cases(&mut source, None, &common, &scenarios)?);
    for found in std::mem::take(&mut source.feature.rules) {
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
                path: source.path.clone(),
                line: found.position.line,
            })
        });
        let steps = [common.clone(), shared(&found.background)].concat();
        suite.cases.extend(cases(&mut source, Some(&rule), &steps, &found.scenarios)?);
        if begun.is_none() {
            suite.rules.push(rule);
        }
    }
    Ok(())
}

/// The cases of scenarios that stand under one rule, or under none.
fn cases(
    source: &mut Source,
    rule: Option<&Rc<Rule>>,
    background: &[Rc<Step>],
    scenarios: &[gherkin::Scenario],
) -> Result<Vec<Rc<Case>>, LoadError> {
    let mut rows: BTreeMap<String, usize> = BTreeMap::new();
    let mut cases = Vec::new();
    for scenario in scenarios {
        let expanded = expand(scenario, &mut source.shortened);
        for one in expanded.map_err(|mistake| source.failed(mistake))? {
            cases.push(Rc::new(case(source, rule, background, scenario, one, &mut rows)));
        }
    }
    Ok(cases)
}

fn case(
    source: &Source,
    rule: Option<&Rc<Rule>>,
    background: &[Rc<Step>],
    scenario: &gherkin::Scenario,
    expanded: Expanded,
    rows: &mut BTreeMap<String, usize>,
) -> Case {
    let Source { feature, path, .. } = source;
    let Expanded { name, line, tags, steps } = expanded;
    let rule_tags = rule.map(|rule| rule.tags.as_slice()).unwrap_or_default();
    let mut id = tags.iter().find(|tag| is_id(tag)).cloned();
    if let Some(id) = id.as_mut().filter(|_| !scenario.examples.is_empty()) {
        let row = rows.entry(id.clone()).or_default();
        *row += 1;
        *id = format!("{id}#{row}");
    }
    let last = steps.last().map_or(line, |step| step.position.line);
    let first = if steps.is_empty() { line } else { scenario.position.line };
    Case {
        id: id.unwrap_or_default(),
        name,
        rule: rule.cloned(),
        feature: feature.name.clone(),
        path: path.clone(),
        line,
        lines: first..=last.max(line),
        layer: layer_of_case(&[feature.tags.as_slice(), &tags].concat(), rule.map(Rc::as_ref)),
        tags: [&feature.tags, rule_tags, &tags].concat(),
        steps: [background, &steps].concat(),
    }
}
