//! One case from opening its world to its verdict.

use std::{collections::BTreeMap, rc::Rc, time::Instant};

use jiff::Timestamp;
use tokio::time::timeout;

use super::{
    CaseResult, Obstacle, Plan, RunStats, Subject, audience::Audience, panics,
    step_index::StepIndex, step_log::StepLog,
};
use crate::{
    story::Story,
    suite::{Case, CaseStep},
    verdict::{Fault, Nonconformance, Verdict},
};

/// The end of a case.
pub(super) struct CaseEnd<W: Subject> {
    pub(super) result: CaseResult,
    pub(super) rest: CaseRest<W>,
    /// The events of the case in order; none if nobody wants to know it.
    pub(super) story: Option<Story>,
}

/// The part of a case that is left at its end.
pub(super) enum CaseRest<W: Subject> {
    /// It is judged, perhaps for a reason outside of the target.
    Judged(Obstacle),
    /// It has passed so far, and one part can be judged only at the end of the run.
    Passing(W::Pending),
}

/// Runs a case unless it does not apply to the target, and looks for a sign that the target cannot be judged.
pub(super) async fn run_case<W: Subject>(
    plan: &Plan,
    phrases: &StepIndex<W>,
    context: &Rc<W::Context>,
    case: Rc<Case>,
    audience: &Audience<'_>,
) -> CaseEnd<W> {
    let begun = Instant::now();
    if let Some(gap) = plan.scope.gap(&case) {
        let outcome = CaseResult {
            verdict: Verdict::NotApplicable,
            reasons: vec![Fault::not_applicable(gap.reason())],
            stopped_at: None,
            calls: BTreeMap::new(),
            stats: RunStats::default(),
            begun: Timestamp::now(),
            wall: begun.elapsed(),
            case,
        };
        let rest = CaseRest::Judged(Obstacle::None);
        return CaseEnd { result: outcome, rest, story: None };
    }
    let mut log = StepLog::begun();
    let at = log.time();
    let mut world = W::open(context, &case, &phrases.files(&case));
    let (stopped_at, fault) = match world.await_turn(&case).await {
        Ok(()) => match carry_out(plan, phrases, &mut world, &case, &mut log, audience).await {
            Ok(()) => (None, None),
            Err((step, fault)) => (Some(step), Some(fault)),
        },
        Err(fault) => (None, Some(fault)),
    };
    log.close();
    tell_progress(audience, plan, &case, &world, &log);
    let judged = matches!(fault, None | Some(Fault::Nonconformance(_)));
    let mut reasons: Vec<Fault> = fault.into_iter().collect();
    reasons.extend(close(plan, &mut world, judged).await);
    let (stats, calls, wall) = (world.stats(), world.calls(), begun.elapsed());
    let story =
        audience.wants_stories.then(|| log.story(plan, &case, world.moments(), world.books()));
    if reasons.is_empty()
        && let Some(pending) = world.pending()
    {
        let verdict = Verdict::Passed;
        let result =
            CaseResult { case, verdict, reasons, stopped_at, calls, stats, begun: at, wall };
        return CaseEnd { result, rest: CaseRest::Passing(pending), story };
    }
    let verdict = verdict(plan, &case, &mut reasons);
    let obstacle = world.obstacle(verdict).await;
    let result = CaseResult { case, verdict, reasons, stopped_at, calls, stats, begun: at, wall };
    CaseEnd { result, rest: CaseRest::Judged(obstacle), story }
}

/// The result of a case that had passed so far, with the findings of the end of the run.
pub(super) fn conclude(
    plan: &Plan,
    mut result: CaseResult,
    findings: Vec<Nonconformance>,
) -> CaseResult {
    result.reasons.extend(findings.into_iter().map(Fault::from));
    result.verdict = verdict(plan, &result.case, &mut result.reasons);
    result
}

