//! Runs the cases of a plan in a seeded random order, several side by side.

use std::{rc::Rc, time::Instant};

use futures::{StreamExt as _, stream};
use rand::{SeedableRng as _, rngs::SmallRng, seq::SliceRandom as _};

use super::{
    Obstacle, panics,
    plan::Plan,
    scenario,
    step_index::StepIndex,
    subject::Subject,
    summary::{Observer, Summary},
    tally::Tally,
};
use crate::verdict::Verdict;

/// Runs every case of the plan, until the run is broken off, and passes each result to the observer.
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
    let mut tally = Tally::new(order.iter().map(Rc::as_ref), observer);
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
    let broken_off = loop {
        let end = tokio::select! {
            // A case that has ended at the same moment counts as not judged.
            biased;
            cause = plan.break_off.requested() => break Some(cause),
            end = ends.next() => end,
        };
        match end {
            None => break None,
            Some(None) => tally.skip(),
            Some(Some((_, Obstacle::Certain(cause)))) => plan.break_off.because(cause),
            Some(Some((outcome, Obstacle::Suspected(cause)))) => {
                tally.suspect(outcome, cause, &plan.break_off);
            }
            Some(Some((outcome, Obstacle::None))) => {
                if matches!(outcome.verdict, Verdict::Failed | Verdict::Error) {
                    stop.set(plan.fail_fast);
                }
                tally.count(&outcome);
            }
        }
    };
    drop(ends);
    tally.close(plan.cases.len(), broken_off, begun.elapsed())
}
