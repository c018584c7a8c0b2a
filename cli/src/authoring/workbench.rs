//! A target that stays up while its author changes scenarios.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    rc::Rc,
    sync::Arc,
};

use conformance_harness::{
    run::{BreakOff, Observer, Summary},
    schema::{Contract, Description},
    secrets::Secrets,
    suite::{Case, FeatureMistake, Suite, SuiteFiles, load_edited},
};
use ralio_conformance::{
    Options, SetUpError,
    check::{add_needs, check},
    judge_bound, load_contract,
};
use tokio::runtime::Handle;

use crate::{
    arguments::TargetArguments,
    commands::fit_to_judge,
    error::CommandError,
    targets::{self, Started},
};

/// A target that stays up, with the documents by which it is judged.
pub(crate) struct Workbench {
    pub(crate) root: PathBuf,
    pub(crate) secrets: Secrets,
    pub(crate) started: Started,
    pub(crate) description: Description,
    contract: Arc<Contract>,
}

/// A suite as it is on the disk and in an editor now.
pub(crate) struct CheckedSuite {
    pub(crate) files: SuiteFiles,
    pub(crate) mistakes: Vec<FeatureMistake>,
}

impl CheckedSuite {
    /// Reads and checks the suite, with these texts in the place of those on the disk.
    pub(crate) fn read(
        root: &Path,
        description: &Description,
        edited: BTreeMap<PathBuf, String>,
    ) -> Result<Self, CommandError> {
        let mut files = load_edited(root, edited).map_err(SetUpError::from)?;
        let mistakes = check(&files, description);
        add_needs(&mut files.suite);
        Ok(Self { files, mistakes })
    }

    /// The scenarios of a file that are meant: the one at a line, or all of its rule; without a line, all.
    pub(crate) fn meant(
        &self,
        path: &Path,
        line: Option<usize>,
        is_whole_rule: bool,
    ) -> Vec<Rc<Case>> {
        let own = self.files.suite.cases.iter().filter(|case| case.path == path);
        let own: Vec<&Rc<Case>> = own.collect();
        let Some(line) = line else { return own.into_iter().cloned().collect() };
        // A scenario begins at its tags, so the last one that begins before the next line is meant.
        let before = own.iter().rfind(|case| *case.lines.start() <= line + 1);
        let Some(at) = before.or(own.first()) else { return Vec::new() };
        let is_meant = |case: &&&Rc<Case>| {
            if is_whole_rule {
                case.rule_id() == at.rule_id()
            } else {
                case.scenario_id() == at.scenario_id()
            }
        };
        own.iter().filter(is_meant).map(|case| Rc::clone(case)).collect()
    }

    /// The mistakes in a file.
    pub(crate) fn mistakes_in(&self, path: &Path) -> impl Iterator<Item = &FeatureMistake> {
        self.mistakes.iter().filter(move |mistake| mistake.path == path)
    }
}

impl Workbench {
    /// Starts the target.
    pub(crate) async fn start(
        target: &TargetArguments,
        root: &Path,
        beside: &Handle,
    ) -> Result<Self, CommandError> {
        let contract = load_contract(root)?;
        let description = contract.description();
        let secrets = Secrets::default();
        let TargetArguments { name, image } = target;
        let started = targets::start(name, image.as_deref(), root, &secrets, beside).await?;
        let started = fit_to_judge(started, &secrets).await?;
        let layers = &started.target.layers;
        let contract = Arc::new(contract.bound_by(layers).map_err(SetUpError::from)?);
        let root = root.to_path_buf();
        Ok(Self { root, secrets, started, description, contract })
    }

    /// Reads and checks the suite, with these texts in the place of those on the disk.
    pub(crate) fn read(
        &self,
        edited: BTreeMap<PathBuf, String>,
    ) -> Result<CheckedSuite, CommandError> {
        CheckedSuite::read(&self.root, &self.description, edited)
    }

    /// Judges the target by some cases of a suite.
    pub(crate) async fn run(
        &self,
        suite: &Suite,
        cases: Vec<Rc<Case>>,
        break_off: BreakOff,
        observer: &mut dyn Observer,
    ) -> Result<Summary, CommandError> {
        let options = Options {
            jobs: JOBS,
            seed: u64::from(rand::random::<u32>()),
            secrets: self.secrets.clone(),
            operator_key: self.started.operator_key.clone(),
            // People look at what the scenario left in the Portal.
            keep: true,
            break_off,
            ..Options::of(suite, self.root.clone())
        };
        let (target, contract) = (self.started.target.clone(), Arc::clone(&self.contract));
        let authority = &self.started.authority;
        Ok(judge_bound(target, authority, contract, cases, &options, observer).await?)
    }
}

/// The number of scenarios that run at the same time.
const JOBS: usize = 16;
