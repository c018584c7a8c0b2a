//! The options of a run.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
};

use conformance_harness::{
    browser::Axe, intercept::Interceptor, run::BreakOff, secrets::Secrets, suite::Suite,
    worklist::Worklist,
};

/// The options of a run.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of the suite: `features/`, `schemas/`, `fixtures/`, `tests/snapshots/`.
    pub root: PathBuf,
    /// The number of scenarios that run at the same time.
    pub jobs: usize,
    /// The seed of the random order.
    pub seed: u64,
    /// True if no scenario starts after the first failure.
    pub fail_fast: bool,
    /// The ids of all scenarios of the suite and of all rows of its outlines, also of those that are not run.
    pub scenarios: BTreeSet<String>,
    /// The sentence of each rule of the suite.
    pub rules: BTreeMap<String, String>,
    /// The values that must not be printed; the run adds to them.
    pub secrets: Secrets,
    /// The operator's key of a target that was started for this run; else it comes from the environment.
    pub operator_key: Option<String>,
    /// The folder in which the casts of merchants are kept that all scenarios share.
    pub cast: PathBuf,
    /// True if such a merchant gets a new cast.
    pub new_cast: bool,
    /// The most requests to a person, by which the cases were chosen.
    pub max_requests: Option<usize>,
    /// True if merchants that were made for the run stay after it.
    pub keep: bool,
    /// The third party's rules for the Portal's pages; without them names, structure, contrast and ARIA are not judged.
    pub axe: Option<Axe>,
    /// The requests to a person, where a person is the operator.
    pub worklist: Worklist,
    /// The request to end the run early.
    pub break_off: BreakOff,
    /// Code that changes messages on their way; none in a usual run.
    pub interceptor: Option<Arc<dyn Interceptor>>,
}

impl Options {
    /// The options of a run of this suite, one scenario at a time and with nothing special.
    #[must_use]
    pub fn of(suite: &Suite, root: PathBuf) -> Self {
        let rules = suite.rules.iter().map(|rule| (rule.id.clone(), rule.sentence.clone()));
        Self {
            cast: root.join("target/conform/cast"),
            new_cast: false,
            max_requests: None,
            root,
            jobs: 1,
            seed: 0,
            fail_fast: false,
            scenarios: suite.scenarios(),
            rules: rules.collect(),
            secrets: Secrets::default(),
            operator_key: None,
            keep: false,
            axe: None,
            worklist: Worklist::default(),
            break_off: BreakOff::default(),
            interceptor: None,
        }
    }
}
