//! Runs a target to see how it behaves, and keeps the run.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    rc::Rc,
    sync::Arc,
};

use conformance_harness::{
    checks::Encoding,
    fault::{InjectedFault, Injector},
    intercept::Interceptor,
    kept::{EvidenceChoice, KeptFolder, RunFacts, RunKeeper},
    run::BreakOff,
    secrets::Secrets,
    suite::Case,
};
use ralio_conformance::{Options, edition, judge, load_contract, load_suite};
use tokio::runtime::Handle;

use crate::{
    commands::{Runtimes, fit_to_judge},
    error::CommandError,
    kept::not_kept,
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
    pub(super) faults: Vec<InjectedFault>,
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

/// The capability that is left out: consumers see the API and its events, not the Portal's pages.
const BROWSER: &str = "browser";

impl LiveTarget {
    /// Runs scenarios and keeps what happened under this name.
    pub(super) fn run(
        &self,
        name: &str,
        wanted: &WantedRun<'_>,
    ) -> Result<KeptFolder, CommandError> {
        let Runtimes { ours, theirs } = Runtimes::new()?;
        ours.block_on(self.run_beside(name, wanted, theirs.handle()))
    }

    async fn run_beside(
        &self,
        name: &str,
        wanted: &WantedRun<'_>,
        beside: &Handle,
    ) -> Result<KeptFolder, CommandError> {
        let suite = load_suite(wanted.root)?;
        let contract = load_contract(wanted.root)?;
        let chosen: BTreeSet<&String> = wanted.cases.iter().collect();
        let cases = suite.cases.iter().filter(|case| chosen.contains(&case.id));
        let cases: Vec<Rc<Case>> = cases.cloned().collect();
        let secrets = Secrets::default();
        let started = targets::start(&self.name, None, wanted.root, &secrets, beside).await?;
        let mut started = fit_to_judge(started, &secrets).await?;
        let not_compared = Some("a comparison leaves out the Portal's pages".to_owned());
        started.target = started.target.claiming(BROWSER, not_compared);
        let break_off = BreakOff::default();
        signals::end_run_with(break_off.clone()).map_err(CommandError::Runtime)?;
        let options = Options {
            jobs: wanted.jobs,
            seed: wanted.seed,
            secrets: secrets.clone(),
            operator_key: started.operator_key.clone(),
            keep: started.ends_with_run(),
            break_off,
            interceptor: self.interceptor(started.target.encoding),
            ..Options::of(&suite, wanted.root.to_owned())
        };
        let facts = RunFacts {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            suite: wanted.suite.clone(),
            digest: suite.digest.clone(),
            target: started.target.name.clone(),
            layers: started.target.layers.to_string(),
            seed: wanted.seed,
            shard: None,
        };
        let chosen = cases.iter().map(|case| case.id.clone()).collect();
        let folder = self.folder.join(name);
        let keeper = RunKeeper::begin(folder, facts, chosen, EvidenceChoice::All, secrets);
        let mut keeper = keeper.map_err(not_kept)?;
        let target = started.target.clone();
        let judged =
            judge(target, &started.authority, contract, cases, &options, &mut keeper).await;
        started.stop().await;
        let summary = judged?;
        let folder = keeper.finish(&summary).map_err(not_kept)?;
        match summary.broken_off {
            None => Ok(folder),
            Some(cause) => Err(CommandError::Report(format!("{}: {cause}", self.name))),
        }
    }

    fn interceptor(&self, encoding: Encoding) -> Option<Arc<dyn Interceptor>> {
        if self.faults.is_empty() {
            return None;
        }
        let convention = edition::convention(encoding);
        Some(Arc::new(Injector::new(self.faults.clone(), convention)))
    }
}