async fn close<W: Subject>(plan: &Plan, world: &mut W, judged: bool) -> Vec<Fault> {
    let deadline = plan.step_deadline;
    let trouble = match panics::caught(timeout(deadline, world.close(judged))).await {
        Ok(Ok(closed)) => closed.err(),
        Ok(Err(_)) => Some(Fault::error(format!(
            "the checks after the scenario took longer than {deadline:?}"
        ))),
        Err(panic) => Some(fault_of(&panic)),
    };
    // Findings count even if the remaining checks could not run.
    world.findings().into_iter().map(Fault::from).chain(trouble).collect()
}

async fn carry_out<W: Subject>(
    plan: &Plan,
    phrases: &StepIndex<W>,
    world: &mut W,
    case: &Case,
    log: &mut StepLog,
    audience: &Audience<'_>,
) -> Result<(), (CaseStep, Fault)> {
    let begun = Instant::now();
    let (step_deadline, scenario_deadline) = plan.deadlines(case);
    let binds = |step: &&CaseStep| plan.binds(step);
    for step in case.steps.iter().filter(binds) {
        let left = scenario_deadline.saturating_sub(begun.elapsed());
        let deadline = step_deadline.min(left);
        let at = |fault| (step.clone(), fault);
        let (function, words) = phrases.find(step).map_err(at)?;
        log.begin(step);
        tell_progress(audience, plan, case, world, log);
        let carried_out = async {
            world.before_step(step).await?;
            function(world, words).await;
            world.after_step(step)
        };
        match timeout(deadline, panics::caught(carried_out)).await {
            Ok(Ok(prepared)) => {
                prepared.map_err(at)?;
                log.passed();
            }
            Ok(Err(panic)) => return Err(at(fault_of(&panic))),
            Err(_) => {
                let (limit, allowed) = if left < step_deadline {
                    ("scenario", scenario_deadline)
                } else {
                    ("step", deadline)
                };
                let message = format!(
                    "stopped: the {limit} took longer than its deadline of {allowed:?}; the target \
                     does not answer or the effect never comes"
                );
                return Err(at(Fault::error(message)));
            }
        }
    }
    // The step that looks at a refusal may be one that does not bind the target.
    if !case.steps.iter().all(|step| binds(&step)) {
        return Ok(());
    }
    world.overlooked_refusal().map_or(Ok(()), Err)
}

fn tell_progress<W: Subject>(
    audience: &Audience<'_>,
    plan: &Plan,
    case: &Case,
    world: &W,
    log: &StepLog,
) {
    audience.progressed(case, || log.story(plan, case, world.moments(), Vec::new()));
}

fn fault_of(panic: &panics::Panic) -> Fault {
    match Fault::from_panic_text(&panic.text) {
        Fault::Error { message } if message.contains(&panic.text) => {
            Fault::error(format!("{message} ({})", panic.place))
        }
        fault => fault,
    }
}

/// True if all findings are only warnings: those of steps under a *should* rule, and those that an always-on check marks so.
fn is_only_should(case: &Case, reasons: &[Fault]) -> bool {
    let soft_rule = case.rule.as_ref().is_some_and(|rule| rule.is_should());
    reasons.iter().all(|fault| match fault {
        Fault::Nonconformance(one) => one.should || (soft_rule && one.check.is_none()),
        _ => true,
    })
}

/// The verdict of a case; known deviations add a reason of their own.
fn verdict(plan: &Plan, case: &Case, reasons: &mut Vec<Fault>) -> Verdict {
    let failed = reasons.iter().any(|fault| matches!(fault, Fault::Nonconformance(_)));
    if failed {
        return match plan.deviations.excusing(case, reasons) {
            Some(_) => Verdict::KnownDeviation,
            None if is_only_should(case, reasons) => Verdict::Warning,
            None => Verdict::Failed,
        };
    }
    if reasons.iter().any(|fault| matches!(fault, Fault::Error { .. })) {
        return Verdict::Error;
    }
    if !reasons.is_empty() {
        return Verdict::NotApplicable;
    }
    if let Some(entry) = plan.deviations.naming(case) {
        reasons.push(entry.passes().into());
        return Verdict::Failed;
    }
    Verdict::Passed
}
