//! Runs cases: in any order, side by side, each step under a deadline, and gives each its verdict.

mod panics;
mod scenario;
mod step_index;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
    future::Future,
    rc::Rc,
    time::{Duration, Instant},
};

use cucumber::{World, codegen::WorldInventory};
use futures::{StreamExt as _, stream};
use rand::{SeedableRng as _, rngs::SmallRng, seq::SliceRandom as _};

use self::step_index::StepIndex;
use crate::{
    suite::{Case, StepMatch},
    verdict::{Fault, Nonconformance, Verdict},
};

/// What the runner needs of a world: to be opened for a case, told of its steps, and closed with the always-on checks.
pub trait Subject: World + WorldInventory + Debug {
    /// What all scenarios of a run share.
    type Context: 'static;

    /// The world of one scenario.
    fn open(context: &Rc<Self::Context>, case: &Case) -> Self;

    /// Called before the first step and outside of its deadlines: waits in line for what scenarios use one after the other.
    fn await_turn(&mut self, _case: &Case) -> impl Future<Output = Result<(), Fault>> {
        std::future::ready(Ok(()))
    }

    /// Called before each step.
    fn before_step(&mut self, step: &gherkin::Step) -> impl Future<Output = Result<(), Fault>>;

    /// Called after the last step, for the always-on checks that look at the whole.
    ///
    /// `judge` is false when the scenario could not be carried out; then there is nothing to judge at the end.
    fn close(&mut self, judge: bool) -> impl Future<Output = Result<(), Fault>>;

    /// Hands over what the always-on checks have found.
    fn findings(&mut self) -> Vec<Nonconformance>;

    /// What the scenario has cost so far.
    fn stats(&self) -> RunStats;
}

/// What a scenario or a run cost.
#[derive(Clone, Copy, Debug, Default)]
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

/// How one case ended.
#[derive(Clone, Debug)]
pub struct CaseResult {
    /// The case.
    pub case: Rc<Case>,
    /// The verdict.
    pub verdict: Verdict,
    /// Why, when it did not simply pass.
    pub reasons: Vec<Fault>,
    /// The step that stopped it.
    pub stopped_at: Option<gherkin::Step>,
    /// What it cost.
    pub stats: RunStats,
    /// From opening to closing.
    pub wall: Duration,
}

/// Who is told while a run goes on.
pub trait Observer {
    /// A case has ended.
    fn ended(&mut self, outcome: &CaseResult);
}

/// What a run adds up to.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// How many cases got each verdict.
    pub counts: BTreeMap<Verdict, usize>,
    /// Rules with a passed scenario and none that failed.
    pub rules_covered: BTreeSet<String>,
    /// Rules with a failed or undecided scenario, and how many.
    pub rules_broken: BTreeMap<String, usize>,
    /// Rules of all cases that were planned.
    pub rules_planned: BTreeSet<String>,
    /// What it cost.
    pub stats: RunStats,
    /// From the first case's start to the last one's end.
    pub wall: Duration,
    /// Cases that were not started because of an earlier failure.
    pub not_started: usize,
}

impl Summary {
    /// How many cases got this verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.counts.get(&verdict).copied().unwrap_or_default()
    }

    /// 0 conforms, 1 does not, 2 could not be judged or nothing ran.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        let judged = self.count(Verdict::Passed)
            + self.count(Verdict::Warning)
            + self.count(Verdict::KnownDeviation);
        if self.count(Verdict::Failed) > 0 {
            1
        } else if self.count(Verdict::Error) > 0 || judged == 0 {
            2
        } else {
            0
        }
    }
}

/// Says how a step relates to the phrases of `W`; `spell` writes a phrase's regular expression as people would use it.
pub fn matcher<W: Subject>(
    spell: impl Fn(&str) -> Vec<String>,
) -> impl Fn(&gherkin::Step) -> StepMatch {
    let steps = W::collection();
    let phrases = phrases::<W>();
    move |step| match steps.find(step) {
        Ok(Some(_)) => StepMatch::One,
        Ok(None) => {
            let candidates = phrases.iter().filter(|(kind, _)| *kind == step.ty);
            let candidates: Vec<String> =
                candidates.flat_map(|(_, phrase)| spell(phrase)).collect();
            let candidates = candidates.iter().map(String::as_str);
            StepMatch::None(crate::nearest(&step.value, candidates, 3))
        }
        Err(error) => StepMatch::Several(
            error.possible_matches.iter().map(|(regex, _)| regex.to_string()).collect(),
        ),
    }
}

/// Every phrase of `W`, as its regular expression.
#[must_use]
pub fn phrases<W: Subject>() -> Vec<(gherkin::StepType, String)> {
    use cucumber::codegen::StepConstructor as _;
    use gherkin::StepType::{Given, Then, When};
    let mut phrases = Vec::new();
    for step in cucumber::codegen::inventory::iter::<W::Given> {
        phrases.push((Given, step.inner().1().to_string()));
    }
    for step in cucumber::codegen::inventory::iter::<W::When> {
        phrases.push((When, step.inner().1().to_string()));
    }
    for step in cucumber::codegen::inventory::iter::<W::Then> {
        phrases.push((Then, step.inner().1().to_string()));
    }
    phrases.sort_by(|left, right| left.1.cmp(&right.1));
    phrases
}

/// Runs every case of the plan and tells the observer of each end.
pub async fn run<W: Subject>(
    plan: &Plan,
    context: &Rc<W::Context>,
    observer: &mut dyn Observer,
) -> Summary {
    panics::watch();
    let phrases = StepIndex::<W>::new();
    let mut order = plan.cases.clone();
    order.shuffle(&mut SmallRng::seed_from_u64(plan.seed));
    let begun = Instant::now();
    let stop = std::cell::Cell::new(false);
    let mut summary = Summary {
        rules_planned: order.iter().filter_map(|case| rule_of(case)).collect(),
        ..Summary::default()
    };
    let mut deviating = BTreeSet::new();
    let started = order.into_iter().map(|case| {
        let (phrases, stop) = (&phrases, &stop);
        async move {
            if stop.get() {
                return None;
            }
            Some(scenario::judge(plan, phrases, context, case).await)
        }
    });
    let mut ends = stream::iter(started).buffer_unordered(plan.jobs.max(1));
    while let Some(end) = ends.next().await {
        let Some(outcome) = end else {
            summary.not_started += 1;
            continue;
        };
        let rule = outcome.case.rule_id().to_owned();
        match outcome.verdict {
            Verdict::Failed | Verdict::Error => {
                stop.set(plan.fail_fast);
                *summary.rules_broken.entry(rule).or_default() += 1;
            }
            Verdict::KnownDeviation => {
                deviating.insert(rule);
            }
            Verdict::Passed | Verdict::Warning => {
                summary.rules_covered.extend(rule_of(&outcome.case));
            }
            Verdict::NotApplicable => {}
        }
        *summary.counts.entry(outcome.verdict).or_default() += 1;
        summary.stats += outcome.stats;
        observer.ended(&outcome);
    }
    drop(ends);
    let broken = &summary.rules_broken;
    summary.rules_covered.retain(|rule| !broken.contains_key(rule) && !deviating.contains(rule));
    summary.wall = begun.elapsed();
    summary
}

/// Journeys stand under no rule.
fn rule_of(case: &Case) -> Option<String> {
    case.rule.as_ref().map(|rule| rule.id.clone())
}
