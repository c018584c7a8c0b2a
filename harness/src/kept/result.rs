//! The results of a run as they are kept.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    time::Duration,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    run::{CallTimes, CaseResult, RunStats, Summary},
    suite::{Case, CaseStep, Shard},
    verdict::{Fault, Verdict},
};

/// The number of the folder's form.
pub(super) const FORMAT: u32 = 1;

/// The file with the head of a run.
pub(super) const HEAD: &str = "run.json";

/// The file with a line for each result.
pub(super) const RESULTS: &str = "results.jsonl";

/// The file with the stories, each packed for itself.
pub(super) const STORIES: &str = "stories.gz";

/// The facts about a run that are known before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunFacts {
    /// The version of the suite.
    pub version: String,
    /// The suite: a folder, or the one inside the command.
    pub suite: String,
    /// The digest of the feature files.
    pub digest: String,
    /// The target's name.
    pub target: String,
    /// The layers that bind the target.
    pub layers: String,
    /// The seed of the order.
    pub seed: u64,
    /// The part of the chosen scenarios that ran, as in `2/8`; none for all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
}

/// The state of a kept run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// It has begun; if nobody runs it any more, it ended unexpectedly.
    Running,
    /// It has ended, perhaps before its time.
    Ended,
}

/// The head of a kept run, in `run.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RunHead {
    /// The form of the folder; another number is another form.
    pub format: u32,
    /// The state.
    pub state: RunState,
    /// The time of its start.
    pub begun: Timestamp,
    /// The facts known before it.
    pub facts: RunFacts,
    /// The ids of the scenarios that were chosen to run.
    pub chosen: BTreeSet<String>,
    /// The totals; none while it runs.
    pub summary: Option<Summary>,
}

/// The place of a story in `stories.gz`: the first byte, and the number of bytes.
pub type StoryPlace = (u64, u64);

/// The result of one scenario: a line of `results.jsonl`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptResult {
    /// The scenario's id.
    pub id: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The reasons, if it did not pass.
    pub reasons: Vec<Fault>,
    /// The line of the step that stopped it.
    pub stopped_at: Option<usize>,
    /// The kinds of requests that it made, with their times.
    pub calls: BTreeMap<String, CallTimes>,
    /// The cost.
    pub stats: RunStats,
    /// The time at which it began.
    #[serde(default)]
    pub begun: Timestamp,
    /// From opening to closing, in seconds.
    pub seconds: f64,
    /// The place of its story; none if it was not kept.
    pub story: Option<StoryPlace>,
}

impl KeptResult {
    /// The kept form of a result.
    pub(super) fn of(result: &CaseResult, story: Option<StoryPlace>) -> Self {
        let CaseResult { case, verdict, reasons, stopped_at, calls, stats, begun, wall } = result;
        Self {
            id: case.id.clone(),
            verdict: *verdict,
            reasons: reasons.clone(),
            stopped_at: stopped_at.as_ref().map(|step| step.line),
            calls: calls.clone(),
            stats: *stats,
            begun: *begun,
            seconds: wall.as_secs_f64(),
            story,
        }
    }

    /// The result of its case.
    #[must_use]
    pub fn result_of(self, case: Rc<Case>) -> CaseResult {
        let stopped_at = self.stopped_at.and_then(|line| step_at(&case, line));
        CaseResult {
            case,
            verdict: self.verdict,
            reasons: self.reasons,
            stopped_at,
            calls: self.calls,
            stats: self.stats,
            begun: self.begun,
            wall: Duration::try_from_secs_f64(self.seconds).unwrap_or_default(),
        }
    }
}

fn step_at(case: &Case, line: usize) -> Option<CaseStep> {
    case.steps.iter().find(|step| step.line == line).cloned()
}
