//! The result of one case, and of all cases of a run.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    time::Duration,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Coverage;
use crate::{
    story::Story,
    suite::Case,
    verdict::{Fault, Verdict},
};

/// The cost of a scenario or a run.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct RunStats {
    /// Requests sent to the target.
    pub requests: usize,
    /// Deliveries received.
    pub deliveries: usize,
    /// Time spent waiting for effects.
    pub waited: Duration,
}

impl std::ops::AddAssign for RunStats {
    fn add_assign(&mut self, other: Self) {
        self.requests += other.requests;
        self.deliveries += other.deliveries;
        self.waited += other.waited;
    }
}

/// The result of one case.
#[derive(Clone, Debug)]
pub struct CaseResult {
    /// The case.
    pub case: Rc<Case>,
    /// The verdict.
    pub verdict: Verdict,
    /// The reason, if it did not pass.
    pub reasons: Vec<Fault>,
    /// The step that stopped it.
    pub stopped_at: Option<gherkin::Step>,
    /// The kinds of requests that it made: method and path without ids.
    pub calls: BTreeSet<String>,
    /// The cost.
    pub stats: RunStats,
    /// The time at which it began.
    pub begun: Timestamp,
    /// From opening to closing.
    pub wall: Duration,
}

/// The receiver of results during a run.
pub trait Observer {
    /// A case has ended.
    fn ended(&mut self, outcome: &CaseResult);

    /// True if the stories of scenarios are of use.
    fn wants_stories(&self) -> bool {
        false
    }

    /// The story of a case whose result follows, perhaps much later.
    fn told(&mut self, _case: &Case, _story: Story) {}

    /// The reader must know something about the run itself.
    fn warned(&mut self, _warning: &str) {}
}

/// The totals of a run.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Summary {
    /// The number of cases by verdict.
    pub counts: BTreeMap<Verdict, usize>,
    /// The extent to which each rule was judged.
    pub coverage: Coverage,
    /// Rules with a failed or undecided scenario, and how many.
    pub rules_broken: BTreeMap<String, usize>,
    /// The cost.
    pub stats: RunStats,
    /// From the first case's start to the last one's end.
    pub wall: Duration,
    /// Cases that were not started because of an earlier failure.
    pub not_started: usize,
    /// The cause, if the run was broken off.
    pub broken_off: Option<String>,
    /// Cases that a run which was broken off has not judged.
    pub not_judged: usize,
}

impl Summary {
    /// The number of cases with this verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.counts.get(&verdict).copied().unwrap_or_default()
    }

    /// The verdict on the target, in words.
    #[must_use]
    pub fn words(&self) -> &'static str {
        match self.exit_code() {
            0 => "conforms",
            1 => "does not conform",
            _ => "could not be judged",
        }
    }

    /// 0 conforms, 1 does not, 2 could not be judged or nothing ran.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        let judged = self.count(Verdict::Passed)
            + self.count(Verdict::Warning)
            + self.count(Verdict::KnownDeviation);
        if self.broken_off.is_some() {
            2
        } else if self.count(Verdict::Failed) > 0 {
            1
        } else if self.count(Verdict::Error) > 0 || judged == 0 {
            2
        } else {
            0
        }
    }
}
