//! Records the scenarios of a run for its reports.

use std::collections::BTreeMap;

use conformance_harness::{
    kept::{RunChanges, RunFacts},
    quote::escaped,
    run::{CaseResult, Observer, Summary},
    secrets::Secrets,
    verdict::Verdict,
};

use super::model::{CallReport, RuleReport, RunReport, ScenarioReport, cause_report, worst};
use crate::run_causes::FoundCauses;

/// The scenarios so far, by rule.
#[derive(Debug)]
pub(crate) struct RunRecorder {
    rules: BTreeMap<String, RuleReport>,
    secrets: Secrets,
}

impl RunRecorder {
    /// A recorder that has recorded no scenario yet; it masks secrets.
    pub(crate) fn new(secrets: Secrets) -> Self {
        Self { rules: BTreeMap::new(), secrets }
    }

    /// The report of the whole run.
    pub(crate) fn finish(
        self,
        facts: RunFacts,
        summary: &Summary,
        causes: &FoundCauses,
        changes: Option<RunChanges>,
    ) -> RunReport {
        let secrets = self.secrets;
        let mask = |text: &str| escaped(&secrets.mask(text));
        let FoundCauses { failures, warnings } = causes;
        let mut rules: Vec<RuleReport> = self.rules.into_values().collect();
        for rule in &mut rules {
            rule.scenarios.sort_by_cached_key(|one| in_order(&one.place));
            rule.verdict = worst(rule.scenarios.iter().map(|one| one.verdict));
        }
        RunReport {
            facts,
            verdict: summary.words(),
            exit_code: summary.exit_code(),
            broken_off: summary.broken_off.as_deref().map(mask),
            counts: summary.counts.clone(),
            seconds: summary.wall.as_secs_f64(),
            requests: summary.stats.requests,
            deliveries: summary.stats.deliveries,
            causes: failures.iter().map(|cause| cause_report(cause, &mask)).collect(),
            warnings: warnings.iter().map(|cause| cause_report(cause, &mask)).collect(),
            changes,
            known_deviations: summary.deviations.clone(),
            stale_deviations: summary.stale_deviations.clone(),
            calls: calls(summary),
            not_judged: summary.coverage.gaps(),
            coverage: None,
            rules,
        }
    }
}

/// A place, `file:line`, so that lines stand in their order.
fn in_order(place: &str) -> (String, usize) {
    let (file, line) = place.rsplit_once(':').unwrap_or((place, ""));
    (file.to_owned(), line.parse().unwrap_or_default())
}

/// The kinds of requests with their times, the slowest in the mean first.
fn calls(summary: &Summary) -> Vec<CallReport> {
    let round = |ms: f64| (ms * 10.0).round() / 10.0;
    let calls = summary.calls.iter().map(|(call, times)| CallReport {
        call: call.clone(),
        count: times.count,
        mean_ms: round(times.mean_ms()),
        longest_ms: round(times.longest_ms),
    });
    let mut calls: Vec<CallReport> = calls.collect();
    calls.sort_by(|one, other| other.mean_ms.total_cmp(&one.mean_ms));
    calls
}

impl Observer for RunRecorder {
    fn ended(&mut self, outcome: &CaseResult) {
        let case = &outcome.case;
        let scenario = ScenarioReport::of(outcome, &self.secrets);
        let id = case.rule.as_ref().map_or_else(|| case.scenario_id(), |rule| &rule.id);
        let rule = self.rules.entry(id.to_owned()).or_insert_with(|| RuleReport {
            id: id.to_owned(),
            sentence: case
                .rule
                .as_ref()
                .map_or_else(|| case.name.clone(), |rule| rule.sentence.clone()),
            layer: case.layer.to_string(),
            verdict: Verdict::NotApplicable,
            scenarios: Vec::new(),
        });
        rule.scenarios.push(scenario);
    }
}
