//! The runs of a score: the suite on one target, each time with other faults in place.

use std::{convert::Infallible, path::PathBuf, rc::Rc, sync::Arc};

use conformance_harness::{
    fault::{FramedTarget, Framing, InjectedFault, Injector},
    intercept::Interceptor,
    run::{BreakOff, Summary},
    schema::Contract,
    suite::{Case, Suite},
    target::Target,
};
use ralio_conformance::{Options, edition, judge_bound};
use tokio::runtime::Handle;

use super::verdict::Caught;
use crate::{commands::CommandError, targets::Started};

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
    /// The threads of a server in front of the target.
    pub(super) beside: Handle,
    /// The request to end the score early.
    pub(super) interrupted: BreakOff,
}

/// The options of every run of a score.
pub(super) fn options(suite: &Suite, root: PathBuf) -> Options {
    Options { jobs: JOBS, seed: SEED, ..Options::of(suite, root) }
}

impl ScoreBench {
    /// Runs cases with these faults in place; gives what failed, and how often the faults changed something in all.
    pub(super) async fn run(
        &self,
        cases: Vec<Rc<Case>>,
        faults: Vec<InjectedFault>,
    ) -> Result<(Caught, usize), CommandError> {
        let (caught, fired) = self.run_counted(cases, faults).await?;
        Ok((caught, fired.into_iter().sum()))
    }

    /// Runs cases with these faults in place; gives what failed, and how often each fault changed something.
    pub(super) async fn run_counted(
        &self,
        cases: Vec<Rc<Case>>,
        faults: Vec<InjectedFault>,
    ) -> Result<(Caught, Vec<usize>), CommandError> {
        let mut target = self.started.target.clone();
        let framed = match faults.iter().find_map(|fault| fault.framing) {
            None => None,
            Some(framing) => Some(self.framed(target.api_url.clone(), framing).await?),
        };
        if let Some(framed) = &framed {
            framed.origin().clone_into(&mut target.api_url);
        }
        let injector = Arc::new(Injector::new(faults, edition::convention(target.encoding)));
        let caught = self.run_on(target, cases, injector.clone()).await?;
        let served = framed.as_ref().map_or(0, FramedTarget::served);
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

    /// A server in front of the target, on other threads than those that judge.
    async fn framed(&self, api: String, framing: Framing) -> Result<FramedTarget, CommandError> {
        let starting = self.beside.spawn(async move { FramedTarget::start(&api, framing).await });
        let started = starting.await.map_err(|error| CommandError::Score(error.to_string()))?;
        started.map_err(CommandError::Runtime)
    }

    /// Ends the score if a signal has asked for it.
    fn check_interrupted(&self) -> Result<(), CommandError> {
        match self.interrupted.cause() {
            None => Ok(()),
            Some(cause) => Err(CommandError::Score(format!("the score is not complete: {cause}"))),
        }
    }
}
