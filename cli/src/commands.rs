//! The commands: run, list, rules, steps, ca.

use std::{
    collections::BTreeSet,
    io::{self, IsTerminal as _},
    panic::resume_unwind,
    path::{Path, PathBuf},
    rc::Rc,
    thread,
};

use conformance_harness::{
    fault::FaultFileError,
    report::{JUnit, Observers, Output, Paint, Progress, ReportFile, rules_text, summary_text},
    run::{BreakOff, Coverage, Gap, Scope},
    schema::Contract,
    secrets::Secrets,
    sink::{Authority, AuthorityError},
    suite::Case,
};
use ralio_conformance::{Options, SetUpError, judge, load_contract, load_suite, select};
use tokio::runtime::{Builder, Handle};

use crate::{
    arguments::{ListArguments, Required, RunArguments, SuiteArgument},
    exit_code::NOT_JUDGED,
    signals,
    targets::{self, TargetError},
};

/// The reasons why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CommandError {
    #[error(
        "neither this folder nor one above it has features/ and schemas/; name the suite's folder with --suite"
    )]
    NoSuite,
    #[error("--suite {0} has no features/ and schemas/ in it")]
    NotASuite(String),
    #[error(transparent)]
    SetUp(#[from] SetUpError),
    #[error(transparent)]
    Target(#[from] TargetError),
    #[error(transparent)]
    Authority(#[from] AuthorityError),
    #[error("the JUnit report {path} cannot be written: {source}")]
    JUnit { path: String, source: io::Error },
    #[error(transparent)]
    Faults(#[from] FaultFileError),
    #[error("{0}")]
    Score(String),
    #[error("the output cannot be written: {0}; what it would have said is lost")]
    Output(#[source] io::Error),
    #[error("the run cannot be started: {0}")]
    Runtime(#[source] io::Error),
}

pub(crate) fn suite_folder(given: &SuiteArgument) -> Result<PathBuf, CommandError> {
    let is_suite =
        |folder: &&Path| folder.join("features").is_dir() && folder.join("schemas").is_dir();
    if let Some(folder) = &given.folder {
        let found = Some(folder.as_path()).filter(is_suite).map(Path::to_path_buf);
        return found.ok_or_else(|| CommandError::NotASuite(folder.display().to_string()));
    }
    let here = std::env::current_dir().map_err(CommandError::Runtime)?;
    here.ancestors().find(is_suite).map(Path::to_path_buf).ok_or(CommandError::NoSuite)
}

/// Judges a target.
pub(crate) fn run(arguments: RunArguments, output: &Output) -> Result<u8, CommandError> {
    let root = suite_folder(&arguments.selection.suite)?;
    let schemas = root.clone();
    let contract = thread::spawn(move || load_contract(&schemas));
    let suite = load_suite(&root)?;
    let cases = select(&suite, &arguments.selection.selection())?;
    let scenarios = suite.scenarios();
    let contract = contract.join().unwrap_or_else(|panic| resume_unwind(panic))?;
    // All scenarios share one thread, also for requests and deliveries, so that no data moves between threads. A sandbox that is
    // started here uses the other threads.
    let others = thread::available_parallelism().map_or(1, |all| (all.get() - 1).max(1));
    let theirs = Builder::new_multi_thread().worker_threads(others).enable_all().build();
    let theirs = theirs.map_err(CommandError::Runtime)?;
    let ours = Builder::new_current_thread().enable_all().build().map_err(CommandError::Runtime)?;
    let documents = SuiteDocuments { root, contract, cases, scenarios };
    ours.block_on(judge_and_report(documents, arguments, theirs.handle(), output))
}

/// The documents by which targets are judged.
struct SuiteDocuments {
    root: PathBuf,
    contract: Contract,
    cases: Vec<Rc<Case>>,
    /// The ids of all scenarios, also of those that a filter leaves out.
    scenarios: BTreeSet<String>,
}

async fn judge_and_report(
    documents: SuiteDocuments,
    arguments: RunArguments,
    beside: &Handle,
    output: &Output,
) -> Result<u8, CommandError> {
    let SuiteDocuments { root, contract, cases, scenarios } = documents;
    let break_off = BreakOff::default();
    signals::end_run_with(break_off.clone()).map_err(CommandError::Runtime)?;
    // A report that cannot be written is an error before the run, not after it.
    let junit_file = arguments.junit.as_deref().map(junit_file).transpose()?;
    let started = targets::start(&arguments.target, &root, beside).await?;
    let secrets = Secrets::default();
    let options = Options {
        root,
        jobs: arguments.jobs,
        seed: arguments.seed.unwrap_or_else(|| u64::from(rand::random::<u32>())),
        fail_fast: arguments.fail_fast,
        scenarios,
        secrets: secrets.clone(),
        operator_key: started.operator_key.clone(),
        keep: arguments.keep || started.ends_with_run(),
        break_off,
        interceptor: None,
    };
    let name = started.target.name.clone();
    let paint = Paint(io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none());
    let bar = io::stderr().is_terminal() && std::env::var_os("CI").is_none();
    output.say(&format!("judging {name}: {} scenarios, seed {}", cases.len(), options.seed));
    let mut progress = Progress::new(cases.len(), output.clone(), bar, paint, secrets.clone());
    let properties = vec![
        ("target", name.clone()),
        ("seed", options.seed.to_string()),
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
    ];
    let mut junit = junit_file.as_ref().map(|_| JUnit::new(properties, secrets));
    let mut observers = Observers::default();
    observers.add(&mut progress);
    if let Some(junit) = &mut junit {
        observers.add(junit);
    }
    let target = started.target.clone();
    let judged = judge(target, &started.authority, contract, cases, &options, &mut observers).await;
    drop(observers);
    progress.close();
    started.stop().await;
    let summary = judged?;
    output.say(summary_text(&name, &summary, options.seed, paint).trim_end());
    if let (Some(junit), Some((file, path))) = (junit, junit_file) {
        let written = junit.write(&file, &name, &summary);
        written.map_err(|source| CommandError::JUnit { path, source })?;
    }
    let lacking = lacking(&summary.coverage, arguments.require, output);
    // That the target does not conform says more than that a part of it was not judged.
    Ok(match summary.exit_code() {
        0 => lacking,
        code => code,
    })
}

/// Says what was not judged of the documents that are required; gives the exit code that this causes.
fn lacking(coverage: &Coverage, required: Option<Required>, output: &Output) -> u8 {
    let lines = required.map(|required| coverage.lacking(required.layers())).unwrap_or_default();
    if lines.is_empty() {
        return 0;
    }
    output.say("--require: these rules were not judged in full:");
    for line in lines {
        output.say(&format!("  {line}"));
    }
    NOT_JUDGED
}

/// The file of the JUnit report, and its path for messages.
fn junit_file(path: &Path) -> Result<(ReportFile, String), CommandError> {
    let shown = path.display().to_string();
    match ReportFile::at(path) {
        Ok(file) => Ok((file, shown)),
        Err(source) => Err(CommandError::JUnit { path: shown, source }),
    }
}

/// Shows the scenarios that would run.
pub(crate) fn list(arguments: &ListArguments, output: &Output) -> Result<u8, CommandError> {
    let root = suite_folder(&arguments.selection.suite)?;
    let suite = load_suite(&root)?;
    let cases = select(&suite, &arguments.selection.selection())?;
    if let Some(target) = &arguments.target {
        return list_of_target(&targets::scope(target)?, &cases, output);
    }
    let mut rule = "";
    for case in &cases {
        if let Some(found) = case.rule.as_ref().filter(|found| found.id != rule) {
            rule = &found.id;
            output.say(&format!("{} {}", found.id, found.sentence));
        }
        let needs: Vec<String> = case.needs().map(|need| format!("@{need}")).collect();
        output.say(&format!(
            "  {:<10} {:<60} {} {}",
            case.id,
            case.name,
            case.place(),
            needs.join(" ")
        ));
    }
    output.say(&format!("{} scenarios, {} rules", cases.len(), suite.rules.len()));
    Ok(0)
}

/// Shows what a run would judge of a target.
fn list_of_target(scope: &Scope, cases: &[Rc<Case>], output: &Output) -> Result<u8, CommandError> {
    let mut coverage = Coverage::default();
    let mut judged = 0;
    for case in cases {
        let gap = scope.gap(case);
        coverage.note(case, gap.as_ref());
        judged += usize::from(gap.is_none());
        let state = gap.as_ref().map_or("judged", Gap::reason);
        output.say(&format!("{:<12} {:<60} {state}", case.id, case.name));
    }
    output.say(&format!("layers: {}", scope.layers));
    for gap in coverage.gaps() {
        output.say(&format!("not judged: {gap}"));
    }
    output.say(&format!("{judged} of {} scenarios, {}", cases.len(), rules_text(&coverage)));
    Ok(0)
}

/// Shows the index of the rules.
pub(crate) fn rules(suite: &SuiteArgument, output: &Output) -> Result<u8, CommandError> {
    let suite = load_suite(&suite_folder(suite)?)?;
    for line in suite.index() {
        output.say(&line);
    }
    Ok(0)
}

/// Shows every phrase.
pub(crate) fn steps(output: &Output) -> u8 {
    for phrase in ralio_conformance::phrase_list() {
        output.say(&phrase);
    }
    0
}

/// Makes or shows the sink's authority.
pub(crate) fn ca(directory: &Path, output: &Output) -> Result<u8, CommandError> {
    let authority = Authority::kept_in(directory)?;
    output.say(authority.pem().trim_end());
    Ok(0)
}
