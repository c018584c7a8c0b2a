//! The command `score`: injects faults and legal variants one after the other, and says which the suite tells apart.

mod agenda;
mod bench;
mod blind;
mod crew;
mod document;
mod figures;
mod page;
mod progress;
mod report;
mod results;
mod state;
mod verdict;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicUsize, mpsc},
    thread,
    time::Instant,
};

use conformance_harness::{
    fault::{FaultKind, load},
    layer::Layers,
    processors::processors,
    quote::escaped,
    report::{Output, ReportFile},
    run::{BreakOff, TargetScope},
    suite::{Case, Selection, Suite},
};
use ralio_conformance::{load_suite, select};
use tokio::runtime::{Builder, Handle};

use crate::{
    arguments::{ScoreArguments, ScoredLayers},
    error::CommandError,
    score::{
        agenda::{ScoreItem, ScoreTask, agenda, tasks},
        crew::{BenchSetting, Crew, guides},
        figures::{Score, ScoreSetting},
        progress::ScoreProgress,
        results::ScoreResults,
        state::ScoreState,
    },
    signals,
    suite_folder::SuiteFolder,
    targets,
};

/// The target of which several can be started side by side.
const EMBEDDED: &str = "sandbox";

/// Scores the suite.
pub(crate) fn score(arguments: &ScoreArguments, output: &Output) -> Result<u8, CommandError> {
    let begun = Instant::now();
    let folder = SuiteFolder::find(&arguments.suite)?;
    let root = folder.to_path_buf();
    if arguments.blind {
        return blind::list(|beside| setting(arguments, root, beside), output);
    }
    let suite = load_suite(&root)?;
    let claims = claims(arguments)?;
    let items = Arc::new(items(arguments, &root, &suite, &claims.layers)?);
    let scenarios = scenarios(arguments, &suite, &claims)?;
    // A report that cannot be written is an error before the score, not after it.
    let reports = ScoreReports::of(arguments)?;
    let open = |path: &PathBuf| ScoreState::open(path, state::conditions(arguments, &root)?);
    let state = arguments.state.as_ref().map(open).transpose()?;
    let mut results =
        ScoreResults::new(&items, state, ScoreProgress::new(items.len(), output.clone()));
    let taken_over = results.take_over();
    let missing = results.missing();
    let jobs = number_of_jobs(arguments)?.min(missing.len()).max(1);
    let crew = |beside| Crew {
        setting: setting(arguments, root, beside),
        items: Arc::clone(&items),
        tasks: tasks(&items, &missing, arguments.ids.is_empty()),
        next: AtomicUsize::new(0),
    };
    run_crew(crew, jobs, &mut results)?;
    let setting = ScoreSetting {
        target: arguments.target.clone(),
        layers: claims.layers.to_string(),
        rules: arguments.rule.clone(),
        shard: arguments.shard.map(|shard| shard.to_string()),
        full: arguments.full,
        jobs,
        taken_over,
        wall: begun.elapsed(),
    };
    let score = Score { setting, all: results.into_scored(), scenarios };
    for line in report::summary(&score) {
        output.say(&escaped(&line));
    }
    reports.write(&score)?;
    Ok(report::exit_code(&score))
}

fn setting(arguments: &ScoreArguments, root: PathBuf, beside: Handle) -> BenchSetting {
    BenchSetting {
        root,
        target: arguments.target.clone(),
        layers: arguments.layers,
        rules: arguments.rule.clone(),
        is_full: arguments.full,
        beside,
        interrupted: BreakOff::default(),
    }
}

/// The claims of the target, by which a part of the suite applies to it.
fn claims(arguments: &ScoreArguments) -> Result<TargetScope, CommandError> {
    let mut claims = targets::scope(&arguments.target)?;
    claims.capabilities.remove(targets::BROWSER);
    if arguments.layers == ScoredLayers::Guides {
        claims.layers = guides();
    }
    Ok(claims)
}

