//! The world of a scenario, as the runner uses it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
    future::Future,
    rc::Rc,
};

use cucumber::{World, codegen::WorldInventory};

use super::{
    Obstacle,
    summary::{CallTimes, RunStats},
};
use crate::{
    story::{Book, StoryMoment},
    suite::{Case, CaseStep},
    verdict::{Fault, Nonconformance, Verdict},
};

/// The runner's view of a world: opened for a case, called before each step, closed with the always-on checks.
pub trait Subject: World + WorldInventory + Debug {
    /// The state that all scenarios of a run share.
    type Context: 'static;

    /// The part of a scenario that can be judged only at the end of the run.
    type Pending: 'static;

    /// The world of one scenario; `phrase_files` are the source files of the phrases that it uses.
    fn open(context: &Rc<Self::Context>, case: &Case, phrase_files: &BTreeSet<String>) -> Self;

    /// Called before the first step and outside of its deadlines: waits for resources that scenarios use one after the other.
    fn await_turn(&mut self, _case: &Case) -> impl Future<Output = Result<(), Fault>> {
        std::future::ready(Ok(()))
    }

    /// Called before each step.
    fn before_step(&mut self, step: &CaseStep) -> impl Future<Output = Result<(), Fault>>;

    /// Called after each step that was carried out.
    ///
    /// # Errors
    /// If the step did not bring about its situation; then the scenario ends there.
    fn after_step(&mut self, _step: &CaseStep) -> Result<(), Fault> {
        Ok(())
    }

    /// Called when all steps were carried out: the first one whose refusal no later step has looked at.
    fn overlooked_refusal(&mut self) -> Option<(CaseStep, Fault)> {
        None
    }

    /// Called after the last step, for the always-on checks of the whole scenario.
    ///
    /// `judge` is false if the scenario could not be carried out; then there is nothing to judge at the end.
    fn close(&mut self, judge: bool) -> impl Future<Output = Result<(), Fault>>;

    /// Hands over the part of the scenario that can be judged only at the end of the run.
    fn pending(&mut self) -> Option<Self::Pending> {
        None
    }

    /// Waits, once for all scenarios, until the target has had the time to send what it must not.
    fn await_quiet(
        _context: &Rc<Self::Context>,
        _pending: &[&Self::Pending],
    ) -> impl Future<Output = ()> {
        std::future::ready(())
    }

    /// The findings about a scenario at the end of the run.
    fn conclude(_context: &Rc<Self::Context>, _pending: Self::Pending) -> Vec<Nonconformance> {
        Vec::new()
    }

    /// Hands over the findings of the always-on checks.
    fn findings(&mut self) -> Vec<Nonconformance>;

    /// The things that have happened in the scenario so far, in any order.
    fn moments(&self) -> Vec<StoryMoment> {
        Vec::new()
    }

    /// The books at the end of the scenario.
    fn books(&self) -> Vec<Book> {
        Vec::new()
    }

    /// The kinds of requests that the scenario has made so far, with their times.
    fn calls(&self) -> BTreeMap<String, CallTimes> {
        BTreeMap::new()
    }

    /// The scenario's cost so far.
    fn stats(&self) -> RunStats;

    /// Called with the verdict at the very end: a sign in this scenario that the target cannot be judged.
    fn obstacle(&self, _verdict: Verdict) -> impl Future<Output = Obstacle> {
        std::future::ready(Obstacle::None)
    }
}
