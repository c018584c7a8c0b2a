//! The command `coverage`: what a kept run exercised and asserted, with what is missing.

use std::path::Path;

use conformance_harness::{
    checks::Encoding,
    coverage::{CoverageSources, RunCoverage, load_transitions, measure},
    fault::load_excuses,
    kept::KeptRun,
    layer::Layers,
    report::{Output, Paint},
    schema::Contract,
};
use ralio_conformance::{edition, load_contract, load_suite};

use super::{lacks::lacks, report::CoverageReport, text::coverage_text};
use crate::{
    arguments::CoverageArguments, error::CommandError, kept::latest, suite_folder::SuiteFolder,
};

/// The file of legal changes of state.
const TRANSITIONS: &str = "fixtures/transitions.yaml";

/// The file of members that no scenario needs to compare.
const EXCUSES: &str = "fixtures/blind.yaml";

/// The coverage of the run that is kept in a folder; none if it has kept no stories.
pub(crate) fn coverage_report(
    run: &Path,
    suite: &Path,
) -> Result<Option<CoverageReport>, CommandError> {
    let run = KeptRun::open(run)?;
    if !run.has_stories() {
        return Ok(None);
    }
    let covered = bound_coverage(&run, suite)?;
    let missing = lacks(&covered);
    Ok(Some(CoverageReport { figures: covered.figures, missing }))
}

/// Tells the coverage of a run.
pub(crate) fn coverage(arguments: &CoverageArguments, output: &Output) -> Result<u8, CommandError> {
    let folder = SuiteFolder::find(&arguments.suite)?;
    let run = KeptRun::open(&latest(arguments.run.as_deref(), folder.home())?)?;
    if !run.has_stories() {
        let reason = format!(
            "the run in {} has kept no stories, from which coverage is counted; run again without --evidence none",
            run.path().display()
        );
        return Err(CommandError::Report(reason));
    }
    let covered = bound_coverage(&run, &folder)?;
    if arguments.json {
        let text = serde_json::to_string_pretty(&covered);
        output.say(&text.map_err(CommandError::report)?);
        return Ok(0);
    }
    let paint = Paint::of_stdout();
    let place = run.path().display().to_string();
    output.say(coverage_text(&covered, &place, arguments.missing, paint).trim_end());
    Ok(0)
}

/// The coverage of a run, by the layers that it was bound by.
fn bound_coverage(run: &KeptRun, suite: &Path) -> Result<RunCoverage, CommandError> {
    let layers = Layers::read(&run.head.facts.layers);
    let contract = load_contract(suite)?;
    let contract = contract.bound_by(&layers).map_err(ralio_conformance::SetUpError::from)?;
    coverage_of(run, &contract, suite)
}

/// The coverage of a run, by a contract that is bound by its layers and by the reviewed files of the suite in a folder.
pub(crate) fn coverage_of(
    run: &KeptRun,
    contract: &Contract,
    suite: &Path,
) -> Result<RunCoverage, CommandError> {
    let loaded = load_suite(suite)?;
    let is_same = loaded.digest == run.head.facts.digest;
    // `conform score --blind` leaves the pages out.
    let cases = loaded.cases.iter().filter(|case| !case.needs_browser());
    let cases: Vec<String> = cases.map(|case| case.id.clone()).collect();
    let resources = load_transitions(&suite.join(TRANSITIONS));
    let resources = resources.map_err(CommandError::report)?;
    let excuses = load_excuses(&suite.join(EXCUSES))?;
    let sources = CoverageSources {
        resources: &resources,
        excuses: &excuses,
        type_key: edition::convention(Encoding::Hex).type_key,
        suite: is_same.then_some(cases.as_slice()),
    };
    Ok(measure(run, contract, sources)?)
}
