//! A toy vocabulary: phrases that pass, fail, panic, hang and take turns, and a record of them.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    time::Duration,
};

use conformance_harness::{
    deviation::Deviations,
    quote::Quoting,
    run::{
        BreakOff, CaseResult, Observer, Obstacle, Plan, RunStats, Subject, Summary, TargetScope,
        run,
    },
    suite::{Case, CaseStep},
    verdict::{Fault, Nonconformance, Verdict},
};
use cucumber::{given, then, when};

use crate::folder;

/// The data that all scenarios of a toy run share.
#[derive(Debug, Default)]
pub(crate) struct Record {
    /// Every step that the runner has started, after its scenario's id.
    pub(crate) announced: RefCell<Vec<String>>,
    /// Every scenario that was closed, and whether it was to be judged.
    pub(crate) closed: RefCell<Vec<(String, bool)>>,
    /// The most turns that were ever taken at the same time.
    pub(crate) most_at_once: Cell<usize>,
    at_once: Cell<usize>,
}

/// The behaviour of `close`.
#[derive(Debug)]
enum Close {
    Find(Vec<Nonconformance>),
    CannotTell,
    Panic,
    Hang,
}

/// The end of a step's text that makes `before_step` fail.
const UNPREPARED: &str = "is never prepared";
const BADLY_PREPARED: &str = "is badly prepared";

#[derive(Debug, cucumber::World)]
#[world(init = Self::outside_a_run)]
pub(crate) struct Toy {
    record: Rc<Record>,
    id: String,
    close: Close,
    overlooked: Option<CaseStep>,
    obstacle: Obstacle,
    pending: Option<Nonconformance>,
    stats: RunStats,
}

impl Toy {
    #[expect(clippy::unused_async, reason = "the framework awaits it")]
    async fn outside_a_run() -> Result<Self, Fault> {
        Err(Fault::error("the runner opens it"))
    }
}

impl Subject for Toy {
    type Context = Record;
    type Pending = Nonconformance;

    fn open(context: &Rc<Record>, case: &Case, _files: &BTreeSet<String>) -> Self {
        let close = Close::Find(Vec::new());
        let (record, id) = (context.clone(), case.id.clone());
        let (obstacle, stats) = (Obstacle::None, RunStats::default());
        Self { record, id, close, overlooked: None, obstacle, pending: None, stats }
    }

    async fn before_step(&mut self, step: &CaseStep) -> Result<(), Fault> {
        self.record.announced.borrow_mut().push(format!("{} {}", self.id, step.value));
        self.stats.requests += 1;
        assert!(!step.value.ends_with(BADLY_PREPARED), "the preparation is broken");
        if step.value.ends_with(UNPREPARED) {
            std::future::pending::<()>().await;
        }
        Ok(())
    }

    fn after_step(&mut self, step: &CaseStep) -> Result<(), Fault> {
        match step.value.as_str() {
            "the toy is refused" => self.overlooked = Some(step.clone()),
            "a toy that nobody makes" => {
                return Err(Nonconformance::new("no toy was made", "a toy", "none").into());
            }
            "all is well" => self.overlooked = None,
            _ => {}
        }
        Ok(())
    }

    fn overlooked_refusal(&mut self) -> Option<(CaseStep, Fault)> {
        let finding = Nonconformance::new("no step looks at the refusal", "a look", "none");
        self.overlooked.take().map(|step| (step, finding.into()))
    }

    async fn close(&mut self, judge: bool) -> Result<(), Fault> {
        self.record.closed.borrow_mut().push((self.id.clone(), judge));
        match &self.close {
            Close::Find(_) => Ok(()),
            Close::CannotTell => Err(Fault::error("the books cannot be read")),
            Close::Panic => panic!("the checks are broken"),
            Close::Hang => std::future::pending().await,
        }
    }

    fn pending(&mut self) -> Option<Nonconformance> {
        self.pending.take()
    }

    fn conclude(_: &Rc<Record>, pending: Nonconformance) -> Vec<Nonconformance> {
        vec![pending]
    }

    fn findings(&mut self) -> Vec<Nonconformance> {
        match &mut self.close {
            Close::Find(findings) => std::mem::take(findings),
            _ => Vec::new(),
        }
    }

    fn stats(&self) -> RunStats {
        self.stats
    }

    async fn obstacle(&self, verdict: Verdict) -> Obstacle {
        if verdict == Verdict::Passed { Obstacle::None } else { self.obstacle.clone() }
    }
}

#[given("a toy")]
#[given("a toy that nobody makes")]
#[when("the toy is refused")]
#[when("the toy is wound up")]
#[when("the toy is never prepared")]
#[when("the toy is badly prepared")]
#[then("all is well")]
fn nothing(_: &mut Toy) {}

#[when("the toy is watched until the end")]
fn is_watched(toy: &mut Toy) {
    let late = Nonconformance::new("the toy moves when nobody looks", "a still toy", "it moves");
    toy.pending = Some(late.of_rule("TOY-9"));
}

#[then("the toy is broken")]
#[when("the toy breaks the rule")]
fn breaks(_: &mut Toy) -> Result<(), Fault> {
    Err(Nonconformance::new("the toy walks backwards", "forwards", "backwards").into())
}

#[when("the toy says strange things")]
fn says_strange_things(_: &mut Toy) -> Result<(), Fault> {
    let said = "\u{1b}]0;owned\u{7}\r\u{0}\u{9b}31m\u{202e}\u{200b}\u{feff}";
    Err(Nonconformance::new(said, said, said).shown_by(said.to_owned()).into())
}

