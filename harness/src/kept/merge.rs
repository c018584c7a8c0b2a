//! Joins the kept runs of all parts of a suite to one.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{self, BufWriter, Write as _},
    path::Path,
};

use super::{
    folder::KeptRun,
    keeper::write_head,
    result::{RESULTS, RunFacts, RunHead, RunState, STORIES},
};
use crate::{quote::counted, run::Summary, target::IN_CONTAINER};

/// The reasons why runs cannot be joined.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// They are not parts of one run.
    #[error("{0}")]
    Unlike(String),
    /// A file cannot be read or written.
    #[error("the merged run cannot be written to {folder}: {source}")]
    Io {
        /// The folder of the merged run.
        folder: String,
        /// The reason.
        source: io::Error,
    },
}

/// Joins runs in a folder.
///
/// # Errors
/// If they judge another suite or target, if a scenario is missing or stands twice, or if the folder cannot be written.
pub fn merge(runs: &[KeptRun], folder: &Path) -> Result<KeptRun, MergeError> {
    let head = joined_head(runs)?;
    let shown = || folder.display().to_string();
    let failed = |source| MergeError::Io { folder: shown(), source };
    write(runs, &head, folder).map_err(failed)?;
    KeptRun::open(folder).map_err(|error| failed(io::Error::other(error)))
}

fn joined_head(runs: &[KeptRun]) -> Result<RunHead, MergeError> {
    let Some(first) = runs.first() else {
        return Err(MergeError::Unlike("there is nothing to merge; name the folders".to_owned()));
    };
    check_alike(first, runs)?;
    check_parts(runs)?;
    check_scenarios(runs)?;
    let mut summary = Summary::default();
    for run in runs {
        summary.add(run.head.summary.clone().unwrap_or_default());
    }
    let begun = runs.iter().map(|run| run.head.begun).min().unwrap_or(first.head.begun);
    Ok(RunHead {
        state: RunState::Ended,
        begun,
        facts: RunFacts { shard: None, ..first.head.facts.clone() },
        chosen: runs.iter().flat_map(|run| run.head.chosen.clone()).collect(),
        summary: Some(summary),
        ..first.head.clone()
    })
}

/// Refuses runs of another suite, target or version.
fn check_alike(first: &KeptRun, runs: &[KeptRun]) -> Result<(), MergeError> {
    let own = &first.head.facts;
    for run in runs {
        let facts = &run.head.facts;
        // The name of a target that was started in a container ends with the container's id.
        let name = |facts: &RunFacts| {
            facts.target.split(IN_CONTAINER).next().unwrap_or_default().to_owned()
        };
        let differing = [
            ("another suite (the digests of the feature files differ)", own.digest == facts.digest),
            ("another target", name(own) == name(facts)),
            ("other layers", own.layers == facts.layers),
            ("another version of conform", own.version == facts.version),
        ];
        if let Some((what, _)) = differing.into_iter().find(|(_, is_same)| !is_same) {
            return Err(MergeError::Unlike(format!(
                "{} and {} cannot be merged: they have {what}",
                first.path().display(),
                run.path().display()
            )));
        }
    }
    Ok(())
}

/// Refuses parts of different divisions, and a division of which a part is missing.
fn check_parts(runs: &[KeptRun]) -> Result<(), MergeError> {
    let shards: Vec<_> = runs.iter().filter_map(|run| run.head.facts.shard).collect();
    let Some(first) = shards.first() else { return Ok(()) };
    if shards.len() < runs.len() || shards.iter().any(|shard| shard.parts != first.parts) {
        let told =
            "the runs are parts of different divisions; merge all parts of one --shard".to_owned();
        return Err(MergeError::Unlike(told));
    }
    let there: BTreeSet<usize> = shards.iter().map(|shard| shard.part).collect();
    let missing: Vec<String> = (1..=first.parts)
        .filter(|part| !there.contains(part))
        .map(|part| format!("{part}/{}", first.parts))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(MergeError::Unlike(format!("these parts are missing: {}", missing.join(", "))))
}

/// Refuses scenarios that stand in two runs, or that have no result although they were chosen.
fn check_scenarios(runs: &[KeptRun]) -> Result<(), MergeError> {
    let mut seen: BTreeMap<&str, &KeptRun> = BTreeMap::new();
    for run in runs {
        for id in &run.head.chosen {
            if let Some(other) = seen.insert(id, run) {
                return Err(MergeError::Unlike(format!(
                    "{id} stands in {} and in {}",
                    other.path().display(),
                    run.path().display()
                )));
            }
        }
        let judged: BTreeSet<&str> = run.results.iter().map(|result| result.id.as_str()).collect();
        let missing: Vec<&String> =
            run.head.chosen.iter().filter(|id| !judged.contains(id.as_str())).collect();
        // A single run is read as it is.
        if runs.len() > 1
            && let Some(one) = missing.first()
        {
            return Err(MergeError::Unlike(format!(
                "{} without a result in {}, {one} for example: the run did not end",
                counted(missing.len(), "scenario"),
                run.path().display()
            )));
        }
    }
    Ok(())
}

fn write(runs: &[KeptRun], head: &RunHead, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut stories = BufWriter::new(File::create(folder.join(STORIES))?);
    let mut results = BufWriter::new(File::create(folder.join(RESULTS))?);
    let mut written = 0;
    for run in runs {
        for result in &run.results {
            let mut result = result.clone();
            result.story = result.story.map(|(from, length)| (from + written, length));
            serde_json::to_writer(&mut results, &result)?;
            results.write_all(b"\n")?;
        }
        written += io::copy(&mut File::open(run.path().join(STORIES))?, &mut stories)?;
    }
    results.flush()?;
    stories.flush()?;
    write_head(folder, head)
}
