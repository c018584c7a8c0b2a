//! Reads feature files into rules and cases, outlines expanded.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    rc::Rc,
};

use gherkin::Feature;
use sha2::{Digest as _, Sha256};

use super::{
    Case, CaseStep, FeatureFile, FeatureMistake, FeatureTag, Rule, Suite,
    case::layer_of_case,
    case_step::StepWords,
    file_lint::file_mistakes,
    line_mistake::{LineMistake, PlacedMistake},
    outline::{Expanded, OutlineMistake, Shortened, expand},
    parse::parse,
    tags::is_id,
};
use crate::files;

/// Trouble with the folder of the feature files, or with one that must be there.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The folder cannot be read.
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
    #[error("{0}")]
    Mistake(FeatureMistake),
}

/// The feature files of a suite, read as far as they can be.
#[derive(Debug, Default)]
pub struct SuiteFiles {
    /// The folder of the suite, if they were read from one.
    pub root: Option<PathBuf>,
    /// The rules and cases of the files that are Gherkin.
    pub suite: Suite,
    /// The files that are Gherkin, by their paths in the suite; none for a run, which does not need them.
    pub files: BTreeMap<PathBuf, Rc<FeatureFile>>,
    /// The texts of all files.
    pub texts: BTreeMap<PathBuf, String>,
    /// The mistakes because of which a file cannot be read.
    pub mistakes: Vec<FeatureMistake>,
    /// The mistakes that are seen in a file alone.
    pub(super) of_files: Vec<(PathBuf, PlacedMistake)>,
    /// The words of the cases' steps.
    words: StepWords,
    /// True if only the cases are kept. Suites can be large.
    is_lean: bool,
    /// The file that was read again last: several questions are about one file.
    last: RefCell<Option<(PathBuf, Rc<FeatureFile>)>>,
}

impl SuiteFiles {
    /// Feature files with these texts, by their paths in the suite.
    #[must_use]
    pub fn of(texts: BTreeMap<PathBuf, String>) -> Self {
        let mut read = Self { texts: BTreeMap::new(), ..Self::default() };
        for (path, text) in texts {
            read.add(path, text);
        }
        read
    }

    /// Adds a file with this text.
    pub fn add(&mut self, path: PathBuf, text: String) {
        match parse(&text, &path) {
            Ok((feature, mut shortened)) => {
                let file = FeatureFile::new(text.clone(), feature);
                let words = &mut self.words;
                match add(&mut self.suite, &path, &file.feature, &mut shortened, words) {
                    Ok(()) => {
                        let found = file_mistakes(&file).into_iter();
                        self.of_files.extend(found.map(|mistake| (path.clone(), mistake)));
                        if !self.is_lean {
                            self.files.insert(path.clone(), Rc::new(file));
                        }
                    }
                    Err(OutlineMistake { line, mistake }) => {
                        let LineMistake { part, reason, remedy } = mistake;
                        let mistake = FeatureMistake::in_line(&path, line, reason, remedy);
                        let whole = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
                        self.mistakes.push(mistake.in_part(whole, &part));
                    }
                }
            }
            Err(mistakes) => self.mistakes.extend(mistakes),
        }
        self.texts.insert(path, text);
    }

    /// A line of a file.
    #[must_use]
    pub fn line(&self, path: &Path, number: usize) -> &str {
        let text = self.texts.get(path).map_or("", String::as_str);
        number.checked_sub(1).and_then(|index| text.lines().nth(index)).unwrap_or_default()
    }

    /// The mistake in this part of its line.
    #[must_use]
    pub fn placed(&self, mistake: FeatureMistake, part: &str) -> FeatureMistake {
        let line = self.line(&mistake.path, mistake.line);
        mistake.in_part(line, part)
    }

    /// A file as it was written. It is read again if it was not kept.
    #[must_use]
    pub fn file(&self, path: &Path) -> Option<Rc<FeatureFile>> {
        if !self.is_lean {
            return self.files.get(path).cloned();
        }
        if let Some((last, file)) = &*self.last.borrow()
            && last == path
        {
            return Some(file.clone());
        }
        let text = self.texts.get(path)?;
        let (feature, _) = parse(text, path).ok()?;
        let file = Rc::new(FeatureFile::new(text.clone(), feature));
        self.last.replace(Some((path.to_path_buf(), file.clone())));
        Some(file)
    }

    /// The line in which a tag stands above a keyword; that of the keyword if it does not stand there.
    pub(super) fn line_of_tag(&self, path: &Path, keyword: usize, tag: &str) -> usize {
        let is_it = |found: &&FeatureTag| found.name.strip_prefix('@') == Some(tag);
        let file = self.file(path);
        let tags = file.as_ref().and_then(|file| file.tags.get(&keyword));
        tags.into_iter().flatten().find(is_it).map_or(keyword, |found| found.line)
    }
}

/// Reads the cases of every `*.feature` below `root/features`, in the order of their paths.
///
/// # Errors
/// If the folder cannot be read or has no feature file.
pub fn load(root: &Path) -> Result<SuiteFiles, LoadError> {
    let read = SuiteFiles { is_lean: true, ..SuiteFiles::default() };
    load_into(read, root, BTreeMap::new())
}

/// The same, and keeps the files as they were written; with these texts, by their paths in the suite, in the place of those on
/// the disk or beside them.
///
/// # Errors
/// If the folder cannot be read or has no feature file.
pub fn load_edited(
    root: &Path,
    edited: BTreeMap<PathBuf, String>,
) -> Result<SuiteFiles, LoadError> {
    load_into(SuiteFiles::default(), root, edited)
}

