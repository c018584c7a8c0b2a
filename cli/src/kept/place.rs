//! The place of kept runs.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    rc::Rc,
    time::Duration,
};

use conformance_harness::{
    kept::{KeptFolder, KeptRun, RunFacts, RunKeeper, RunState},
    secrets::Secrets,
    suite::{Case, Shard},
    target::Target,
};
use jiff::Timestamp;

use crate::{
    arguments::{KeepArguments, PartArguments},
    error::CommandError,
};

/// The folder of runs below a checkout.
const RUNS: &str = "target/conform/runs";

/// The folder of the runs of comparisons below a checkout.
const COMPARISONS: &str = "target/conform/comparisons";

/// The number of runs that stay there.
const STAYING: usize = 5;

/// Begins to keep a run of these cases below `home`, unless the arguments name another folder. A folder that nobody has named
/// is no reason not to judge: without it, nothing is kept, unless a report needs the kept run.
pub(crate) fn begin_keeping(
    arguments: &KeepArguments,
    home: &Path,
    cases: &[Rc<Case>],
    facts: &RunFacts,
    secrets: &Secrets,
    is_needed: bool,
) -> Result<Option<RunKeeper>, CommandError> {
    let chosen: BTreeSet<String> = cases.iter().map(|case| case.id.clone()).collect();
    let choice = arguments.evidence.into();
    let begin = |folder| RunKeeper::begin(folder, facts.clone(), chosen, choice, secrets.clone());
    if let Some(folder) = &arguments.out {
        check_own(folder).map_err(not_kept)?;
        return begin(folder.clone()).map(Some).map_err(not_kept);
    }
    prune(&home.join(RUNS));
    let keeper = begin(new_folder(home));
    if is_needed { keeper.map(Some).map_err(not_kept) } else { Ok(keeper.ok()) }
}

/// The facts about a run of a suite, which is given by its words and its digest.
pub(crate) fn run_facts(
    (suite, digest): (String, String),
    target: &Target,
    seed: u64,
    shard: Option<Shard>,
) -> RunFacts {
    RunFacts {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        suite,
        digest,
        target: target.name.clone(),
        layers: target.layers.to_string(),
        seed,
        shard,
    }
}

/// A folder below `home` for a run that begins now.
pub(super) fn new_folder(home: &Path) -> PathBuf {
    named_by_time(&home.join(RUNS))
}

/// A folder in another one, for something that begins now.
fn named_by_time(folder: &Path) -> PathBuf {
    let time = Timestamp::now().strftime("%Y%m%dT%H%M%S.%3f");
    folder.join(format!("{time}-{}", std::process::id()))
}

/// The age at which a comparison has surely ended.
const OLD: Duration = Duration::from_hours(4);

fn is_old(folder: &Path) -> bool {
    let changed = fs::metadata(folder).and_then(|found| found.modified());
    changed.is_ok_and(|changed| changed.elapsed().is_ok_and(|age| age > OLD))
}

/// A folder below `home` for the runs of a comparison that begins now. The last ones stay, and those that may still go on.
pub(crate) fn comparison_folder(home: &Path) -> PathBuf {
    let all = home.join(COMPARISONS);
    let earlier = folders_in(&all);
    let left = (earlier.len() + 1).saturating_sub(STAYING);
    for folder in earlier.iter().take(left).filter(|folder| is_old(folder)) {
        // Another comparison may remove it at the same time.
        let _ = fs::remove_dir_all(folder);
    }
    named_by_time(&all)
}

/// The cases that are meant: of the last failures, and of one part.
pub(crate) fn chosen_of(
    mut cases: Vec<Rc<Case>>,
    arguments: &PartArguments,
    home: &Path,
) -> Result<Vec<Rc<Case>>, CommandError> {
    if arguments.last_failed {
        let run = KeptRun::open(&latest(arguments.last_run.as_deref(), home)?)?;
        let red = run.red();
        cases.retain(|case| red.contains(&case.id));
        if cases.is_empty() {
            let folder = run.path().display();
            let told = format!("--last-failed: none of the chosen scenarios is red in {folder}");
            return Err(CommandError::Report(told));
        }
    }
    if let Some(shard) = arguments.shard {
        let times = arguments.times.as_deref().map(KeptRun::open).transpose()?;
        let times = times.map(|run| run.times());
        cases = shard.of(&cases, times.as_ref());
        if cases.is_empty() {
            let told = format!("--shard {shard}: this part has no scenario; choose fewer parts");
            return Err(CommandError::Report(told));
        }
    }
    Ok(cases)
}

/// Refuses a folder with files of somebody else.
pub(super) fn check_own(folder: &Path) -> io::Result<()> {
    let is_new = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(error) => return Err(error),
    };
    if is_new || KeptFolder::open(folder).is_ok() {
        return Ok(());
    }
    let reason = format!("{} is not empty and holds no kept run", folder.display());
    Err(io::Error::other(reason))
}

/// The error of a run that cannot be kept.
#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
pub(crate) fn not_kept(error: io::Error) -> CommandError {
    CommandError::NotKept(error.to_string())
}

/// The line that tells the reader of a run where it is kept.
pub(crate) fn kept_line(folder: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let shown = folder.strip_prefix(here).unwrap_or(folder);
    format!("kept in {}; `conform show ID` tells what happened in a scenario", shown.display())
}

/// The folders in another one, the oldest first.
fn folders_in(runs: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(runs).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// Removes the oldest runs; one that goes on stays.
fn prune(runs: &Path) {
    let folders = folders_in(runs);
    let ended = folders
        .iter()
        .filter(|run| KeptFolder::open(run).is_ok_and(|run| run.head.state == RunState::Ended));
    let ended: Vec<&PathBuf> = ended.collect();
    for folder in ended.iter().take((ended.len() + 1).saturating_sub(STAYING)) {
        // Another run may remove it at the same time.
        let _ = fs::remove_dir_all(folder);
    }
}

/// The folder that is meant: the given one, or the last one below `home`.
pub(crate) fn latest(given: Option<&Path>, home: &Path) -> Result<PathBuf, CommandError> {
    match given {
        Some(folder) => Ok(folder.to_owned()),
        None => last_kept(home).ok_or_else(|| {
            CommandError::Report(format!(
                "no run is kept in {}; `conform run` keeps one, or name a folder with --run",
                home.join(RUNS).display()
            ))
        }),
    }
}

/// The folder of the last run below `home`; none if none is kept.
pub(crate) fn last_kept(home: &Path) -> Option<PathBuf> {
    folders_in(&home.join(RUNS)).pop()
}
