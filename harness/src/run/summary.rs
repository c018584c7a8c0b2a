//! The result of one case, and of all cases of a run.

use std::{collections::BTreeMap, rc::Rc, time::Duration};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Coverage;
use crate::{
    story::Story,
    suite::{Case, CaseStep},
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

/// The times of one kind of request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CallTimes {
    /// The number of requests.
    pub count: usize,
    /// The time of all of them in milliseconds.
    pub all_ms: f64,
    /// The longest time of one.
    pub longest_ms: f64,
}

impl CallTimes {
    /// Adds one request.
    pub fn add(&mut self, elapsed: Duration) {
        let ms = elapsed.as_secs_f64() * 1e3;
        *self += Self { count: 1, all_ms: ms, longest_ms: ms };
    }

    /// The mean time in milliseconds; 0 without a request.
    #[must_use]
    pub fn mean_ms(&self) -> f64 {
        let count = u32::try_from(self.count.max(1)).unwrap_or(u32::MAX);
        self.all_ms / f64::from(count)
    }
}

impl std::ops::AddAssign for CallTimes {
    fn add_assign(&mut self, other: Self) {
        self.count += other.count;
        self.all_ms += other.all_ms;
        self.longest_ms = self.longest_ms.max(other.longest_ms);
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
    pub stopped_at: Option<CaseStep>,
    /// The kinds of requests that it made, by method and path without ids, with their times.
    pub calls: BTreeMap<String, CallTimes>,
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

    /// True if the stories of scenarios that still run are of use.
    fn wants_progress(&self) -> bool {
        false
    }

    /// The story so far of a case that still runs: one of its steps begins, or its steps are over.
    fn progressed(&mut self, _case: &Case, _story: Story) {}

    /// The reader must know something about the run itself.
    fn warned(&mut self, _warning: &str) {}

    /// The reader may want to know something about the run itself.
    fn noted(&mut self, _note: &str) {}
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
    /// The known deviations that excused scenarios, and how many.
    pub deviations: BTreeMap<String, usize>,
    /// Entries of known deviations that hold no longer, with the reason.
    pub stale_deviations: Vec<String>,
    /// The times of each kind of request.
    pub calls: BTreeMap<String, CallTimes>,
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

    /// Adds the totals of another part of the same run; parts run at the same time.
    pub fn add(&mut self, other: Self) {
        for (verdict, count) in other.counts {
            *self.counts.entry(verdict).or_default() += count;
        }
        self.coverage.add(other.coverage);
        for (rule, count) in other.rules_broken {
            *self.rules_broken.entry(rule).or_default() += count;
        }
        for (entry, count) in other.deviations {
            *self.deviations.entry(entry).or_default() += count;
        }
        self.stale_deviations.extend(other.stale_deviations);
        for (call, times) in other.calls {
            *self.calls.entry(call).or_default() += times;
        }
        self.stats += other.stats;
        self.wall = self.wall.max(other.wall);
        self.not_started += other.not_started;
        self.broken_off = self.broken_off.take().or(other.broken_off);
        self.not_judged += other.not_judged;
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
        } else if self.count(Verdict::Failed) > 0 || !self.stale_deviations.is_empty() {
            1
        } else if self.count(Verdict::Error) > 0 || judged == 0 {
            2
        } else {
            0
        }
    }
}
