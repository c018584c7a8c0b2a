//! The command `merge`: kept runs become one, with its verdict and its reports.

use std::rc::Rc;

use conformance_harness::{
    kept::{self, KeptRun},
    report::Output,
    run::Observer as _,
    secrets::Secrets,
    suite::Case,
};
use ralio_conformance::load_suite;

use super::{
    ended::{results, summary_of},
    place::{check_own, not_kept},
};
use crate::{
    arguments::{MergeArguments, RunManner},
    error::CommandError,
    report::RunSubject,
    run_watch::RunFiles,
    suite_folder::SuiteFolder,
};

/// Merges the runs and reports on them as if they were one.
pub(crate) fn merge(arguments: &MergeArguments, output: &Output) -> Result<u8, CommandError> {
    let folder = SuiteFolder::find(&arguments.suite)?;
    let suite = load_suite(&folder)?;
    let runs: Result<Vec<KeptRun>, _> =
        arguments.runs.iter().map(|run| KeptRun::open(run)).collect();
    let runs = runs?;
    if let Some(run) = runs.iter().find(|run| run.head.facts.digest != suite.digest) {
        return Err(CommandError::Report(format!(
            "{} judges another suite than this one (digest {}, not {}); use the same checkout, or --suite",
            run.path().display(),
            run.head.facts.digest,
            suite.digest
        )));
    }
    let is_chosen = |case: &&Rc<Case>| runs.iter().any(|run| run.head.chosen.contains(&case.id));
    let cases = suite.cases.iter().filter(is_chosen).cloned().collect();
    let subject = RunSubject { root: folder.to_path_buf(), cases };
    let compare = arguments.compare.as_deref();
    let files = RunFiles::open(arguments.junit.as_deref(), &arguments.report, compare, subject)?;
    check_own(&arguments.out).map_err(not_kept)?;
    let run = kept::merge(&runs, &arguments.out)?;
    let facts = run.head.facts.clone();
    // A kept run was masked before it was written.
    let mut watch = files.begin(
        facts,
        run.results.len(),
        None,
        RunManner::default(),
        output,
        Secrets::default(),
    );
    for result in results(&run, &suite.cases) {
        watch.ended(&result);
    }
    watch.close();
    let summary = summary_of(&run);
    watch.report_on(Some(&run), &summary, output)?;
    Ok(summary.exit_code())
}
