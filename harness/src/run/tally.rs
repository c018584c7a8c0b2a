//! The tally of a run: verdicts that count, and failures that wait until it is known whose fault they are.

use std::{collections::BTreeSet, time::Duration};

use super::{CaseResult, Gap, Obstacle, Plan, Summary, audience::Audience};
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
    audience: &'a Audience<'a>,
}

impl<'a> Tally<'a> {
    pub(super) fn new(plan: &'a Plan, audience: &'a Audience<'a>) -> Self {
        Self { summary: Summary::default(), suspects: Vec::new(), suspicion: None, plan, audience }
    }

    /// Counts a case that was not started because of an earlier failure.
    pub(super) fn skip(&mut self) {
        self.summary.not_started += 1;
    }

    /// Passes on what happened in a case.
    pub(super) fn tell(&mut self, case: &Case, story: Option<Story>) {
        if let Some(story) = story {
            self.audience.told(case, story);
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
        if outcome.verdict.is_red() {
            for rule in broken_rules(&outcome) {
                *summary.rules_broken.entry(rule).or_default() += 1;
            }
        }
        if outcome.verdict == Verdict::KnownDeviation
            && let Some(entry) = self.plan.deviations.excusing(&outcome.case, &outcome.reasons)
        {
            *summary.deviations.entry(entry.to_string()).or_default() += 1;
        }
        for (call, times) in &outcome.calls {
            *summary.calls.entry(call.clone()).or_default() += *times;
        }
        summary.coverage.note(&outcome.case, gap(self.plan, &outcome).as_ref());
        *summary.counts.entry(outcome.verdict).or_default() += 1;
        summary.stats += outcome.stats;
        let has_deliveries = outcome.stats.deliveries > 0;
        name_rules(&mut outcome, self.plan);
        self.audience.ended(&self.plan.quoting.shown(outcome));
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
        summary.stale_deviations = stale_deviations(self.plan, &summary);
        summary
    }
}

/// The entries of known deviations that are over, or that nothing shows any more although all of it was judged.
fn stale_deviations(plan: &Plan, summary: &Summary) -> Vec<String> {
    let chosen: BTreeSet<&str> = plan.cases.iter().map(|case| case.scenario_id()).collect();
    let mut all = plan.scenarios.iter().filter(|id| !id.contains('#'));
    let is_whole = summary.broken_off.is_none() && summary.not_started == 0;
    let has_all_of = |rule: &str| {
        let mut own = plan.scenarios.iter().filter(|id| !id.contains('#') && rule_of(id) == rule);
        is_whole && own.all(|id| chosen.contains(id.as_str()))
    };
    let has_all = is_whole && all.all(|id| chosen.contains(id.as_str()));
    let stale = plan.deviations.0.iter().filter_map(|entry| {
        let is_unused = !summary.deviations.contains_key(&entry.to_string());
        let is_gone = match (&entry.rule, &entry.cause) {
            (Some(rule), _) => has_all_of(rule),
            (None, Some(_)) => has_all,
            // A scenario that passes although it is listed says so itself.
            (None, None) => false,
        };
        if entry.is_over() {
            Some(format!("{entry}: the day is over; mend the target, or renew the entry"))
        } else if is_unused && is_gone {
            Some(format!("{entry}: no scenario shows it any more; remove the entry"))
        } else {
            None
        }
    });
    stale.collect()
}

/// The rule of a scenario's id.
fn rule_of(id: &str) -> &str {
    id.split('.').next().unwrap_or(id)
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

/// The rules that a failed case shows as broken: those of its findings, and its own if a finding names none. An error says
/// nothing about the target.
fn broken_rules(outcome: &CaseResult) -> BTreeSet<String> {
    let own = outcome.case.rule_id();
    let rules = outcome.reasons.iter().filter_map(|reason| match reason {
        Fault::Nonconformance(finding) => Some(finding.rule.as_deref().unwrap_or(own)),
        Fault::Error { .. } | Fault::NotApplicable { .. } => None,
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
