//! One run: the suite read and checked, a target reached, every selected scenario judged.

use std::{
    cell::RefCell,
    path::{Path, PathBuf},
    rc::Rc,
    sync::Arc,
    time::Duration,
};

use conformance_harness::{
    browser::Browser,
    client::{Client, ClientError},
    run::{self, Observer, Plan, Summary},
    schema::{Contract, SchemaError},
    secrets::Secrets,
    sink::{Authority, Sink, SinkError},
    snapshot::Snapshots,
    suite::{self, Case, LoadError, Problem, Selection, SelectionError, Suite},
    target::Target,
    verdict::Fault,
};

use crate::{
    edition::{self},
    language::vocabulary,
    portal::{Operator, credential},
    world::{Fixtures, Shared, World},
};

/// Every phrase behind its keyword, and below them each parameter with what it accepts.
#[must_use]
pub fn phrase_list() -> Vec<String> {
    vocabulary::described(run::phrases::<World>())
}

/// What a target can claim: the tags `@needs-…` and `@decided`.
pub const CAPABILITIES: [&str; 6] =
    ["clock", "drain", "idempotency", "rate-limit", "browser", "decided"];

/// A target in the same machine answers in milliseconds, and a walk through every page of its Portal takes ten seconds; a
/// step that takes this long hangs.
const STEP_DEADLINE: Duration = Duration::from_secs(50);

/// Several steps' worth, and still an end.
const SCENARIO_DEADLINE: Duration = Duration::from_mins(2);

/// Why nothing could be judged.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    /// The feature files cannot be read.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The feature files have mistakes.
    #[error("the feature files have mistakes; nothing was run:\n{}", list(.0))]
    Lint(Vec<Problem>),
    /// A filter cannot be used.
    #[error(transparent)]
    Selection(#[from] SelectionError),
    /// The schemas cannot be used.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The webhook sink cannot be started.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// The target does not answer.
    #[error("{target} cannot be judged: {source}")]
    Target {
        /// Its name.
        target: String,
        /// What the connection said.
        source: ClientError,
    },
    /// The profile excuses a scenario that does not exist.
    #[error(
        "the profile's deviations name {id}, which is no scenario; the most alike are {nearest}"
    )]
    Deviation {
        /// What was named.
        id: String,
        /// The most similar ids.
        nearest: String,
    },
    /// The operator cannot act.
    #[error("{0}")]
    Operator(String),
}

fn list(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(|problem| format!("  {problem}")).collect();
    lines.join("\n")
}

/// Reads the suite below `root` and finds every mistake in it.
///
/// # Errors
/// When a file cannot be read, is not Gherkin, or has mistakes.
pub fn load_suite(root: &Path) -> Result<Suite, SetUpError> {
    let suite = suite::load(root)?;
    let matcher = run::matcher::<World>(vocabulary::spelled_out);
    let problems = suite::lint(&suite, &CAPABILITIES, matcher);
    if problems.is_empty() { Ok(suite) } else { Err(SetUpError::Lint(problems)) }
}

/// Reads the documented shapes below `root`.
///
/// # Errors
/// When a file cannot be read, is not what it should be, or refers to something that is not there.
pub fn load_contract(root: &Path) -> Result<Contract, SetUpError> {
    Ok(Contract::load(&root.join("schemas"))?)
}

/// The cases a run would judge.
///
/// # Errors
/// When a filter cannot be used or matches nothing.
pub fn select(suite: &Suite, selection: &Selection) -> Result<Vec<Rc<Case>>, SetUpError> {
    Ok(selection.apply(suite)?)
}

/// How a run goes.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of the suite: `features/`, `schemas/`, `fixtures/`, `tests/snapshots/`.
    pub root: PathBuf,
    /// How many scenarios run side by side.
    pub jobs: usize,
    /// What decides the order.
    pub seed: u64,
    /// Start nothing new after the first failure.
    pub fail_fast: bool,
    /// The cases are all there are, so that what is not among them does not exist.
    pub whole_suite: bool,
    /// What must not be printed; the run adds to it.
    pub secrets: Secrets,
    /// The operator's key of a target that was started for this run; else it comes from the environment.
    pub operator_key: Option<String>,
}

/// Judges a target by this contract and these cases and tells the observer of each end.
///
/// # Errors
/// When nothing could be judged at all.
pub async fn judge(
    target: Target,
    authority: &Authority,
    contract: Contract,
    cases: Vec<Rc<Case>>,
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Summary, SetUpError> {
    let unknown =
        |id: &&String| !cases.iter().any(|case| case.id == **id || case.scenario_id() == *id);
    if let Some(id) = target.deviations.keys().find(unknown).filter(|_| options.whole_suite) {
        let ids = cases.iter().map(|case| case.scenario_id());
        let nearest = conformance_harness::nearest(id, ids, 3).join(", ");
        return Err(SetUpError::Deviation { id: id.clone(), nearest });
    }
    // Our own decisions bind only whom they are claimed by; anybody else may say more than is documented.
    let contract = if target.claims("decided") { contract } else { contract.noting_extras()? };
    let refused = |source| SetUpError::Target { target: target.name.clone(), source };
    // A target that was started for this run is on this machine: no proxy stands between.
    let client = Client::new(options.operator_key.is_some()).map_err(refused)?;
    let key = options.operator_key.clone();
    let operator = Operator::of(&target, &client, &options.secrets, key).map_err(said)?;
    target.probe(&client).await.map_err(refused)?;
    operator.probe().await.map_err(said)?;
    let sink = Sink::start(&target.reach, authority).await?;
    let by_hand = operator.is_person();
    // A step may wait twice: for a person, or for an effect and then for what follows from it.
    let allowance = if by_hand { target.person_timeout } else { target.effect_timeout } * 2;
    let plan = Plan {
        cases,
        // A person can do one thing at a time.
        jobs: if by_hand { 1 } else { options.jobs },
        seed: options.seed,
        fail_fast: options.fail_fast,
        step_deadline: STEP_DEADLINE + allowance,
        scenario_deadline: SCENARIO_DEADLINE + allowance * 3,
        capabilities: target.capabilities.clone(),
        unclaimed: target.unclaimed.clone(),
        deviations: target.deviations.clone(),
    };
    let shared = Shared {
        target,
        client,
        sink,
        contract: Arc::new(contract),
        operator,
        browser: Browser::default(),
        secrets: options.secrets.clone(),
        snapshots: Snapshots {
            folder: options.root.join("tests/snapshots/answers"),
            integer_ids: edition::INTEGER_IDS,
        },
        root: options.root.clone(),
        fixtures: Fixtures::new(options.root.join("fixtures")),
        code_2fa: second_factor(options),
        by_hand: RefCell::default(),
    };
    let shared = Rc::new(shared);
    let summary = run::run::<World>(&plan, &shared, observer).await;
    shared.browser.close().await;
    Ok(summary)
}

fn second_factor(options: &Options) -> String {
    match credential("RALIO_CODE_2FA") {
        Ok(code) => {
            options.secrets.add(&code);
            code
        }
        Err(_) => edition::SANDBOX_CODE_2FA.to_owned(),
    }
}

fn said(fault: Fault) -> SetUpError {
    SetUpError::Operator(match fault {
        Fault::Error { message } => message,
        Fault::Nonconformance(finding) => format!("{}: {}", finding.what, finding.actual),
        Fault::NotApplicable { reason } => reason,
    })
}
