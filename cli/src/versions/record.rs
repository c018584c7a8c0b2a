//! The command `record`: how a target behaves, in a file that people can review.

use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
};

use conformance_harness::{
    behaviour::{RecordFacts, Recorder, TargetRuns},
    kept::KeptFolder,
    quote::counted,
    report::{Output, ReportFile},
};
use ralio_conformance::{edition, load_contract};

use super::{
    diff::chosen_cases,
    live::{LiveTarget, WantedRun},
};
use crate::{
    arguments::RecordArguments, error::CommandError, kept::comparison_folder,
    suite_folder::SuiteFolder, targets,
};

/// Records a target.
pub(crate) fn record(arguments: &RecordArguments, output: &Output) -> Result<u8, CommandError> {
    let folder = SuiteFolder::find(&arguments.chosen.suite)?;
    let (suite, cases) = chosen_cases(&arguments.chosen, &folder)?;
    let contract = load_contract(&folder)?;
    let unwritable = |error: io::Error| not_written(&arguments.output, &error);
    let file = ReportFile::at(&arguments.output).map_err(unwritable)?;
    let folders = if arguments.from.is_empty() {
        new_runs(arguments, &folder, &cases, output)?
    } else {
        kept_runs(&arguments.from, &suite.digest)?
    };
    let runs = TargetRuns::open(folders)?;
    let names = edition::names(&contract);
    let facts = runs.head().map(|head| &head.facts);
    let facts = RecordFacts {
        target: facts.map(|facts| facts.target.clone()).unwrap_or_default(),
        layers: facts.map(|facts| facts.layers.clone()).unwrap_or_default(),
        digest: suite.digest,
        runs: runs.count(),
    };
    let chosen: BTreeSet<String> = cases.into_iter().collect();
    let ids = &runs.scenarios() & &chosen;
    if ids.is_empty() {
        let told =
            "the first run has no story of the chosen scenarios; keep one with `--evidence all`";
        return Err(CommandError::Report(told.to_owned()));
    }
    let mut recorder = Recorder::default();
    runs.each_scenario(&ids, names, |id, scenario| recorder.add(id, &scenario))?;
    let record = recorder.record(facts);
    let text = record.text().map_err(CommandError::report)?;
    file.write(&text).map_err(unwritable)?;
    let path = arguments.output.display();
    output.say(&format!("{} recorded in {path}", counted(ids.len(), "scenario")));
    Ok(0)
}

/// The error of a record that cannot be written.
fn not_written(path: &Path, error: &io::Error) -> CommandError {
    CommandError::Report(format!(
        "the record {} cannot be written: {error}; name a file in a folder that is there with -o",
        path.display()
    ))
}

/// Runs the target, and gives the folders of the runs.
fn new_runs(
    arguments: &RecordArguments,
    suite: &SuiteFolder,
    cases: &[String],
    output: &Output,
) -> Result<Vec<KeptFolder>, CommandError> {
    targets::scope(&arguments.target)?;
    let name = arguments.target.clone();
    let mut target = LiveTarget::new(name, comparison_folder(suite.home()), Vec::new());
    let runs = (1..=arguments.runs).map(|seed| {
        output.say(&format!(
            "run {seed} of {}: {}",
            arguments.runs,
            counted(cases.len(), "scenario")
        ));
        let (root, suite, jobs) = (&**suite, suite.told(), arguments.jobs);
        target.run(&format!("run-{seed}"), &WantedRun { root, suite, cases, seed, jobs })
    });
    runs.collect()
}

/// Opens runs that were kept. Those of another suite cannot be told in the words of this one.
fn kept_runs(folders: &[PathBuf], digest: &str) -> Result<Vec<KeptFolder>, CommandError> {
    let opened = folders.iter().map(|folder| {
        let run = KeptFolder::open(folder)?;
        if run.head.facts.digest == digest {
            return Ok(run);
        }
        let path = folder.display();
        Err(CommandError::Report(format!("{path} is a run of other feature files; run them again")))
    });
    opened.collect()
}
