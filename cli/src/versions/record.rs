//! The command `record`: how a target behaves, in a file that people can review.

use conformance_harness::{
    behaviour::{RecordFacts, Recorder, TargetRuns},
    report::{Output, ReportFile},
};
use ralio_conformance::{edition, load_contract, load_suite};

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
    let suite = load_suite(&folder)?;
    let contract = load_contract(&folder)?;
    let cases = chosen_cases(&arguments.chosen, &suite)?;
    targets::scope(&arguments.target)?;
    let file = ReportFile::at(&arguments.output).map_err(CommandError::report)?;
    let target = LiveTarget {
        name: arguments.target.clone(),
        folder: comparison_folder(folder.home()),
        faults: Vec::new(),
    };
    let mut folders = Vec::new();
    for seed in 1..=arguments.runs {
        output.say(&format!("run {seed} of {}: {} scenarios", arguments.runs, cases.len()));
        let (root, suite, jobs) = (&*folder, folder.told(), arguments.jobs);
        let wanted = WantedRun { root, suite, cases: &cases, seed, jobs };
        folders.push(target.run(&format!("run-{seed}"), &wanted)?);
    }
    let runs = TargetRuns::open(folders)?;
    let names = edition::names(&contract);
    let facts = runs.head().map(|head| &head.facts);
    let facts = RecordFacts {
        target: facts.map(|facts| facts.target.clone()).unwrap_or_default(),
        layers: facts.map(|facts| facts.layers.clone()).unwrap_or_default(),
        digest: suite.digest,
        runs: runs.count(),
    };
    let ids = runs.scenarios();
    // All are read twice: first for what is usual, then for what differs. So one scenario at a time is in memory.
    let mut recorder = Recorder::default();
    for id in &ids {
        if let Some(scenario) = runs.scenario(id, names)? {
            recorder.count(&scenario);
        }
    }
    let mut record = recorder.begin(facts);
    for id in &ids {
        if let Some(scenario) = runs.scenario(id, names)? {
            record.add(id, &scenario);
        }
    }
    let text = record.text().map_err(CommandError::report)?;
    file.write(&text).map_err(CommandError::report)?;
    let path = arguments.output.display();
    output.say(&format!("{} scenarios recorded in {path}", ids.len()));
    Ok(0)
}
