//! The plan of a run: which cases, in which order, under which deadlines.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    time::Duration,
};

use crate::suite::Case;

/// How to run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What runs, in the order of the suite.
    pub cases: Vec<Rc<Case>>,
    /// How many scenarios run side by side.
    pub jobs: usize,
    /// What decides the order.
    pub seed: u64,
    /// Start nothing new after the first failure.
    pub fail_fast: bool,
    /// How long one step may take.
    pub step_deadline: Duration,
    /// How long one scenario may take.
    pub scenario_deadline: Duration,
    /// What the target claims.
    pub capabilities: BTreeSet<String>,
    /// Why it does not claim something, where there is more to say than that it does not.
    pub unclaimed: BTreeMap<String, String>,
    /// Scenarios known to fail, with the reason.
    pub deviations: BTreeMap<String, String>,
}
