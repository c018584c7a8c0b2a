//! The state of a language server: the texts that an editor has open, and the suite with them in the place of the files.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
};

use conformance_harness::{
    schema::Description,
    suite::{FeatureFile, SuiteFiles},
};
use lsp_types::{Diagnostic, DiagnosticSeverity, PublishDiagnosticsParams, Range, Url};
use ralio_conformance::{check::examples, load_description};

use super::{lens_runs::JudgedScenario, places};
use crate::{authoring::CheckedSuite, error::CommandError};

/// The name under which editors show mistakes.
const CHECK: &str = "conform check";

/// The name under which editors show what a run has found.
const RUN: &str = "conform run";

/// A text that the editor has open.
pub(super) struct EditorText {
    pub(super) path: PathBuf,
    pub(super) text: String,
    pub(super) version: i32,
    /// The text alone, as far as it can be read.
    read: SuiteFiles,
}

impl EditorText {
    /// The text as a feature file; none while it is no Gherkin.
    pub(super) fn file(&self) -> Option<&FeatureFile> {
        self.read.files.get(&self.path).map(AsRef::as_ref)
    }

    /// The rules and scenarios of the text.
    pub(super) fn read(&self) -> &SuiteFiles {
        &self.read
    }
}

/// The open texts and the suite.
pub(super) struct Session {
    pub(super) root: PathBuf,
    pub(super) description: Description,
    /// The suite when it was checked last.
    pub(super) suite: CheckedSuite,
    /// The shortest scenario for each phrase.
    pub(super) examples: HashMap<&'static str, String>,
    /// True if the editor knows snippets: texts with places that the Tab key visits.
    pub(super) knows_snippets: bool,
    open: BTreeMap<Url, EditorText>,
    /// The last result of scenarios that were run, by their ids.
    pub(super) judged: BTreeMap<String, JudgedScenario>,
}

impl Session {
    pub(super) fn new(root: PathBuf, knows_snippets: bool) -> Result<Self, CommandError> {
        let description = load_description(&root)?;
        let suite = CheckedSuite::read(&root, &description, BTreeMap::new())?;
        Ok(Self {
            examples: examples(&suite.files.suite),
            root,
            description,
            suite,
            knows_snippets,
            open: BTreeMap::new(),
            judged: BTreeMap::new(),
        })
    }

    /// Takes over a text of the editor. False if it is not part of the suite.
    pub(super) fn edit(&mut self, address: Url, text: String, version: i32) -> bool {
        let Some(path) = places::path_in_suite(&self.root, &address) else { return false };
        self.judged.retain(|_, judged| judged.path != path);
        let read = SuiteFiles::of([(path.clone(), text.clone())].into());
        self.open.insert(address, EditorText { path, text, version, read });
        true
    }

    /// Forgets a text: from now on the file on the disk counts.
    pub(super) fn close(&mut self, address: &Url) {
        self.open.remove(address);
    }

    /// An open text.
    pub(super) fn text(&self, address: &Url) -> Option<&EditorText> {
        self.open.get(address)
    }

    /// The open texts by their paths in the suite.
    pub(super) fn edited(&self) -> BTreeMap<PathBuf, String> {
        let open = self.open.values();
        open.map(|open| (open.path.clone(), open.text.clone())).collect()
    }

    /// Reads and checks the suite again.
    pub(super) fn check(&mut self) -> Result<(), CommandError> {
        self.suite = CheckedSuite::read(&self.root, &self.description, self.edited())?;
        Ok(())
    }

    /// Reads the documents of the API again.
    pub(super) fn read_documents(&mut self) -> Result<(), CommandError> {
        self.description = load_description(&self.root)?;
        Ok(())
    }

    /// Remembers the result of a scenario, unless its text has changed since the run began.
    pub(super) fn judge(&mut self, id: String, judged: JudgedScenario) {
        let is_same =
            |open: &EditorText| open.path == judged.path && open.version == judged.version;
        if self.open.values().any(is_same) {
            self.judged.insert(id, judged);
        }
    }

    /// The address of a file of the suite.
    pub(super) fn address(&self, path: &Path) -> Option<Url> {
        Url::from_file_path(self.root.join(path)).ok()
    }

    /// The mistakes in each open text, and what runs have found there.
    pub(super) fn diagnostics(&self) -> Vec<PublishDiagnosticsParams> {
        let of_text = |(address, open): (&Url, &EditorText)| {
            let words = |line: usize| self.suite.files.line(&open.path, line);
            let mistakes = self.suite.mistakes_in(&open.path).map(|mistake| {
                let line = words(mistake.line);
                let range = places::range(mistake.line, line, mistake.column, mistake.length);
                let text = format!("{}\n{}", mistake.reason, mistake.remedy);
                diagnostic(CHECK, DiagnosticSeverity::ERROR, range, text.trim_end())
            });
            let judged = self.judged.values().filter(|judged| judged.path == open.path);
            let found = judged.filter_map(|judged| {
                let (severity, text) = judged.finding.as_ref()?;
                let range = places::range(judged.line, words(judged.line), 1, 0);
                Some(diagnostic(RUN, *severity, range, text))
            });
            PublishDiagnosticsParams {
                uri: address.clone(),
                diagnostics: mistakes.chain(found).collect(),
                version: Some(open.version),
            }
        };
        self.open.iter().map(of_text).collect()
    }
}

fn diagnostic(
    source: &str,
    severity: DiagnosticSeverity,
    range: Range,
    message: &str,
) -> Diagnostic {
    Diagnostic {
        range,
        severity: Some(severity),
        source: Some(source.to_owned()),
        message: message.to_owned(),
        ..Diagnostic::default()
    }
}