#[when("the toy says far too much")]
fn says_too_much(_: &mut Toy) -> Result<(), Fault> {
    Err(Nonconformance::new("the toy talks", "a word", "x".repeat(5_000)).into())
}

#[when("the toy cannot be found")]
fn cannot_tell(_: &mut Toy) -> Result<(), Fault> {
    Err(Fault::error("the toy got no answer"))
}

#[when("the toy cannot be asked")]
fn cannot_ask(_: &mut Toy) -> Result<(), Fault> {
    Err(Fault::not_applicable("the toy has no key"))
}

#[when("the toy falls apart")]
fn falls_apart(_: &mut Toy) {
    panic!("the spring is broken");
}

#[when("the toy never stops")]
async fn never_stops(_: &mut Toy) {
    std::future::pending::<()>().await;
}

#[when("the toy takes its turn")]
async fn takes_its_turn(toy: &mut Toy) {
    /// The number of yields after which every other scenario of a test was polled.
    const YIELDS: usize = 50;
    let record = toy.record.clone();
    record.at_once.set(record.at_once.get() + 1);
    record.most_at_once.set(record.most_at_once.get().max(record.at_once.get()));
    for _ in 0..YIELDS {
        tokio::task::yield_now().await;
    }
    record.at_once.set(record.at_once.get() - 1);
}

#[given("a toy that the checks afterwards dislike")]
fn disliked(toy: &mut Toy) {
    let finding = Nonconformance::new("the books do not balance", 0, 5).of_check("balanced books");
    toy.close = Close::Find(vec![finding]);
}

#[given("a toy that the checks afterwards wonder about")]
fn wondered_about(toy: &mut Toy) {
    let finding = Nonconformance::new("a wheel too many", 4, 5).of_check("documented toy");
    toy.close = Close::Find(vec![finding.only_should(true)]);
}

#[given("a toy that the checks afterwards cannot judge")]
fn unjudgeable(toy: &mut Toy) {
    toy.close = Close::CannotTell;
}

#[given("a toy that breaks the checks afterwards")]
fn breaks_checks(toy: &mut Toy) {
    toy.close = Close::Panic;
}

#[given("a toy that holds the checks up")]
fn holds_checks_up(toy: &mut Toy) {
    toy.close = Close::Hang;
}

#[given("a toy that is out of sight")]
fn out_of_sight(toy: &mut Toy) {
    toy.obstacle = Obstacle::Suspected("nobody sees the toys".to_owned());
}

#[given("a toy that is gone")]
fn gone(toy: &mut Toy) {
    toy.obstacle = Obstacle::Certain("the toys are gone".to_owned());
}

#[then(regex = r"^the toy has (\d+) wheels$")]
fn has_wheels(toy: &mut Toy, count: usize) {
    toy.stats.deliveries += count;
}

#[then(regex = r"^the toy has 4 (\w+)$")]
fn has_four(_: &mut Toy, what: String) -> Result<(), Fault> {
    Err(Fault::error(what))
}

/// The outcomes of a run, in the order of their ends.
#[derive(Debug, Default)]
pub(crate) struct Ends(pub(crate) Vec<CaseResult>);

impl Observer for Ends {
    fn ended(&mut self, outcome: &CaseResult) {
        self.0.push(outcome.clone());
    }
}

impl Ends {
    /// The outcome of the case with this id.
    pub(crate) fn of(&self, id: &str) -> &CaseResult {
        self.0.iter().find(|outcome| outcome.case.id == id).expect("the case has ended")
    }

    /// The ids in the order of their ends.
    pub(crate) fn ids(&self) -> Vec<&str> {
        self.0.iter().map(|outcome| outcome.case.id.as_str()).collect()
    }
}

/// The result of a toy run.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) ends: Ends,
    pub(crate) summary: Summary,
    pub(crate) record: Rc<Record>,
}

/// A plan for all cases of a feature, one at a time; only a hanging step meets its deadlines.
pub(crate) fn plan(text: &str) -> Plan {
    let suite = folder::suite_of(text);
    let scenarios = suite.scenarios();
    Plan {
        alone: BTreeSet::new(),
        cases: suite.cases,
        jobs: 1,
        seed: 7,
        fail_fast: false,
        step_deadline: Duration::from_secs(5),
        scenario_deadline: Duration::from_secs(10),
        browser_factor: 1,
        scope: TargetScope::default(),
        deviations: Deviations::default(),
        scenarios,
        rules: BTreeMap::new(),
        quoting: Quoting::default(),
        break_off: BreakOff::default(),
    }
}

/// Carries out a plan.
pub(crate) async fn carry_out(plan: &Plan) -> Ran {
    let record = Rc::new(Record::default());
    let mut ends = Ends::default();
    let summary = run::<Toy>(plan, &record, &mut ends).await;
    Ran { ends, summary, record }
}

/// Runs a rule of one scenario with these steps and gives its outcome back.
pub(crate) async fn outcome_of(steps: &str) -> CaseResult {
    let ran = carry_out(&plan(&feature_of(steps))).await;
    ran.ends.of("TOY-1.1").clone()
}

/// A feature with one rule and one scenario of these steps.
pub(crate) fn feature_of(steps: &str) -> String {
    format!(
        "Feature: Toys\n\n  @source-W\n  Rule: TOY-1 A toy walks forwards\n\n    @TOY-1.1\n    \
         Scenario: Walking\n      {}\n",
        steps.replace('\n', "\n      ")
    )
}
