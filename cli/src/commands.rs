//! The commands: run, list, rules, steps, ca.

use std::{
    io::{self, IsTerminal as _, Write as _},
    panic::resume_unwind,
    path::Path,
    rc::Rc,
    thread,
};

use conformance_harness::{
    browser::{Axe, GET_AXE},
    fault::FaultFileError,
    quote::escaped,
    report::{
        JUnit, Observers, Output, Paint, Progress, ReportFile, rules_text, summary_text,
        verdict_text,
    },
    run::{BreakOff, Coverage, Gap, Summary, TargetScope},
    schema::Contract,
    secrets::Secrets,
    sink::{Authority, AuthorityError},
    suite::Case,
};
use ralio_conformance::{Options, SetUpError, judge, load_contract, load_suite, select};
use tokio::runtime::{Builder, Handle, Runtime};

use crate::{
    arguments::{ListArguments, Required, RunArguments, SuiteArgument, TargetArguments},
    doctor::{self, SetUpCheck},
    exit_code::NOT_JUDGED,
    injected::injected,
    report::{RunFacts, RunRecorder, RunReports},
    run_causes::RunCauses,
    signals,
    suite_folder::SuiteFolder,
    targets::{self, Started, TargetError},
};

/// The reasons why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CommandError {
    #[cfg(not(feature = "bundled"))]
    #[error(
        "neither this folder nor one above it has features/ and schemas/; name the suite's folder with --suite, \
         or build conform with the feature `bundled`, which puts the suite inside"
    )]
    NoSuite,
    #[error(
        "the suite inside this command cannot be unpacked: {0}; make room for temporary files, or use --suite"
    )]
    #[cfg(feature = "bundled")]
    Unpack(io::Error),
    #[error("--suite {0} has no features/ and schemas/ in it")]
    NotASuite(String),
    #[error(transparent)]
    SetUp(#[from] SetUpError),
    #[error(transparent)]
    Target(#[from] TargetError),
    #[error(transparent)]
    Authority(#[from] AuthorityError),
    #[error(
        "{target} cannot be judged, since its set-up is wrong:\n{mistakes}\n`conform doctor` makes all checks"
    )]
    Mistakes { target: String, mistakes: String },
    #[error("the JUnit report {path} cannot be written: {source}")]
    JUnit { path: String, source: io::Error },
    #[error("axe-core cannot be read from {path}: {source}; {GET_AXE}")]
    Axe { path: String, source: io::Error },
    #[error(transparent)]
    Faults(#[from] FaultFileError),
    #[error("{0}")]
    Score(String),
    #[error("{0}")]
    Report(String),
    #[error("the output cannot be written: {0}; what it would have said is lost")]
    Output(#[source] io::Error),
    #[error("the run cannot be started: {0}")]
    Runtime(#[source] io::Error),
}

/// The threads of a command.
pub(crate) struct Runtimes {
    /// One thread for all scenarios, also for requests and deliveries, so that no data moves between threads.
    pub(crate) ours: Runtime,
    /// The other threads, for a sandbox that is started here and for the output of containers.
    pub(crate) theirs: Runtime,
}

impl Runtimes {
    /// The runtimes.
    ///
    /// # Errors
    /// If the system gives no threads.
    pub(crate) fn new() -> Result<Self, CommandError> {
        let others = thread::available_parallelism().map_or(1, |all| (all.get() - 1).max(1));
        let theirs = Builder::new_multi_thread().worker_threads(others).enable_all().build();
        let ours = Builder::new_current_thread().enable_all().build();
        Ok(Self {
            ours: ours.map_err(CommandError::Runtime)?,
            theirs: theirs.map_err(CommandError::Runtime)?,
        })
    }
}

/// Judges a target.
pub(crate) fn run(arguments: RunArguments, output: &Output) -> Result<u8, CommandError> {
    let folder = SuiteFolder::find(&arguments.selection.suite)?;
    let root = folder.to_path_buf();
    let schemas = root.clone();
    let contract = thread::spawn(move || load_contract(&schemas));
    let suite = load_suite(&root)?;
    let cases = select(&suite, &arguments.selection.selection())?;
    let options = Options::of(&suite, root);
    let contract = contract.join().unwrap_or_else(|panic| resume_unwind(panic))?;
    let Runtimes { ours, theirs } = Runtimes::new()?;
    output.say(&escaped(&folder.told()));
    let documents = SuiteDocuments { source: folder.told(), options, contract, cases };
    ours.block_on(judge_and_report(documents, arguments, theirs.handle(), output))
}

/// The documents by which targets are judged.
struct SuiteDocuments {
    /// The words for where they come from.
    source: String,
    /// The options that follow from the suite alone.
    options: Options,
    contract: Contract,
    cases: Vec<Rc<Case>>,
}

async fn judge_and_report(
    documents: SuiteDocuments,
    arguments: RunArguments,
    beside: &Handle,
    output: &Output,
) -> Result<u8, CommandError> {
    let SuiteDocuments { source, options, contract, cases } = documents;
    let break_off = BreakOff::default();
    signals::end_run_with(break_off.clone()).map_err(CommandError::Runtime)?;
    let axe = arguments.axe.as_deref().map(axe).transpose()?;
    // A report that cannot be written is an error before the run, not after it.
    let junit_file = arguments.junit.as_deref().map(junit_file).transpose()?;
    let reports = RunReports::open(&arguments.report)?;
    let TargetArguments { name, image } = &arguments.target;
    let secrets = Secrets::default();
    let started = targets::start(name, image.as_deref(), &options.root, &secrets, beside).await?;
    let started = fit_to_judge(started, &secrets).await?;
    let interceptor = injected(&arguments, &options.root, &started.target)?;
    let options = Options {
        interceptor,
        jobs: arguments.jobs,
        seed: arguments.seed.unwrap_or_else(|| u64::from(rand::random::<u32>())),
        fail_fast: arguments.fail_fast,
        secrets: secrets.clone(),
        operator_key: started.operator_key.clone(),
        keep: arguments.keep || started.ends_with_run(),
        axe,
        break_off,
        ..options
    };
    let name = started.target.name.clone();
    let facts = RunFacts {
        version: env!("CARGO_PKG_VERSION"),
        suite: source,
        target: name.clone(),
        layers: started.target.layers.to_string(),
        seed: options.seed,
    };
    let (paint, bar) = terminal();
    output.say(&format!("judging {name}: {} scenarios, seed {}", cases.len(), options.seed));
    let progress = Progress::new(cases.len(), output.clone(), bar, paint, secrets.clone());
    let mut progress = progress.verbose(arguments.verbose);
    let (mut causes, mut recorder) = (RunCauses::new(), RunRecorder::new(secrets.clone()));
    let new_junit = |_| JUnit::new(properties(&name, options.seed), secrets);
    let mut junit = junit_file.as_ref().map(new_junit);
    let mut observers = Observers::default();
    observers.add(&mut progress);
    observers.add(&mut causes);
    observers.add(&mut recorder);
    if let Some(junit) = &mut junit {
        observers.add(junit);
    }
    let target = started.target.clone();
    let judged = judge(target, &started.authority, contract, cases, &options, &mut observers).await;
    drop(observers);
    progress.close();
    let is_broken_off = judged.as_ref().is_ok_and(|summary| summary.broken_off.is_some());
    if let Some(logs) = started.container_logs(is_broken_off || judged.is_err()).await {
        output.say(&escaped(&options.secrets.mask(logs.trim_end())));
    }
    started.stop().await;
    let summary = judged?;
    output.say(&verdict_text(&name, &summary, paint));
    for line in causes.text(paint).lines() {
        output.say(&escaped(&options.secrets.mask(line)));
    }
    output.say(summary_text(&summary, options.seed, paint).trim_end());
    for line in reports.write(&recorder.finish(facts, &summary, &causes))? {
        output.say(&line);
    }
    if let (Some(junit), Some((file, path))) = (junit, junit_file) {
        let written = junit.write(&file, &name, &summary);
        written.map_err(|source| CommandError::JUnit { path, source })?;
    }
    Ok(exit_code(&summary, arguments.require, output))
}

/// The facts about a run that its JUnit report repeats.
fn properties(target: &str, seed: u64) -> Vec<(&'static str, String)> {
    let version = env!("CARGO_PKG_VERSION").to_owned();
    vec![("target", target.to_owned()), ("seed", seed.to_string()), ("version", version)]
}

/// The paint of standard output, and true if a progress bar is of use.
fn terminal() -> (Paint, bool) {
    let is_set = |name: &str| std::env::var_os(name).is_some();
    let paint = Paint(io::stdout().is_terminal() && !is_set("NO_COLOR"));
    (paint, io::stderr().is_terminal() && !is_set("CI"))
}

/// The exit code of a run. That the target does not conform says more than that a part of it was not judged.
fn exit_code(summary: &Summary, required: Option<Required>, output: &Output) -> u8 {
    match summary.exit_code() {
        0 => lacking(&summary.coverage, required, output),
        code => code,
    }
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

/// The target, unless its set-up is wrong.
async fn fit_to_judge(started: Started, secrets: &Secrets) -> Result<Started, CommandError> {
    let (wrong, others): (Vec<SetUpCheck>, Vec<SetUpCheck>) =
        doctor::before_run(&started).await.into_iter().partition(SetUpCheck::is_wrong);
    for warning in others.iter().filter(|check| check.is_warning()) {
        // A run is possible without standard error.
        let _ = writeln!(io::stderr(), "{}", escaped(&secrets.mask(&warning.to_string())));
    }
    if wrong.is_empty() {
        return Ok(started);
    }
    let target = started.target.name.clone();
    started.stop().await;
    let mistakes: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    Err(CommandError::Mistakes { target, mistakes: secrets.mask(&mistakes.join("\n")) })
}

fn axe(path: &Path) -> Result<Axe, CommandError> {
    Axe::read(path).map_err(|source| CommandError::Axe { path: path.display().to_string(), source })
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
    let folder = SuiteFolder::find(&arguments.selection.suite)?;
    let suite = load_suite(&folder)?;
    let cases = select(&suite, &arguments.selection.selection())?;
    if let Some(target) = &arguments.target {
        list_of_target(&targets::scope(target)?, &cases, output);
        return Ok(0);
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
fn list_of_target(scope: &TargetScope, cases: &[Rc<Case>], output: &Output) {
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
}

/// Shows the index of the rules.
pub(crate) fn rules(suite: &SuiteArgument, output: &Output) -> Result<u8, CommandError> {
    let suite = load_suite(&*SuiteFolder::find(suite)?)?;
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
