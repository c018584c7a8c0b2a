//! The plan of a run: its cases, their order and their deadlines.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    time::Duration,
};

use super::{BreakOff, TargetScope};
use crate::{
    deviation::Deviations,
    quote::Quoting,
    suite::{Case, layer_of_step},
};

/// The settings of a run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The cases to run, in the order of the suite.
    pub cases: Vec<Rc<Case>>,
    /// The number of scenarios that run at the same time.
    pub jobs: usize,
    /// The ids of cases that run after all others, one by one.
    pub alone: BTreeSet<String>,
    /// The seed of the random order.
    pub seed: u64,
    /// True if no scenario starts after the first failure.
    pub fail_fast: bool,
    /// The deadline of one step.
    pub step_deadline: Duration,
    /// The deadline of one scenario.
    pub scenario_deadline: Duration,
    /// The factor of both deadlines for scenarios in a browser: one step there may look at many pages, and each has a bound
    /// of its own.
    pub browser_factor: u32,
    /// The claims of the target, by which scenarios apply to it.
    pub scope: TargetScope,
    /// The known deviations of the target.
    pub deviations: Deviations,
    /// The ids of all scenarios of the suite and of all rows of its outlines.
    pub scenarios: BTreeSet<String>,
    /// The sentence of each rule of the suite, also of those without a case here.
    pub rules: BTreeMap<String, String>,
    /// The way of all texts to the observers.
    pub quoting: Quoting,
    /// The request to end the run early.
    pub break_off: BreakOff,
}

impl Plan {
    /// The deadlines of one step and of all steps together.
    pub(super) fn deadlines(&self, case: &Case) -> (Duration, Duration) {
        let factor = if case.needs_browser() { self.browser_factor } else { 1 };
        (self.step_deadline * factor, self.scenario_deadline * factor)
    }

    /// True if a step states something that binds the target.
    pub(super) fn binds(&self, step: &gherkin::Step) -> bool {
        layer_of_step(step).is_none_or(|layer| self.scope.layers.bind(layer))
    }
}
