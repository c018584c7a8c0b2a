//! The report of a run in the Common Test Report Format (CTRF): one JSON document, written test by test.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
    time::Duration,
};

use conformance_harness::{
    report::{Paint, failure_text},
    verdict::Verdict,
};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    ended_run::EndedRun,
    ended_test::{CHECKS, EndedStep, EndedTest, StepEnd, first_words},
};

/// The version of the format.
const SPECIFICATION: &str = "0.0.0";

/// The key of our own facts in the format's `extra` objects.
const OWN: &str = "conform";

/// The states that the format knows.
const STATES: [&str; 5] = ["passed", "failed", "skipped", "pending", "other"];

/// The totals so far.
struct Totals {
    states: BTreeMap<&'static str, usize>,
    suites: BTreeSet<String>,
    stop: Timestamp,
}

/// Writes the report.
pub(super) fn write(run: &EndedRun<'_>, file: &mut dyn Write) -> io::Result<()> {
    let mut totals = Totals {
        states: STATES.map(|state| (state, 0)).into(),
        suites: BTreeSet::new(),
        stop: run.begun(),
    };
    write!(file, "{{\"reportFormat\":\"CTRF\",\"specVersion\":\"{SPECIFICATION}\",")?;
    let by = format!("conform {}", run.facts().version);
    let (by, now) = (json!(by), json!(Timestamp::now().to_string()));
    write!(file, "\"timestamp\":{now},\"generatedBy\":{by},\"results\":{{")?;
    let tool = json!({"name": "conform", "version": run.facts().version});
    write!(file, "\"tool\":{tool},\"environment\":{},\"tests\":[", environment(run))?;
    let mut separator = "\n";
    run.each_test(&mut |test| {
        write!(file, "{separator}{}", entry(test))?;
        separator = ",\n";
        totals.count(test);
        Ok(())
    })?;
    if let Some(message) = run.cut_short() {
        // No reader takes the results for complete.
        write!(file, "{separator}{}", whole_run(&message))?;
        *totals.states.entry("failed").or_default() += 1;
    }
    writeln!(file, "\n],\"summary\":{}}}}}", totals.summary(run))
}

impl Totals {
    fn count(&mut self, test: &EndedTest) {
        *self.states.entry(state(test.outcome.verdict)).or_default() += 1;
        self.suites.insert(test.outcome.case.rule_id().to_owned());
        self.stop = self.stop.max(test.ended());
    }

    fn summary(&self, run: &EndedRun<'_>) -> Value {
        let mut summary = json!({
            "tests": self.states.values().sum::<usize>(),
            "suites": self.suites.len(),
            "start": run.begun().as_millisecond(),
            "stop": self.stop.as_millisecond(),
            "duration": self.stop.as_millisecond() - run.begun().as_millisecond(),
            "extra": { OWN: {
                "verdict": run.summary.words(),
                "exitCode": run.summary.exit_code(),
                "requests": run.summary.stats.requests,
                "deliveries": run.summary.stats.deliveries,
                "notJudged": run.summary.coverage.gaps(),
            } },
        });
        for (state, count) in &self.states {
            summary[*state] = json!(count);
        }
        summary
    }
}

fn environment(run: &EndedRun<'_>) -> Value {
    let facts = run.facts();
    let own = json!({
        "layers": facts.layers,
        "seed": facts.seed,
        "suite": facts.suite,
        "digest": facts.digest,
    });
    let mut environment = json!({"appName": facts.target, "extra": { OWN: own }});
    if let Some(shard) = &facts.shard {
        environment["shardId"] = json!(shard);
    }
    environment
}

/// The test of a scenario.
fn entry(test: &EndedTest) -> Value {
    let outcome = &test.outcome;
    let case = &outcome.case;
    let rule = case.rule.as_ref().map(|rule| format!("{} {}", rule.id, rule.sentence));
    let suite: Vec<&String> = [&case.feature].into_iter().chain(&rule).collect();
    let steps = case.steps.iter().zip(&test.steps).map(|(step, ended)| {
        let line = json!({"line": step.line});
        step_entry(&format!("{}{}", step.keyword, step.value), ended, line)
    });
    let checks = test.checks.iter().map(|ended| step_entry(CHECKS, ended, json!({})));
    let mut entry = json!({
        "testId": case.id,
        "name": format!("{} {}", case.id, case.name),
        "status": state(outcome.verdict),
        "rawStatus": outcome.verdict.to_string(),
        "duration": milliseconds(outcome.wall),
        "start": outcome.begun.as_millisecond(),
        "stop": test.ended().as_millisecond(),
        "suite": suite,
        "tags": case.tags,
        "labels": {"rule": case.rule_id(), "layer": case.layer.to_string()},
        "filePath": case.path.display().to_string(),
        "line": case.line,
        "steps": steps.chain(checks).collect::<Vec<_>>(),
        "extra": { OWN: {
            "requests": outcome.stats.requests,
            "deliveries": outcome.stats.deliveries,
            "calls": outcome.calls,
        } },
    });
    if let Some(message) = first_words(outcome) {
        entry["message"] = json!(message);
        entry["trace"] = json!(failure_text(outcome, Paint(false)));
    }
    entry
}

fn step_entry(name: &str, ended: &EndedStep, mut own: Value) -> Value {
    let status = match ended.end {
        StepEnd::Passed => "passed",
        StepEnd::Failed => "failed",
        StepEnd::Skipped => "skipped",
        StepEnd::NotJudged => "other",
    };
    own["duration"] = json!(milliseconds(ended.time));
    if let Some(message) = &ended.message {
        own["message"] = json!(message);
    }
    json!({"name": name, "status": status, "extra": { OWN: own }})
}

/// The test that stands for the run as a whole.
fn whole_run(message: &str) -> Value {
    json!({
        "name": "Every scenario is judged",
        "status": "failed",
        "rawStatus": "broken off",
        "duration": 0,
        "suite": ["The run as a whole"],
        "message": message,
    })
}

/// The state of a scenario with this verdict; `rawStatus` has the verdict itself.
fn state(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed | Verdict::Warning => "passed",
        Verdict::Failed | Verdict::Error => "failed",
        Verdict::NotApplicable => "skipped",
        Verdict::KnownDeviation => "other",
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
