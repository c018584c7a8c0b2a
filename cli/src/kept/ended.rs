//! The results and the totals of a run that is over.

use std::rc::Rc;

use conformance_harness::{
    kept::{KeptResult, KeptRun},
    run::{CaseResult, Summary},
    suite::{Case, cases_by_id},
};

/// The results of a run, in the order of the suite.
pub(crate) fn results(run: &KeptRun, cases: &[Rc<Case>]) -> Vec<CaseResult> {
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
pub(crate) fn summary_of(run: &KeptRun) -> Summary {
    let left = run.head.chosen.len().saturating_sub(run.results.len());
    let mut summary = run.head.summary.clone().unwrap_or_default();
    if summary.counts.is_empty() {
        for result in &run.results {
            *summary.counts.entry(result.verdict).or_default() += 1;
            summary.stats += result.stats;
        }
        summary.not_judged = left;
        summary.broken_off = Some("the run ended unexpectedly".to_owned());
    }
    summary
}
