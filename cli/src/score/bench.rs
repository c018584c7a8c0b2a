//! The runs of a score: the suite on one target, each time with other faults in place.

use std::{convert::Infallible, net::SocketAddr, path::PathBuf, rc::Rc, sync::Arc, time::Instant};

use conformance_harness::{
    fault::{Framing, InjectedFault, Injector},
    intercept::Interceptor,
    proxy::{Proxy, ProxySettings},
    run::{BreakOff, Summary},
    schema::Contract,
    suite::{Case, Suite},
    target::Target,
};
use ralio_conformance::{Options, edition, judge_bound};
use tokio::runtime::Handle;

use super::{
    agenda::ScoreItem,
    verdict::{Catch, Caught},
};
use crate::{error::CommandError, targets::Started};

/// The number of scenarios that run at the same time: few, so that none runs into its deadline on a busy machine.
const JOBS: usize = 16;

/// The seed of every run of a score, so that two scores differ by what was changed only.
const SEED: u64 = 1;

/// The data that the runs of a score share.
pub(super) struct ScoreBench {
    pub(super) options: Options,
    pub(super) contract: Arc<Contract>,
    pub(super) cases: Vec<Rc<Case>>,
    pub(super) started: Started,
    /// The threads of a proxy in front of the target.
    pub(super) beside: Handle,
    /// The request to end the score early.
    pub(super) interrupted: BreakOff,
    /// True if all scenarios run for every fault, so that it is complete which of them find it.
    pub(super) is_full: bool,
}

/// The options of every run of a score.
pub(super) fn options(suite: &Suite, root: PathBuf) -> Options {
    Options { jobs: JOBS, seed: SEED, ..Options::of(suite, root) }
}

impl ScoreBench {
    /// Runs the suite without any fault.
    pub(super) async fn baseline(&self) -> Result<Caught, CommandError> {
        Ok(self.run(self.cases.clone(), &[]).await?.0)
    }

    /// Runs the scenarios of the rule that a fault breaks, and all others only if none of those fails; in a full score, all
    /// together.
    pub(super) async fn score_fault(&self, item: &ScoreItem) -> Result<Catch, CommandError> {
        let (fault, begun) = (&item.fault, Instant::now());
        let is_own = |case: &Rc<Case>| {
            self.is_full || fault.right_rules().any(|rule| rule == case.rule_id())
        };
        let (own, others): (Vec<_>, Vec<_>) = self.cases.iter().cloned().partition(is_own);
        let (mut caught, mut fired) = self.run(own, &[fault]).await?;
        if caught.failed.is_empty() && !others.is_empty() {
            let (more, later) = self.run(others, &[fault]).await?;
            caught.add(more);
            fired += later;
        }
        Ok(Catch::of(fault, caught, fired, begun.elapsed().as_secs_f64()))
    }

    /// Runs the whole suite with several variants; if it is red, with each of them alone.
    pub(super) async fn score_variants(
        &self,
        group: &[&ScoreItem],
    ) -> Result<Vec<Catch>, CommandError> {
        let begun = Instant::now();
        let together: Vec<&InjectedFault> = group.iter().map(|item| &item.fault).collect();
        let (caught, fired) = self.run_counted(self.cases.clone(), &together).await?;
        if caught.is_empty() || group.len() == 1 {
            // A run of several costs each its share.
            let seconds =
                begun.elapsed().as_secs_f64() / f64::from(u32::try_from(group.len()).unwrap_or(1));
            let each = together.iter().zip(fired);
            let catches =
                each.map(|(fault, fired)| Catch::of(fault, caught.clone(), fired, seconds));
            return Ok(catches.collect());
        }
        let mut catches = Vec::new();
        for fault in together {
            let begun = Instant::now();
            let (caught, fired) = self.run(self.cases.clone(), &[fault]).await?;
            catches.push(Catch::of(fault, caught, fired, begun.elapsed().as_secs_f64()));
        }
        Ok(catches)
    }

    /// Runs cases with these faults in place; gives what failed, and how often the faults changed something in all.
    async fn run(
        &self,
        cases: Vec<Rc<Case>>,
        faults: &[&InjectedFault],
    ) -> Result<(Caught, usize), CommandError> {
        let (caught, fired) = self.run_counted(cases, faults).await?;
        Ok((caught, fired.into_iter().sum()))
    }

    /// Runs cases with these faults in place; gives what failed, and how often each fault changed something.
    async fn run_counted(
        &self,
        cases: Vec<Rc<Case>>,
        faults: &[&InjectedFault],
    ) -> Result<(Caught, Vec<usize>), CommandError> {
        let mut target = self.started.target.clone();
        let framed = match faults.iter().find_map(|fault| fault.framing) {
            None => None,
            Some(framing) => Some(self.framed(target.api_url.clone(), framing).await?),
        };
        if let Some((_, origin)) = framed.as_ref().and_then(|proxy| proxy.origins().first()) {
            origin.clone_into(&mut target.api_url);
        }
        let faults = faults.iter().map(|fault| (*fault).clone()).collect();
        let injector = Arc::new(Injector::new(faults, edition::convention(target.encoding)));
        let caught = self.run_on(target, cases, injector.clone()).await?;
        let served = framed.as_ref().map_or(0, Proxy::framed);
        Ok((caught, injector.fired().map(|(_, count)| count + served).collect()))
    }

    /// Runs cases whose messages pass this code.
    pub(super) async fn run_through(
        &self,
        cases: Vec<Rc<Case>>,
        interceptor: Arc<dyn Interceptor>,
    ) -> Result<Caught, CommandError> {
        self.run_on(self.started.target.clone(), cases, interceptor).await
    }

    async fn run_on(
        &self,
        target: Target,
        cases: Vec<Rc<Case>>,
        interceptor: Arc<dyn Interceptor>,
    ) -> Result<Caught, CommandError> {
        // A fault can make the target look gone; that must not end the later runs.
        let break_off = BreakOff::default();
        let options = Options {
            break_off: break_off.clone(),
            interceptor: Some(interceptor),
            ..self.options.clone()
        };
        let mut caught = Caught::default();
        let (authority, contract) = (&self.started.authority, Arc::clone(&self.contract));
        let interrupted = async {
            break_off.because(self.interrupted.requested().await);
            std::future::pending::<Infallible>().await
        };
        let judging = judge_bound(target, authority, contract, cases, &options, &mut caught);
        let judged = tokio::select! {
            judged = judging => judged,
            never = interrupted => match never {},
        };
        let broken_off = match judged {
            Ok(Summary { broken_off, .. }) => broken_off,
            Err(error) => Some(error.to_string()),
        };
        self.check_interrupted()?;
        caught.broken_off(broken_off);
        Ok(caught)
    }

    /// A proxy in front of the target, on other threads than those that judge.
    async fn framed(&self, api: String, framing: Framing) -> Result<Proxy, CommandError> {
        let fronts = vec![(api, SocketAddr::from(([127, 0, 0, 1], 0)))];
        let settings = ProxySettings { fronts, framing: Some(framing), ..Default::default() };
        let starting = self.beside.spawn(Proxy::start(settings));
        let started = starting.await.map_err(|error| CommandError::Score(error.to_string()))?;
        Ok(started?)
    }

    /// Ends the score if a signal has asked for it.
    fn check_interrupted(&self) -> Result<(), CommandError> {
        match self.interrupted.cause() {
            None => Ok(()),
            Some(cause) => Err(CommandError::Score(cause)),
        }
    }
}
