//! Runs a target to see how it behaves, and keeps the run.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    rc::Rc,
};

use conformance_harness::{
    fault::InjectedFault,
    kept::{EvidenceChoice, KeptFolder, RunKeeper},
    run::BreakOff,
    secrets::Secrets,
    suite::Case,
};
use ralio_conformance::{Options, judge, load_contract, read_suite};
use tokio::runtime::Handle;

use crate::{
    commands::{Runtimes, fit_to_judge},
    error::CommandError,
    injected::{RunInjector, idle_warning},
    kept::{not_kept, run_facts},
    signals, targets,
};

/// A target that can be asked again.
#[derive(Clone, Debug)]
pub(super) struct LiveTarget {
    /// Its name on the command line.
    pub(super) name: String,
    /// The folder in which its runs are kept.
    pub(super) folder: PathBuf,
    /// The faults that make another version of it.
    faults: Vec<InjectedFault>,
    /// Those of them that have changed no message of its runs.
    idle: Vec<InjectedFault>,
}

/// A run that is asked for.
#[derive(Clone, Debug)]
pub(super) struct WantedRun<'a> {
    /// The folder of the suite.
    pub(super) root: &'a Path,
    /// The words for the suite.
    pub(super) suite: String,
    /// The scenarios.
    pub(super) cases: &'a [String],
    pub(super) seed: u64,
    pub(super) jobs: usize,
}

impl LiveTarget {
    /// The target of this name, with these faults; its runs are kept in a folder.
    pub(super) fn new(name: String, folder: PathBuf, faults: Vec<InjectedFault>) -> Self {
        Self { name, folder, idle: faults.clone(), faults }
    }

    /// Warnings about faults that have changed no message of its runs.
    pub(super) fn warnings(&self) -> Vec<String> {
        self.idle.iter().map(idle_warning).collect()
    }

    /// Runs scenarios and keeps what happened under this name.
    pub(super) fn run(
        &mut self,
        name: &str,
        wanted: &WantedRun<'_>,
    ) -> Result<KeptFolder, CommandError> {
        let Runtimes { ours, theirs } = Runtimes::new()?;
        ours.block_on(self.run_beside(name, wanted, theirs.handle()))
    }

    async fn run_beside(
        &mut self,
        name: &str,
        wanted: &WantedRun<'_>,
        beside: &Handle,
    ) -> Result<KeptFolder, CommandError> {
        let suite = read_suite(wanted.root)?;
        let contract = load_contract(wanted.root)?;
        let chosen: BTreeSet<&String> = wanted.cases.iter().collect();
        let cases = suite.cases.iter().filter(|case| chosen.contains(&case.id));
        let cases: Vec<Rc<Case>> = cases.cloned().collect();
        let secrets = Secrets::default();
        let started = targets::start(&self.name, None, wanted.root, &secrets, beside).await?;
        let started = fit_to_judge(started, &secrets).await?;
        // Consumers see the API and its events.
        let started = started.without_pages("a comparison leaves out the Portal's pages");
        let injector = RunInjector::of(self.faults.clone(), &started.target)?;
        let break_off = BreakOff::default();
        signals::end_run_with(break_off.clone()).map_err(CommandError::Runtime)?;
        let options = Options {
            jobs: wanted.jobs,
            seed: wanted.seed,
            secrets: secrets.clone(),
            operator_key: started.operator_key.clone(),
            keep: started.ends_with_run(),
            break_off,
            interceptor: injector.through(),
            ..Options::of(&suite, wanted.root.to_owned())
        };
        let (suite, target) = ((wanted.suite.clone(), suite.digest.clone()), &started.target);
        let facts = run_facts(suite, target, wanted.seed, None);
        let chosen = cases.iter().map(|case| case.id.clone()).collect();
        let folder = self.folder.join(name);
        let keeper = RunKeeper::begin(folder, facts, chosen, EvidenceChoice::All, secrets);
        let mut keeper = keeper.map_err(not_kept)?;
        let target = started.target.clone();
        let judged =
            judge(target, &started.authority, contract, cases, &options, &mut keeper).await;
        started.stop().await;
        let summary = judged?;
        let idle: BTreeSet<&String> = injector.idle().map(|fault| &fault.id).collect();
        self.idle.retain(|fault| idle.contains(&fault.id));
        let folder = keeper.finish(&summary).map_err(not_kept)?;
        match summary.broken_off {
            None => Ok(folder),
            Some(cause) => Err(CommandError::Report(format!("{}: {cause}", self.name))),
        }
    }
}
