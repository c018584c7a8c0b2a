//! The state of a language server: the texts that an editor has open, and the suite with them in the place of the files.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
};

use conformance_harness::schema::Description;
use lsp_types::{Diagnostic, DiagnosticSeverity, PublishDiagnosticsParams, Url};
use ralio_conformance::check::examples;

use super::{lens_runs::JudgedScenario, places};
use crate::{authoring::CheckedSuite, error::CommandError};

/// The name under which editors show mistakes.
const CHECK: &str = "conform check";

/// The name under which editors show what a run has found.
const RUN: &str = "conform run";

/// A text that the editor has open.
struct EditorText {
    path: PathBuf,
    text: String,
    version: i32,
}

/// The open texts and the suite.
pub(super) struct Session {
    pub(super) root: PathBuf,
    pub(super) description: Description,
    pub(super) suite: CheckedSuite,
    /// The shortest scenario for each phrase.
    pub(super) examples: HashMap<&'static str, String>,
    /// True if the editor fills in templates whose places are reached with the tabulator.
    pub(super) knows_templates: bool,
    open: BTreeMap<Url, EditorText>,
    /// The last result of scenarios that were run, by their ids.
    pub(super) judged: BTreeMap<String, JudgedScenario>,
    /// True if a text has changed since the suite was checked.
    pub(super) is_stale: bool,
}

impl Session {
    pub(super) fn new(
        root: PathBuf,
        description: Description,
        knows_templates: bool,
    ) -> Result<Self, CommandError> {
        let suite = CheckedSuite::read(&root, &description, BTreeMap::new())?;
        Ok(Self {
            examples: examples(&suite.files.suite),
            root,
            description,
            suite,
            knows_templates,
            open: BTreeMap::new(),
            judged: BTreeMap::new(),
            is_stale: false,
        })
    }

    /// Takes over a text of the editor.
    pub(super) fn edit(&mut self, address: Url, text: String, version: i32) {
        let path = places::path_in_suite(&self.root, &address);
        self.judged.retain(|_, judged| judged.path != path);
        self.open.insert(address, EditorText { path, text, version });
        self.is_stale = true;
    }

    /// Forgets a text: from now on the file on the disk counts.
    pub(super) fn close(&mut self, address: &Url) {
        self.open.remove(address);
        self.is_stale = true;
    }

    /// The path of an open text in the suite, and the text.
    pub(super) fn text(&self, address: &Url) -> Option<(&Path, &str)> {
        let open = self.open.get(address)?;
        Some((&open.path, &open.text))
    }

    /// The open texts by their paths in the suite.
    pub(super) fn edited(&self) -> BTreeMap<PathBuf, String> {
        let open = self.open.values();
        open.map(|open| (open.path.clone(), open.text.clone())).collect()
    }

    /// Reads and checks the suite again if a text has changed.
    pub(super) fn refresh(&mut self) -> Result<(), CommandError> {
        if self.is_stale {
            self.suite = CheckedSuite::read(&self.root, &self.description, self.edited())?;
            self.is_stale = false;
        }
        Ok(())
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
                diagnostic(CHECK, range, text.trim_end().to_owned())
            });
            let judged = self.judged.values().filter(|judged| judged.path == open.path);
            let found = judged.filter_map(|judged| {
                let text = judged.finding.as_ref()?;
                let range = places::range(judged.line, words(judged.line), 1, 0);
                Some(diagnostic(RUN, range, text.clone()))
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

fn diagnostic(source: &str, range: lsp_types::Range, message: String) -> Diagnostic {
    Diagnostic {
        range,
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some(source.to_owned()),
        message,
        ..Diagnostic::default()
    }
}
