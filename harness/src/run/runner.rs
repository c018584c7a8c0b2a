//! Runs the cases of a plan in a seeded random order, several side by side.

use std::{rc::Rc, time::Instant};

use futures::{StreamExt as _, stream};
use rand::{SeedableRng as _, rngs::SmallRng, seq::SliceRandom as _};
use tokio::sync::Semaphore;

use super::{
    audience::Audience,
    current, panics,
    plan::Plan,
    scenario::{self, CaseEnd, CaseRest},
    step_index::StepIndex,
    subject::Subject,
    summary::{CaseResult, Observer, Summary},
    tally::Tally,
};
use crate::{browser::WINDOWS, suite::Case};

/// Runs every case of the plan, until the run is broken off, and passes each result to the observer.
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
    let begun = Instant::now();
    let stop = std::cell::Cell::new(false);
    let audience = Audience::of(observer);
    let mut tally = Tally::new(plan, &audience);
    let jobs = plan.jobs.max(1);
    let slots = Semaphore::new(jobs);
    let start = |case: Rc<Case>| {
        let (phrases, stop, slots, audience) = (&phrases, &stop, &slots, &audience);
        async move {
            // The slots are never closed, so there is always one in the end.
            let _slot = slots.acquire().await.ok()?;
            if stop.get() {
                return None;
            }
            let id = case.id.clone();
            let running = scenario::run_case(plan, phrases, context, case, audience);
            Some(current::within(&id, running).await)
        }
    };
    let [in_browser, others, alone] = ordered(plan);
    let in_browser = stream::iter(in_browser).map(start).buffer_unordered(WINDOWS);
    let others = stream::iter(others).map(start).buffer_unordered(jobs);
    let alone = stream::iter(alone).map(start).buffer_unordered(1);
    let mut ends = stream::select(in_browser, others).chain(alone);
    let mut passing = Vec::new();
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
            Some(Some(end)) => {
                let is_failure = end.result.verdict.is_red();
                stop.set(stop.get() || (plan.fail_fast && is_failure));
                passing.extend(taken(end, &mut tally));
            }
        }
    };
    drop(ends);
    let broken_off = match broken_off {
        None => conclude_all::<W>(plan, context, passing, &mut tally).await,
        cause => cause,
    };
    tally.close(plan.cases.len(), broken_off, begun.elapsed())
}

/// The cases in the order of the seed: those in a browser, the others, and those that run alone after all.
fn ordered(plan: &Plan) -> [Vec<Rc<Case>>; 3] {
    let mut order = plan.cases.clone();
    order.shuffle(&mut SmallRng::seed_from_u64(plan.seed));
    let (alone, order): (Vec<_>, Vec<_>) =
        order.into_iter().partition(|case| plan.alone.contains(&case.id));
    let (in_browser, others) = order.into_iter().partition(|case| case.needs_browser());
    [in_browser, others, alone]
}

/// Counts a case that has ended; gives it back if one part can be judged only at the end of the run.
fn taken<W: Subject>(end: CaseEnd<W>, tally: &mut Tally<'_>) -> Option<(CaseResult, W::Pending)> {
    let CaseEnd { result, rest, story } = end;
    tally.tell(&result.case, story);
    match rest {
        CaseRest::Passing(pending) => Some((result, pending)),
        CaseRest::Judged(obstacle) => {
            tally.take(result, obstacle);
            None
        }
    }
}

/// Judges the cases of which one part can be judged only now; gives the cause if the run is broken off before.
async fn conclude_all<W: Subject>(
    plan: &Plan,
    context: &Rc<W::Context>,
    passing: Vec<(CaseResult, W::Pending)>,
    tally: &mut Tally<'_>,
) -> Option<String> {
    let pending: Vec<&W::Pending> = passing.iter().map(|(_, pending)| pending).collect();
    tokio::select! {
        biased;
        cause = plan.break_off.requested() => return Some(cause),
        () = W::await_quiet(context, &pending) => {}
    }
    for (result, pending) in passing {
        let findings = W::conclude(context, pending);
        tally.count(scenario::conclude(plan, result, findings));
    }
    None
}
