//! The tally of a run: verdicts that count, and failures that wait until it is known whose fault they are.

use std::{collections::BTreeSet, time::Duration};

use super::{CaseResult, Gap, Observer, Obstacle, Plan, Summary};
use crate::{
    story::Story,
    suite::Case,
    verdict::{Fault, Verdict},
};

/// The number of suspected cases that end a run.
const SUSPECTS: usize = 3;

/// The results of a run so far.
pub(super) struct Tally<'a> {
    summary: Summary,
    /// Failures whose cause may be outside of the target, and that cause.
    suspects: Vec<CaseResult>,
    suspicion: Option<String>,
    plan: &'a Plan,
    observer: &'a mut dyn Observer,
}

impl<'a> Tally<'a> {
    pub(super) fn new(plan: &'a Plan, observer: &'a mut dyn Observer) -> Self {
        Self { summary: Summary::default(), suspects: Vec::new(), suspicion: None, plan, observer }
    }

    /// Counts a case that was not started because of an earlier failure.
    pub(super) fn skip(&mut self) {
        self.summary.not_started += 1;
    }

    /// Passes on what happened in a case.
    pub(super) fn tell(&mut self, case: &Case, story: Option<Story>) {
        if let Some(story) = story {
            self.observer.told(case, story);
        }
    }

    /// Counts a case, or keeps a failure back that has perhaps a cause outside of the target; several of them break off the run.
    pub(super) fn take(&mut self, outcome: CaseResult, obstacle: Obstacle) {
        let break_off = &self.plan.break_off;
        match obstacle {
            Obstacle::None => self.count(outcome),
            Obstacle::Certain(cause) => break_off.because(cause),
            Obstacle::Suspected(cause) => {
                self.suspects.push(outcome);
                if self.suspects.len() >= SUSPECTS {
                    break_off.because(cause.clone());
                }
                self.suspicion = Some(cause);
            }
        }
    }

    /// Counts a case and passes it on.
    pub(super) fn count(&mut self, mut outcome: CaseResult) {
        let summary = &mut self.summary;
        match outcome.verdict {
            Verdict::Failed | Verdict::Error => {
                for rule in broken_rules(&outcome) {
                    *summary.rules_broken.entry(rule).or_default() += 1;
                }
            }
            Verdict::KnownDeviation
            | Verdict::Passed
            | Verdict::Warning
            | Verdict::NotApplicable => {}
        }
        summary.coverage.note(&outcome.case, gap(self.plan, &outcome).as_ref());
        *summary.counts.entry(outcome.verdict).or_default() += 1;
        summary.stats += outcome.stats;
        let has_deliveries = outcome.stats.deliveries > 0;
        name_rules(&mut outcome, self.plan);
        self.observer.ended(&self.plan.quoting.shown(outcome));
        if has_deliveries {
            self.clear_suspects();
        }
    }

    /// Counts the failures that were kept back: deliveries do arrive.
    fn clear_suspects(&mut self) {
        for suspect in std::mem::take(&mut self.suspects) {
            self.count(suspect);
        }
    }

    /// The totals of a run of so many cases; `broken_off` is the cause if it ended early.
    pub(super) fn close(
        mut self,
        cases: usize,
        broken_off: Option<String>,
        wall: Duration,
    ) -> Summary {
        self.summary.broken_off = broken_off;
        if !self.suspects.is_empty() && self.summary.broken_off.is_none() {
            self.summary.broken_off = self.suspicion.take();
        }
        let mut summary = self.summary;
        if summary.broken_off.is_some() {
            summary.not_judged = cases - summary.counts.values().sum::<usize>();
            summary.not_started = 0;
        }
        summary.wall = wall;
        summary
    }
}

/// Gives each finding the sentence of the rule that it names.
fn name_rules(outcome: &mut CaseResult, plan: &Plan) {
    for reason in &mut outcome.reasons {
        if let Fault::Nonconformance(finding) = reason {
            let sentence = finding.rule.as_ref().and_then(|rule| plan.rules.get(rule));
            finding.rule_sentence = sentence.cloned();
        }
    }
}

/// The rules that a failed case shows as broken: those of its findings, and its own if a finding names none.
fn broken_rules(outcome: &CaseResult) -> BTreeSet<String> {
    let own = outcome.case.rule_id();
    let rules = outcome.reasons.iter().map(|reason| match reason {
        Fault::Nonconformance(finding) => finding.rule.as_deref().unwrap_or(own),
        Fault::Error { .. } | Fault::NotApplicable { .. } => own,
    });
    rules.map(str::to_owned).collect()
}

/// The reason why a case was not judged; none if it was.
fn gap(plan: &Plan, outcome: &CaseResult) -> Option<Gap> {
    match (outcome.verdict, outcome.reasons.first()) {
        (Verdict::Error, _) => Some(Gap::Missing("it ended with an error".to_owned())),
        (Verdict::NotApplicable, Some(Fault::NotApplicable { reason })) => {
            let planned = plan.scope.gap(&outcome.case);
            planned.or_else(|| Some(Gap::Missing(reason.clone())))
        }
        _ => None,
    }
}
