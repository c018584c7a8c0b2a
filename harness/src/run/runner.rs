//! Runs the cases of a plan in a seeded random order, several side by side.

use std::{collections::BTreeSet, rc::Rc, time::Instant};

use futures::{StreamExt as _, stream};
use rand::{SeedableRng as _, rngs::SmallRng, seq::SliceRandom as _};

use super::{
    panics,
    plan::Plan,
    scenario,
    step_index::StepIndex,
    subject::Subject,
    summary::{Observer, Summary},
};
use crate::{suite::Case, verdict::Verdict};

/// Runs every case of the plan and passes each result to the observer.
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
    let started = order.into_iter().map(|case| {
        let (phrases, stop) = (&phrases, &stop);
        async move {
            if stop.get() {
                return None;
            }
            Some(scenario::run_case(plan, phrases, context, case).await)
        }
    });
    let mut ends = stream::iter(started).buffer_unordered(plan.jobs.max(1));
    while let Some(end) = ends.next().await {
        let Some(outcome) = end else {
            summary.not_started += 1;
            continue;
        };
        let rule = outcome.case.rule_id().to_owned();
        match outcome.verdict {
            Verdict::Failed | Verdict::Error => {
                stop.set(plan.fail_fast);
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
        observer.ended(&plan.quoting.shown(outcome));
    }
    drop(ends);
    let broken = &summary.rules_broken;
    summary.rules_covered.retain(|rule| !broken.contains_key(rule) && !deviating.contains(rule));
    summary.wall = begun.elapsed();
    summary
}

/// Journeys stand under no rule.
fn rule_of(case: &Case) -> Option<String> {
    case.rule.as_ref().map(|rule| rule.id.clone())
}
