//! The command `merge`: kept runs become one, with its verdict and its reports.

use std::rc::Rc;

use conformance_harness::{
    kept::{self, KeptResult, KeptRun},
    report::Output,
    run::{CaseResult, Observer as _, Summary},
    secrets::Secrets,
    suite::{Case, cases_by_id},
};
use ralio_conformance::load_suite;

use super::place::{check_own, not_kept};
use crate::{
    arguments::MergeArguments, error::CommandError, report::RunSubject, run_watch::RunFiles,
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
    let mut watch = files.begin(facts, run.results.len(), None, false, output, Secrets::default());
    for result in results(&run, &suite.cases) {
        watch.ended(&result);
    }
    watch.close();
    let summary = summary_of(&run);
    watch.report_on(Some(&run), &summary, output)?;
    Ok(summary.exit_code())
}

/// The results of a run, in the order of the suite.
fn results(run: &KeptRun, cases: &[Rc<Case>]) -> Vec<CaseResult> {
    let cases = cases_by_id(cases);
    let result = |kept: &KeptResult| {
        let case = cases.get(kept.id.as_str())?;
        Some(kept.clone().result_of(Rc::clone(case)))
    };
    let mut results: Vec<CaseResult> = run.results.iter().filter_map(result).collect();
    results.sort_by(|one, other| {
        (&one.case.path, one.case.line).cmp(&(&other.case.path, other.case.line))
    });
    results
}

/// The totals of a run. One that was killed has only its results.
fn summary_of(run: &KeptRun) -> Summary {
    let left = run.head.chosen.len().saturating_sub(run.results.len());
    let mut summary = run.head.summary.clone().unwrap_or_default();
    if summary.counts.is_empty() {
        for result in &run.results {
            *summary.counts.entry(result.verdict).or_default() += 1;
            summary.stats += result.stats;
        }
        summary.not_judged = left;
        summary.broken_off = Some("the run ended without a word".to_owned());
    }
    summary
}
