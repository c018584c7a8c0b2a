//! `conform watch`: runs what is saved, against a target that stays up.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    rc::Rc,
    time::{Duration, Instant, SystemTime},
};

use conformance_harness::{
    quote::escaped,
    report::{Output, Paint, verdict_text},
    run::{BreakOff, CaseResult, Observer},
    story::Story,
    suite::Case,
    verdict::Verdict,
};
use tokio::time::sleep;

use super::{
    check::shown,
    teller::StoryTeller,
    workbench::{CheckedSuite, Workbench},
};
use crate::{
    arguments::WatchArguments, commands::Runtimes, error::CommandError, exit_code::NOT_JUDGED,
    signals, suite_folder::SuiteFolder,
};

/// The time between two looks at the files.
const LOOK: Duration = Duration::from_millis(100);

/// A file as it was seen: the time of its last change, and its length.
type SeenFile = (SystemTime, u64);

/// Watches feature files until it is ended.
pub(crate) fn watch(arguments: &WatchArguments, output: &Output) -> Result<u8, CommandError> {
    let folder = SuiteFolder::find(&arguments.suite)?;
    if folder.is_temporary() {
        return Err(CommandError::NothingToWatch);
    }
    let Runtimes { ours, theirs } = Runtimes::new()?;
    ours.block_on(watch_on(arguments, &folder, theirs.handle(), output))
}

async fn watch_on(
    arguments: &WatchArguments,
    root: &Path,
    beside: &tokio::runtime::Handle,
    output: &Output,
) -> Result<u8, CommandError> {
    let break_off = BreakOff::default();
    signals::end_run_with(break_off.clone()).map_err(CommandError::Runtime)?;
    let bench = Workbench::start(&arguments.target, root, beside).await?;
    let watched = Watched::of(&arguments.files, root)?;
    // From the first message on, each saved file runs.
    let mut before = watched.look(root);
    output.say(&escaped(&format!(
        "{} stays up, its Portal at {}; watching {}",
        bench.started.target.name,
        bench.started.target.portal_url,
        watched.told()
    )));
    let mut changed: Vec<PathBuf> = before.keys().cloned().collect();
    if arguments.files.is_empty() {
        // Without a choice nothing runs before something is saved.
        changed.clear();
    }
    let mut last_code = 0;
    loop {
        if !changed.is_empty() {
            last_code = run_saved(&bench, &changed, &break_off, arguments.story, output).await?;
        }
        changed.clear();
        while changed.is_empty() {
            if break_off.cause().is_some() {
                bench.started.stop().await;
                return Ok(last_code);
            }
            sleep(LOOK).await;
            let now = watched.look(root);
            let is_new = |path: &&PathBuf| before.get(*path) != now.get(*path);
            changed = now.keys().filter(is_new).cloned().collect();
            before = now;
        }
    }
}

/// Runs the scenarios of the saved files, unless these have mistakes; gives the exit code that a run would have.
async fn run_saved(
    bench: &Workbench,
    saved: &[PathBuf],
    break_off: &BreakOff,
    tells_all: bool,
    output: &Output,
) -> Result<u8, CommandError> {
    let begun = Instant::now();
    let checked = bench.read(BTreeMap::new())?;
    let paint = Paint::of_stdout();
    let mut has_mistakes = false;
    for mistake in saved.iter().flat_map(|path| checked.mistakes_in(path)) {
        let line = checked.files.line(&mistake.path, mistake.line);
        output.say(&shown(mistake, line, paint));
        has_mistakes = true;
    }
    if has_mistakes {
        return Ok(NOT_JUDGED);
    }
    let CheckedSuite { files, .. } = checked;
    let is_saved = |case: &&Rc<Case>| saved.contains(&case.path);
    let cases: Vec<Rc<Case>> = files.suite.cases.iter().filter(is_saved).cloned().collect();
    if cases.is_empty() {
        return Ok(0);
    }
    let teller = StoryTeller::new(paint, bench.secrets.clone());
    let mut watch = SavedRun { output: output.clone(), teller, tells_all };
    let summary = bench.run(&files.suite, cases, break_off.clone(), &mut watch).await?;
    let verdict = verdict_text(&bench.started.target.name, &summary, paint);
    output.say(&format!("{} ({:.2} s)", verdict.trim_end(), begun.elapsed().as_secs_f64()));
    Ok(summary.exit_code())
}

/// The observer of the run of a saved file.
struct SavedRun {
    output: Output,
    teller: StoryTeller,
    /// True if the stories of scenarios that passed are told, too.
    tells_all: bool,
}

impl Observer for SavedRun {
    fn ended(&mut self, outcome: &CaseResult) {
        let is_wanted = self.tells_all || outcome.verdict != Verdict::Passed;
        self.output.say(&self.teller.ended(outcome, is_wanted));
    }

    fn wants_stories(&self) -> bool {
        true
    }

    fn told(&mut self, case: &Case, story: Story) {
        self.teller.told(case, story);
    }
}

/// The files to look at.
struct Watched(Vec<PathBuf>);

impl Watched {
    /// The named files and folders, which stand in the suite; all features if none is named.
    fn of(named: &[PathBuf], root: &Path) -> Result<Self, CommandError> {
        let whole_root = root.canonicalize().map_err(CommandError::Runtime)?;
        let mut paths = Vec::new();
        for path in named {
            let given = if path.exists() { path.clone() } else { root.join(path) };
            let inside = given.canonicalize().ok();
            let inside = inside
                .and_then(|whole| whole.strip_prefix(&whole_root).ok().map(Path::to_path_buf));
            let inside = inside.filter(|path| path.starts_with("features"));
            paths.push(inside.ok_or_else(|| CommandError::NoFeatureFile {
                path: path.display().to_string(),
                reason: "it does not stand in features/ of the suite".to_owned(),
            })?);
        }
        if paths.is_empty() {
            paths.push(PathBuf::from("features"));
        }
        Ok(Self(paths))
    }

    fn told(&self) -> String {
        let paths: Vec<String> = self.0.iter().map(|path| path.display().to_string()).collect();
        paths.join(", ")
    }

    /// The feature files that are there now.
    fn look(&self, root: &Path) -> BTreeMap<PathBuf, SeenFile> {
        let mut found = BTreeMap::new();
        for path in &self.0 {
            add_files(root, path, &mut found);
        }
        found
    }
}

/// Adds a file, or the files below a folder. One that disappears meanwhile is none.
fn add_files(root: &Path, path: &Path, found: &mut BTreeMap<PathBuf, SeenFile>) {
    let whole = root.join(path);
    let Ok(facts) = fs::metadata(&whole) else { return };
    if facts.is_dir() {
        for entry in fs::read_dir(&whole).into_iter().flatten().flatten() {
            add_files(root, &path.join(entry.file_name()), found);
        }
    } else if path.extension().is_some_and(|extension| extension == "feature")
        && let Ok(changed) = facts.modified()
    {
        found.insert(path.to_path_buf(), (changed, facts.len()));
    }
}
