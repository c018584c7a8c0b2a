//! One run: the suite read and checked, a target reached, every selected scenario judged.

use std::{
    cell::RefCell,
    path::{Path, PathBuf},
    rc::Rc,
    time::Duration,
};

use conformance_harness::{
    client::{Client, ClientError},
    inbox::{Authority, Inbox, InboxError},
    run::{self, Observer, Plan, Summary},
    schema::{Contract, SchemaError},
    secrets::Secrets,
    snapshot::Snapshots,
    suite::{self, Case, LoadError, Problem, Selection, SelectionError, Suite},
    target::Target,
    verdict::Fault,
};

use crate::{
    edition,
    operator::Operator,
    values,
    world::{Shared, World},
};

/// What a target can claim: the tags `@needs-…` and `@decided`.
pub const CAPABILITIES: [&str; 6] =
    ["clock", "drain", "idempotency", "rate-limit", "browser", "decided"];

/// A target in the same machine answers in milliseconds; a step that takes this long hangs.
const STEP_DEADLINE: Duration = Duration::from_secs(20);

/// Several steps' worth, and still an end.
const SCENARIO_DEADLINE: Duration = Duration::from_mins(1);

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
    Inbox(#[from] InboxError),
    /// The target does not answer.
    #[error("{target} cannot be judged: {source}")]
    Target {
        /// Its name.
        target: String,
        /// What the connection said.
        source: ClientError,
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
    let problems = suite::lint(&suite, &CAPABILITIES, run::matcher::<World>());
    if problems.is_empty() { Ok(suite) } else { Err(SetUpError::Lint(problems)) }
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
    /// What must not be printed; the run adds to it.
    pub secrets: Secrets,
    /// The operator's key of a target that was started for this run; else it comes from the environment.
    pub operator_key: Option<String>,
}

/// Judges a target by these cases and tells the observer of each end.
///
/// # Errors
/// When nothing could be judged at all.
pub async fn judge(
    target: Target,
    authority: &Authority,
    cases: Vec<Rc<Case>>,
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Summary, SetUpError> {
    let contract = Contract::load(&options.root.join("schemas"))?;
    let refused = |source| SetUpError::Target { target: target.name.clone(), source };
    let client = Client::new().map_err(refused)?;
    let key = options.operator_key.clone();
    let operator = Operator::of(&target, &client, &options.secrets, key).map_err(said)?;
    target.probe(&client).await.map_err(refused)?;
    operator.probe().await.map_err(said)?;
    let inbox = Inbox::start(&target.reach, authority).await?;
    let by_hand = operator.is_person();
    let allowance = if by_hand { target.person_patience } else { Duration::ZERO };
    let plan = Plan {
        cases,
        // A person can do one thing at a time.
        jobs: if by_hand { 1 } else { options.jobs },
        seed: options.seed,
        fail_fast: options.fail_fast,
        step_deadline: STEP_DEADLINE + allowance,
        scenario_deadline: SCENARIO_DEADLINE + allowance * 5,
        capabilities: target.capabilities.clone(),
        deviations: target.deviations.clone(),
    };
    let shared = Shared {
        target,
        client,
        inbox,
        contract,
        operator,
        secrets: options.secrets.clone(),
        snapshots: Snapshots {
            folder: options.root.join("tests/snapshots/answers"),
            integer_ids: edition::INTEGER_IDS,
        },
        root: options.root.clone(),
        by_hand: RefCell::default(),
    };
    Ok(run::run::<World>(&plan, &Rc::new(shared), observer).await)
}

fn said(fault: Fault) -> SetUpError {
    SetUpError::Operator(match fault {
        Fault::Error { message } => message,
        Fault::Nonconformance(finding) => format!("{}: {}", finding.what, finding.actual),
        Fault::NotApplicable { reason } => reason,
    })
}

/// Every phrase behind its keyword, and below them what each parameter accepts.
#[must_use]
pub fn phrase_list() -> Vec<String> {
    let mut phrases: Vec<String> = run::phrases::<World>()
        .into_iter()
        .map(|(kind, regex)| format!("{kind:?} {}", readable(&regex)))
        .collect();
    phrases.sort();
    let parameters = values::PARAMETERS.iter();
    phrases.extend(parameters.map(|(name, regex)| format!("{{{name}}} is {regex}")));
    phrases
}

/// What the framework's own parameters become in a regular expression.
const BUILT_IN: [(&str, &str); 3] =
    [(r"((?:-?\d+)|(?:\d+))", "{int}"), (r"([^\s]+)", "{word}"), ("(?:s)?", "(s)")];

/// The expression that a phrase's regular expression was made of.
fn readable(regex: &str) -> String {
    let mut text = regex.trim_start_matches('^').trim_end_matches('$').to_owned();
    for (name, pattern) in values::PARAMETERS {
        text = text.replace(&format!("({pattern})"), &format!("{{{name}}}"));
    }
    for (pattern, name) in BUILT_IN {
        text = text.replace(pattern, name);
    }
    // A quoted string is the one alternation with named groups.
    while let (Some(start), Some(end)) = (text.find("(?:\"(?P<"), text.find("*)')")) {
        text.replace_range(start..end + "*)')".len(), "{string}");
    }
    text
}
