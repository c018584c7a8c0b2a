//! Deadlines: a step, a scenario or a check that never ends is stopped, and the other scenarios run on.

use std::time::{Duration, Instant};

use conformance_harness::{
    run::{CaseResult, Plan},
    verdict::{Fault, Verdict},
};

use crate::toy::{carry_out, feature_of, plan};

/// The tested deadline; every test here waits for it.
const SHORT: Duration = Duration::from_millis(30);

/// A time above any run here and below every other deadline.
const SOON: Duration = Duration::from_secs(3);

fn message(outcome: &CaseResult) -> &str {
    match outcome.reasons.as_slice() {
        [Fault::Error { message }] => message,
        other => panic!("one message, not {other:?}"),
    }
}

#[tokio::test]
async fn a_step_that_never_ends_is_stopped_and_the_rest_goes_on() {
    let text = feature_of("When the toy never stops\nThen all is well")
        + "\n    @TOY-1.2\n    Scenario: Standing\n      Then all is well\n";
    let ran = carry_out(&Plan { step_deadline: SHORT, ..plan(&text) }).await;
    let stopped = ran.ends.of("TOY-1.1");
    assert_eq!(stopped.verdict, Verdict::Error);
    assert!(message(stopped).contains("the step took longer than its deadline of 30ms"));
    let step = stopped.stopped_at.as_ref().expect("a step stopped it");
    assert_eq!(step.value, "the toy never stops");
    assert_eq!(ran.ends.of("TOY-1.2").verdict, Verdict::Passed);
    assert!(ran.summary.wall < SOON, "{:?}", ran.summary.wall);
    assert!(ran.record.closed.borrow().contains(&("TOY-1.1".to_owned(), false)));
}

#[tokio::test]
async fn a_scenario_is_stopped_at_its_own_deadline() {
    let text = feature_of("Given a toy\nWhen the toy never stops");
    let ran = carry_out(&Plan { scenario_deadline: SHORT, ..plan(&text) }).await;
    let stopped = ran.ends.of("TOY-1.1");
    assert_eq!(stopped.verdict, Verdict::Error);
    assert!(message(stopped).contains("the scenario took longer than its deadline of 30ms"));
    assert!(ran.summary.wall < SOON, "{:?}", ran.summary.wall);
}

#[tokio::test]
async fn a_scenario_in_a_browser_has_longer_deadlines() {
    let text =
        feature_of("When the toy never stops").replace("@TOY-1.1", "@TOY-1.1 @needs-browser");
    let mut plan = Plan { step_deadline: SHORT, browser_factor: 3, ..plan(&text) };
    plan.scope.capabilities.insert("browser".to_owned());
    let ran = carry_out(&plan).await;
    assert!(message(ran.ends.of("TOY-1.1")).contains("its deadline of 90ms"));
}

#[tokio::test]
async fn checks_afterwards_that_never_end_are_stopped() {
    let text = feature_of("Given a toy that holds the checks up");
    let ran = carry_out(&Plan { step_deadline: SHORT, ..plan(&text) }).await;
    let stopped = ran.ends.of("TOY-1.1");
    assert_eq!(stopped.verdict, Verdict::Error);
    assert!(message(stopped).contains("the checks after the scenario took longer than 30ms"));
}

#[tokio::test]
async fn a_preparation_that_never_ends_is_stopped() {
    let text = feature_of("When the toy is never prepared");
    let plan = Plan { step_deadline: SHORT, scenario_deadline: SHORT, ..plan(&text) };
    let begun = Instant::now();
    let ran = tokio::time::timeout(SOON, carry_out(&plan)).await;
    let ran = ran.unwrap_or_else(|_| panic!("still running after {:?}", begun.elapsed()));
    assert_eq!(ran.ends.of("TOY-1.1").verdict, Verdict::Error);
}

#[tokio::test]
async fn hanging_scenarios_share_their_waiting_when_they_run_side_by_side() {
    let first = feature_of("When the toy never stops");
    let other = |number| {
        format!("\n    @TOY-1.{number}\n    Scenario: S\n      When the toy never stops\n")
    };
    let text = first + &(2..=20).map(other).collect::<String>();
    let plan = Plan { step_deadline: SHORT * 3, jobs: 20, ..plan(&text) };
    let ran = carry_out(&plan).await;
    assert_eq!(ran.summary.count(Verdict::Error), 20);
    assert!(ran.summary.wall < SHORT * 30, "{:?}, not {:?}", ran.summary.wall, SHORT * 3);
}
