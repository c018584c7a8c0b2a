//! Runs the cases of a plan in a seeded random order, several side by side.

use std::{collections::BTreeSet, rc::Rc, time::Instant};

use futures::{StreamExt as _, stream};
use rand::{SeedableRng as _, rngs::SmallRng, seq::SliceRandom as _};
use tokio::sync::Semaphore;

use super::{
    panics,
    plan::Plan,
    scenario,
    step_index::StepIndex,
    subject::Subject,
    summary::{CaseResult, Observer, Summary},
};
use crate::{browser::WINDOWS, suite::Case, verdict::Verdict};

/// Runs every case of the plan and passes each result to the observer.
///
/// Scenarios in a browser take longest, so they start first and beside the others, as many at a time as there are windows:
/// none of them holds a slot while it waits for a window. Among themselves, both kinds keep the seed's order.
pub async fn run<W: Subject>(
    plan: &Plan,
    context: &Rc<W::Context>,
    observer: &mut dyn Observer,
) -> Summary {
    panics::watch();
    let phrases = StepIndex::<W>::new();
    let mut order = plan.cases.clone();
    order.shuffle(&mut SmallRng::seed_from_u64(plan.seed));
    let begun = Instant::now();
    let stop = std::cell::Cell::new(false);
    let mut summary = Summary {
        rules_planned: order.iter().filter_map(|case| rule_of(case)).collect(),
        ..Summary::default()
    };
    let mut deviating = BTreeSet::new();
    let jobs = plan.jobs.max(1);
    let slots = Semaphore::new(jobs);
    let start = |case| {
        let (phrases, stop, slots) = (&phrases, &stop, &slots);
        async move {
            // The slots are never closed, so there is always one in the end.
            let _slot = slots.acquire().await.ok()?;
            if stop.get() {
                return None;
            }
            Some(scenario::run_case(plan, phrases, context, case).await)
        }
    };
    let (in_browser, others): (Vec<_>, Vec<_>) =
        order.into_iter().partition(|case| case.needs_browser());
    let in_browser = stream::iter(in_browser).map(start).buffer_unordered(WINDOWS);
    let others = stream::iter(others).map(start).buffer_unordered(jobs);
    let mut ends = stream::select(in_browser, others);
    while let Some(end) = ends.next().await {
        let Some(outcome) = end else {
            summary.not_started += 1;
            continue;
        };
        stop.set(stop.get() || (plan.fail_fast && is_failure(outcome.verdict)));
        record(&outcome, &mut summary, &mut deviating);
        observer.ended(&plan.quoting.shown(outcome));
    }
    drop(ends);
    let broken = &summary.rules_broken;
    summary.rules_covered.retain(|rule| !broken.contains_key(rule) && !deviating.contains(rule));
    summary.wall = begun.elapsed();
    summary
}

/// True if a run that fails fast starts nothing after it.
fn is_failure(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Failed | Verdict::Error)
}

/// Adds a result to the totals, and the rule of a known deviation to those that deviate.
fn record(outcome: &CaseResult, summary: &mut Summary, deviating: &mut BTreeSet<String>) {
    let rule = outcome.case.rule_id().to_owned();
    match outcome.verdict {
        Verdict::Failed | Verdict::Error => {
            *summary.rules_broken.entry(rule).or_default() += 1;
        }
        Verdict::KnownDeviation => {
            deviating.insert(rule);
        }
        Verdict::Passed | Verdict::Warning => {
            summary.rules_covered.extend(rule_of(&outcome.case));
        }
        Verdict::NotApplicable => {}
    }
    *summary.counts.entry(outcome.verdict).or_default() += 1;
    summary.stats += outcome.stats;
}

/// Journeys stand under no rule.
fn rule_of(case: &Case) -> Option<String> {
    case.rule.as_ref().map(|rule| rule.id.clone())
}