fn load_into(
    mut read: SuiteFiles,
    root: &Path,
    mut edited: BTreeMap<PathBuf, String>,
) -> Result<SuiteFiles, LoadError> {
    let folder = root.join("features");
    let mut paths = Vec::new();
    collect(&folder, &mut paths, &mut BTreeSet::new())?;
    paths.sort();
    if paths.is_empty() && edited.is_empty() {
        return Err(LoadError::Empty(folder.display().to_string()));
    }
    read.root = Some(root.to_path_buf());
    let mut digest = Sha256::new();
    for file in paths {
        let relative = file.strip_prefix(root).unwrap_or(&file).to_path_buf();
        match edited.remove(&relative).map_or_else(|| files::read_text(&file), Ok) {
            Ok(text) => {
                digest.update(relative.as_os_str().as_encoded_bytes());
                digest.update(text.as_bytes());
                read.add(relative, text);
            }
            Err(error) => read.mistakes.push(FeatureMistake::in_line(
                &relative,
                1,
                format!("the file cannot be read: {error}"),
                "a feature file is a text in UTF-8",
            )),
        }
    }
    for (path, text) in edited {
        read.add(path, text);
    }
    read.suite.digest = hex::encode(&digest.finalize()[..DIGEST_BYTES]);
    Ok(read)
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

/// A feature file as it was written.
///
/// # Errors
/// If it cannot be read or is not Gherkin.
pub fn feature_file(root: &Path, relative: &Path) -> Result<FeatureFile, LoadError> {
    let unreadable = |source| LoadError::Read { path: relative.display().to_string(), source };
    let text = files::read_text(&root.join(relative)).map_err(unreadable)?;
    let mistake = |mistakes: Vec<FeatureMistake>| mistakes.into_iter().next();
    match parse(&text, relative).map_err(mistake) {
        Ok((feature, _)) => Ok(FeatureFile::new(text, feature)),
        Err(mistake) => Err(mistake.map_or(LoadError::Empty(String::new()), LoadError::Mistake)),
    }
}

fn add(
    suite: &mut Suite,
    path: &Path,
    feature: &Feature,
    shortened: &mut Shortened,
    words: &mut StepWords,
) -> Result<(), OutlineMistake> {
    let mut source = Source { feature, path, shortened, words };
    let common = source.background(feature.background.as_ref());
    let mut found_cases = cases(&mut source, None, &common, &feature.scenarios)?;
    let mut found_rules = Vec::new();
    for found in &feature.rules {
        let (id, sentence) = found.name.trim().split_once(' ').unwrap_or((&found.name, ""));
        let sentence = sentence.trim().to_owned();
        // A long rule continues in another file under the same sentence and tags; with others it is a mistake.
        let same = |rule: &&Rc<Rule>| {
            rule.id == id && rule.sentence == sentence && rule.tags == found.tags
        };
        let begun = suite.rules.iter().chain(&found_rules).find(same).cloned();
        let rule = begun.clone().unwrap_or_else(|| {
            Rc::new(Rule {
                id: id.to_owned(),
                sentence,
                tags: found.tags.clone(),
                description: found.description.clone(),
                path: path.to_path_buf(),
                line: found.position.line,
            })
        });
        let steps = [common.clone(), source.background(found.background.as_ref())].concat();
        found_cases.extend(cases(&mut source, Some(&rule), &steps, &found.scenarios)?);
        if begun.is_none() {
            found_rules.push(rule);
        }
    }
    suite.cases.extend(found_cases);
    suite.rules.extend(found_rules);
    Ok(())
}

/// A feature file, with the rows of its outlines apart.
struct Source<'a> {
    feature: &'a Feature,
    path: &'a Path,
    shortened: &'a mut Shortened,
    words: &'a mut StepWords,
}

impl Source<'_> {
    /// The steps of a background.
    fn background(&mut self, background: Option<&gherkin::Background>) -> Vec<CaseStep> {
        let steps = background.into_iter().flat_map(|found| &found.steps);
        steps.map(|step| self.words.step(step.clone())).collect()
    }
}

/// The cases of scenarios that stand under one rule, or under none.
fn cases(
    source: &mut Source<'_>,
    rule: Option<&Rc<Rule>>,
    background: &[CaseStep],
    scenarios: &[gherkin::Scenario],
) -> Result<Vec<Rc<Case>>, OutlineMistake> {
    let mut rows: BTreeMap<String, usize> = BTreeMap::new();
    let mut cases = Vec::new();
    for scenario in scenarios {
        for one in expand(scenario, source.shortened, source.words)? {
            cases.push(Rc::new(case(source, rule, background, scenario, one, &mut rows)));
        }
    }
    Ok(cases)
}

fn case(
    source: &Source<'_>,
    rule: Option<&Rc<Rule>>,
    background: &[CaseStep],
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
    let last = steps.last().map_or(line, |step| step.line);
    let first = if steps.is_empty() { line } else { scenario.position.line };
    Case {
        id: id.unwrap_or_default(),
        name,
        rule: rule.cloned(),
        feature: feature.name.clone(),
        path: path.to_path_buf(),
        line,
        lines: first..=last.max(line),
        layer: layer_of_case(&[feature.tags.as_slice(), &tags].concat(), rule.map(Rc::as_ref)),
        tags: [&feature.tags, rule_tags, &tags].concat(),
        steps: [background, &steps].concat(),
    }
}
