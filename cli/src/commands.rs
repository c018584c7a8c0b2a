//! The commands: run, list, rules, ca.

use std::{
    collections::BTreeSet,
    io::{self, Write as _},
    panic::resume_unwind,
    path::{Path, PathBuf},
    rc::Rc,
    thread,
};

use conformance_harness::{
    browser::Axe,
    processors::processors,
    quote::{counted, escaped},
    report::{Output, rules_text},
    run::{BreakOff, Coverage, Gap, Summary, TargetScope},
    schema::Contract,
    secrets::Secrets,
    sink::Authority,
    suite::{Case, NEEDS},
};
use ralio_conformance::{Options, judge, load_contract, load_selected, read_suite};
use tokio::runtime::{Builder, Handle, Runtime};

use crate::{
    arguments::{ListArguments, Required, RunArguments, SuiteArgument, TargetArguments},
    asked_cases::{CASTS, asked_cases, jobs_of},
    doctor::{self, SetUpCheck},
    error::CommandError,
    exit_code::NOT_JUDGED,
    injected::RunInjector,
    kept::{begin_keeping, chosen_of, run_facts},
    report::RunSubject,
    run_watch::RunFiles,
    signals,
    situations::WatchedSituations,
    suite_folder::SuiteFolder,
    targets::{self, Started},
    worklist::RunWorklist,
};

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
        let others = (processors() - 1).max(1);
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
    let (suite, cases) = load_selected(&root, &arguments.selection.selection())?;
    let cases = chosen_of(cases, &arguments.part, folder.home())?;
    let options = Options::of(&suite, root);
    let contract = contract.join().unwrap_or_else(|panic| resume_unwind(panic))?;
    let Runtimes { ours, theirs } = Runtimes::new()?;
    output.say(&escaped(&folder.told()));
    let (source, digest, home) = (folder.told(), suite.digest, folder.home().to_owned());
    let documents = SuiteDocuments { source, digest, home, options, contract, cases };
    ours.block_on(judge_and_report(documents, arguments, theirs.handle(), output))
}

/// The documents by which targets are judged.
struct SuiteDocuments {
    /// The words for where they come from.
    source: String,
    /// The digest of the feature files.
    digest: String,
    /// The folder below which runs are kept.
    home: PathBuf,
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
    let SuiteDocuments { source, digest, home, options, contract, cases } = documents;
    let (break_off, secrets) = (BreakOff::default(), Secrets::default());
    signals::end_run_with(break_off.clone()).map_err(CommandError::Runtime)?;
    let axe = arguments.axe.as_deref().map(axe).transpose()?;
    let cases = asked_cases(&arguments, &home, cases, output)?;
    let subject = RunSubject { root: options.root.clone(), cases: cases.clone() };
    let (junit, compare) = (arguments.junit.as_deref(), arguments.compare.as_deref());
    let files = RunFiles::open(junit, &arguments.report, compare, subject)?;
    let TargetArguments { name, image } = &arguments.target;
    let started = targets::start(name, image.as_deref(), &options.root, &secrets, beside).await?;
    let started = fit_to_judge(started, &secrets).await?;
    let situations =
        WatchedSituations::wanted(&arguments.messages, &options.root, &started.target)?;
    let faults = RunInjector::wanted(&arguments.messages, &options.root, &started.target)?;
    let worklist = RunWorklist::begin(arguments.worklist, &started.target, &break_off, beside)?;
    let options = Options {
        interceptor: situations.as_ref().map(WatchedSituations::interceptor).or(faults.through()),
        jobs: jobs_of(&arguments, &started.target, cases.len()),
        cast: home.join(CASTS),
        new_cast: arguments.new_cast,
        max_requests: arguments.max_requests,
        seed: arguments.seed.unwrap_or_else(|| u64::from(rand::random::<u32>())),
        fail_fast: arguments.fail_fast,
        secrets: secrets.clone(),
        operator_key: started.operator_key.clone(),
        keep: arguments.keep || started.ends_with_run(),
        axe,
        worklist: worklist.list(),
        break_off,
        ..options
    };
    let facts = run_facts((source, digest), &started.target, options.seed, arguments.part.shard);
    let (target, count) = (started.target.clone(), counted(cases.len(), "scenario"));
    output.say(&format!("judging {}: {count}, seed {}", target.name, options.seed));
    let is_needed = files.need_kept_run();
    let keeper = begin_keeping(&arguments.keep_run, &home, &cases, &facts, &secrets, is_needed)?;
    let watch = files.begin(facts, cases.len(), keeper, arguments.manner, output, secrets);
    let mut watch = watch.beside_person(worklist.has_person());
    let judged = judge(target, &started.authority, contract, cases.clone(), &options, &mut watch);
    let judged = judged.await;
    watch.close();
    let is_broken_off = judged.as_ref().is_ok_and(|summary| summary.broken_off.is_some());
    if let Some(logs) = started.container_logs(is_broken_off || judged.is_err()).await {
        output.say(&escaped(&options.secrets.mask(logs.trim_end())));
    }
    started.stop().await;
    let summary = judged?;
    watch.report(&summary, output)?;
    faults.warn_of_idle(&summary);
    worklist.end(output);
    let tried = situations.map_or(0, |situations| situations.report(&cases, output));
    Ok(exit_code(&summary, arguments.require, output).max(tried))
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
pub(crate) async fn fit_to_judge(
    started: Started,
    secrets: &Secrets,
) -> Result<Started, CommandError> {
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

/// Shows the scenarios that would run.
pub(crate) fn list(arguments: &ListArguments, output: &Output) -> Result<u8, CommandError> {
    let folder = SuiteFolder::find(&arguments.selection.suite)?;
    let (_, cases) = load_selected(&folder, &arguments.selection.selection())?;
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
        let needs: Vec<String> = case.needs().map(|need| format!("@{NEEDS}{need}")).collect();
        output.say(&format!(
            "  {:<10} {:<60} {} {}",
            case.id,
            case.name,
            case.place(),
            needs.join(" ")
        ));
    }
    let rules: BTreeSet<_> =
        cases.iter().flat_map(|case| &case.rule).map(|rule| &rule.id).collect();
    output.say(&format!("{}, {}", counted(cases.len(), "scenario"), counted(rules.len(), "rule")));
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
    output.say(&format!(
        "{judged} of {}, {}",
        counted(cases.len(), "scenario"),
        rules_text(&coverage)
    ));
}

/// Shows the index of the rules.
pub(crate) fn rules(suite: &SuiteArgument, output: &Output) -> Result<u8, CommandError> {
    let suite = read_suite(&SuiteFolder::find(suite)?)?;
    for line in suite.index() {
        output.say(&line);
    }
    Ok(0)
}

/// Makes or shows the sink's authority.
pub(crate) fn ca(directory: &Path, output: &Output) -> Result<u8, CommandError> {
    let authority = Authority::kept_in(directory)?;
    output.say(authority.pem().trim_end());
    Ok(0)
}