/// The faults and variants that are meant; every rule that they name has a scenario.
fn items(
    arguments: &ScoreArguments,
    root: &Path,
    suite: &Suite,
    layers: &Layers,
) -> Result<Vec<ScoreItem>, CommandError> {
    let openapi = root.join("schemas/openapi.yaml");
    let folder = |given: &Option<PathBuf>, own: &str| {
        given.clone().unwrap_or_else(|| root.join("fixtures").join(own))
    };
    let faults = load(&folder(&arguments.faults, "faults"), FaultKind::Fault, &openapi)?;
    let variants = load(&folder(&arguments.variants, "variants"), FaultKind::Variant, &openapi)?;
    let is_known = |rule: &str| suite.cases.iter().any(|case| case.rule_id() == rule);
    for fault in &faults {
        if let Some(rule) = fault.right_rules().find(|rule| !is_known(rule)) {
            let message = format!("the fault {} names {rule}, which has no scenario", fault.id);
            return Err(CommandError::Score(message));
        }
    }
    let items = agenda(faults, variants, &arguments.ids, layers, arguments.shard)?;
    if items.is_empty() {
        let nothing = "no fault and no variant is meant; look at the ids, --layers and --shard";
        return Err(CommandError::Score(nothing.to_owned()));
    }
    Ok(items)
}

/// The scenarios that can fail on this target.
fn scenarios(
    arguments: &ScoreArguments,
    suite: &Suite,
    claims: &TargetScope,
) -> Result<BTreeSet<String>, CommandError> {
    let selection = Selection { rules: arguments.rule.clone(), ..Default::default() };
    let cases = select(suite, &selection)?;
    // A breach of a *should* rule is a warning and fails nothing.
    let is_should = |case: &Case| case.rule.as_ref().is_some_and(|rule| rule.is_should());
    let judged = cases.iter().filter(|case| claims.gap(case).is_none() && !is_should(case));
    Ok(judged.map(|case| case.scenario_id().to_owned()).collect())
}

/// The number of sandboxes side by side.
fn number_of_jobs(arguments: &ScoreArguments) -> Result<usize, CommandError> {
    let is_embedded = arguments.target == EMBEDDED;
    match arguments.jobs {
        Some(jobs) if jobs > 1 && !is_embedded => Err(CommandError::Score(format!(
            "--jobs {jobs} needs a target of which each thread can start its own; that is only {EMBEDDED}"
        ))),
        Some(jobs) => Ok(jobs),
        None if is_embedded => Ok(processors()),
        None => Ok(1),
    }
}

/// Carries out what is left to do, in so many threads.
fn run_crew(
    crew: impl FnOnce(Handle) -> Crew,
    jobs: usize,
    results: &mut ScoreResults<'_>,
) -> Result<(), CommandError> {
    // Servers that are started for a score run beside the threads that judge.
    let theirs = Builder::new_multi_thread().worker_threads(jobs).enable_all().build();
    let theirs = theirs.map_err(CommandError::Runtime)?;
    let crew = crew(theirs.handle().clone());
    if crew.tasks.is_empty() {
        return Ok(());
    }
    let listening = theirs.enter();
    signals::end_run_with(crew.setting.interrupted.clone()).map_err(CommandError::Runtime)?;
    drop(listening);
    thread::scope(|threads| {
        let (sender, news) = mpsc::channel();
        for _ in 0..jobs {
            let (crew, sender) = (&crew, sender.clone());
            threads.spawn(move || crew.work(&sender));
        }
        drop(sender);
        let gathered = results.gather(news, matches!(crew.tasks[0], ScoreTask::Baseline));
        if let Err(error) = &gathered {
            crew.setting.interrupted.because(error.to_string());
        }
        gathered
    })
}

/// The files of a score.
struct ScoreReports {
    json: Option<(ReportFile, PathBuf)>,
    html: Option<(ReportFile, PathBuf)>,
}

impl ScoreReports {
    fn of(arguments: &ScoreArguments) -> Result<Self, CommandError> {
        let file = |path: &Option<PathBuf>| {
            let at = |path: &PathBuf| match ReportFile::at(path) {
                Ok(file) => Ok((file, path.clone())),
                Err(error) => Err(not_written(path, &error)),
            };
            path.as_ref().map(at).transpose()
        };
        Ok(Self { json: file(&arguments.json)?, html: file(&arguments.html)? })
    }

    fn write(&self, score: &Score<'_>) -> Result<(), CommandError> {
        if let Some((file, path)) = &self.json {
            let text = document::json(score).map_err(|error| not_written(path, &error))?;
            file.write(&text).map_err(|error| not_written(path, &error))?;
        }
        if let Some((file, path)) = &self.html {
            let text = page::html(score).map_err(|error| not_written(path, &error))?;
            file.write(&text).map_err(|error| not_written(path, &error))?;
        }
        Ok(())
    }
}

fn not_written(path: &Path, error: &dyn std::fmt::Display) -> CommandError {
    CommandError::Score(format!("the report {} cannot be written: {error}", path.display()))
}
