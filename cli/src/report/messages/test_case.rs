//! The messages about the run of one scenario.

use std::{
    io::{self, Write},
    time::Duration,
};

use conformance_harness::suite::Case;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{
    message::{RUN, say, timestamp},
    pickle,
};
use crate::report::ended_test::{CHECKS, EndedStep, EndedTest, StepEnd};

/// The id of the hook that stands for the checks after the steps.
const HOOK: &str = "checks";

/// The media type of a note.
const LOG: &str = "text/x.cucumber.log+plain";

/// The message about the checks of the suite after the steps of every scenario.
pub(super) fn checks_hook() -> Value {
    json!({"id": HOOK, "name": CHECKS, "type": "AFTER_TEST_CASE", "sourceReference": {}})
}

/// Writes the messages about a scenario.
pub(super) fn write(test: &EndedTest, file: &mut dyn Write) -> io::Result<()> {
    let case = &test.outcome.case;
    let (id, attempt) = (format!("{}/test", case.id), format!("{}/run", case.id));
    let steps = (0..test.steps.len()).map(
        |index| json!({"id": test_step(case, index), "pickleStepId": pickle::step_id(case, index)}),
    );
    let checks = test.checks.iter().map(|_| json!({"id": checks_step(case), "hookId": HOOK}));
    let steps: Vec<Value> = steps.chain(checks).collect();
    let message =
        json!({"id": id, "pickleId": case.id, "testSteps": steps, "testRunStartedId": RUN});
    say(file, "testCase", &message)?;
    let begun = timestamp(test.outcome.begun);
    let message = json!({"id": attempt, "testCaseId": id, "attempt": 0, "timestamp": begun});
    say(file, "testCaseStarted", &message)?;
    for (index, step) in test.steps.iter().enumerate() {
        write_step(file, test, &attempt, &test_step(case, index), step)?;
    }
    if let Some(step) = &test.checks {
        write_step(file, test, &attempt, &checks_step(case), step)?;
    }
    let ended = timestamp(test.ended());
    let message = json!({"testCaseStartedId": attempt, "timestamp": ended, "willBeRetried": false});
    say(file, "testCaseFinished", &message)
}

fn test_step(case: &Case, index: usize) -> String {
    format!("{}/test/{}", case.id, index + 1)
}

fn checks_step(case: &Case) -> String {
    format!("{}/test/checks", case.id)
}

fn write_step(
    file: &mut dyn Write,
    test: &EndedTest,
    attempt: &str,
    id: &str,
    step: &EndedStep,
) -> io::Result<()> {
    let place = json!({"testCaseStartedId": attempt, "testStepId": id});
    let with = |members: Value| merged(place.clone(), members);
    let begun = timestamp(step.begun);
    let end = SignedDuration::try_from(step.time).unwrap_or_default();
    let end = timestamp(step.begun.checked_add(end).unwrap_or(Timestamp::MAX));
    say(file, "testStepStarted", &with(json!({"timestamp": begun})))?;
    let attach = |file: &mut dyn Write, media_type: &str, body: &str| {
        let attachment = json!({
            "body": body,
            "contentEncoding": "IDENTITY",
            "mediaType": media_type,
            "timestamp": end,
        });
        say(file, "attachment", &with(attachment))
    };
    // Viewers show the message of a step that passed nowhere else.
    let is_quiet = matches!(step.end, StepEnd::Passed | StepEnd::NotJudged);
    if let Some(message) = step.message.as_ref().filter(|_| is_quiet) {
        attach(file, LOG, message)?;
    }
    for evidence in &step.evidence {
        attach(file, "text/plain", evidence)?;
    }
    let result = json!({"testStepResult": result(test, step), "timestamp": end});
    say(file, "testStepFinished", &with(result))
}

fn result(test: &EndedTest, step: &EndedStep) -> Value {
    let status = match step.end {
        StepEnd::Passed => "PASSED",
        StepEnd::Failed => "FAILED",
        StepEnd::Skipped => "SKIPPED",
        StepEnd::NotJudged => "UNKNOWN",
    };
    let mut result = json!({"status": status, "duration": duration(step.time)});
    if let Some(message) = &step.message {
        result["message"] = json!(message);
        if step.end == StepEnd::Failed {
            let what = message.lines().next();
            result["exception"] =
                json!({"type": test.outcome.verdict.to_string(), "message": what});
        }
    }
    result
}

fn duration(time: Duration) -> Value {
    json!({"seconds": time.as_secs(), "nanos": time.subsec_nanos()})
}

/// An object with the members of both.
fn merged(mut one: Value, other: Value) -> Value {
    if let (Value::Object(members), Value::Object(others)) = (&mut one, other) {
        members.extend(others);
    }
    one
}
