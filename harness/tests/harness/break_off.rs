//! Runs that are broken off: the results so far stay, the first cause counts, and the exit code is 2.

use std::time::Duration;

use conformance_harness::{
    report::{Paint, summary_text, verdict_text},
    run::{BreakOff, Plan},
    verdict::Verdict,
};

use crate::toy::{carry_out, feature_of, plan};

#[tokio::test]
async fn a_run_that_is_broken_off_keeps_what_was_judged() {
    let text = feature_of("When the toy is wound up")
        + "\n    @TOY-1.2\n    Scenario: Hanging\n      When the toy never stops\n"
        + "\n    @TOY-1.3\n    Scenario: Hanging, too\n      When the toy never stops\n";
    let plan = Plan { jobs: 3, ..plan(&text) };
    let break_off = plan.break_off.clone();
    let (ran, ()) = tokio::join!(carry_out(&plan), async {
        tokio::time::sleep(Duration::from_millis(30)).await;
        break_off.because("interrupted");
        break_off.because("another cause");
    });
    assert_eq!(ran.ends.ids(), ["TOY-1.1"]);
    assert_eq!(ran.summary.broken_off.as_deref(), Some("interrupted"));
    assert_eq!((ran.summary.not_judged, ran.summary.not_started), (2, 0));
    assert_eq!(ran.summary.exit_code(), 2);
    let summary = summary_text(&ran.summary, 7, Paint(false));
    assert!(summary.contains("1 scenario: 1 passed\ninterrupted: 2 not judged\n"), "{summary}");
    let verdict = verdict_text("the toy", &ran.summary, Paint(false));
    assert_eq!(verdict, "the toy could not be judged");
}

#[tokio::test]
async fn a_request_that_came_before_the_run_lets_nothing_start() {
    let plan =
        Plan { break_off: BreakOff::default(), ..plan(&feature_of("When the toy is wound up")) };
    plan.break_off.because("interrupted");
    let ran = carry_out(&plan).await;
    assert!(ran.record.announced.borrow().is_empty());
    assert_eq!((ran.summary.not_judged, ran.summary.exit_code()), (1, 2));
}

/// A feature of these scenarios, each of which has these steps.
fn feature(scenarios: &[&str]) -> String {
    let scenario = |(number, steps): (usize, &&str)| {
        format!(
            "\n    @TOY-1.{number}\n    Scenario: S\n      {}\n",
            steps.replace('\n', "\n      ")
        )
    };
    let scenarios: String = scenarios.iter().enumerate().map(scenario).collect();
    format!("Feature: Toys\n\n  @source-W\n  Rule: TOY-1 A toy walks forwards\n{scenarios}")
}

const UNSEEN: &str = "Given a toy that is out of sight\nWhen the toy breaks the rule";

#[tokio::test]
async fn a_target_that_is_gone_ends_the_run_with_one_cause() {
    let gone = "Given a toy that is gone\nWhen the toy cannot be found";
    let ran = carry_out(&plan(&feature(&[gone; 20]))).await;
    assert!(ran.ends.ids().is_empty(), "the cause stands for all errors: {:?}", ran.ends.ids());
    assert_eq!(ran.summary.broken_off.as_deref(), Some("the toys are gone"));
    assert_eq!((ran.summary.not_judged, ran.summary.exit_code()), (20, 2));
    assert_eq!(ran.record.closed.borrow().len(), 1, "no further scenario is tried");
}

#[tokio::test]
async fn a_few_failures_of_one_suspected_cause_end_the_run() {
    let ran = carry_out(&plan(&feature(&[UNSEEN; 20]))).await;
    assert!(ran.ends.ids().is_empty());
    assert_eq!(ran.summary.broken_off.as_deref(), Some("nobody sees the toys"));
    assert_eq!((ran.summary.not_judged, ran.summary.exit_code()), (20, 2));
    assert_eq!(ran.record.closed.borrow().len(), 3);
}

#[tokio::test]
async fn one_failure_of_a_suspected_cause_is_enough_if_no_delivery_arrives_at_all() {
    let ran = carry_out(&plan(&feature(&[UNSEEN, "Given a toy"]))).await;
    assert_eq!(ran.ends.ids(), ["TOY-1.1"]);
    assert_eq!(ran.summary.broken_off.as_deref(), Some("nobody sees the toys"));
    assert_eq!((ran.summary.not_judged, ran.summary.exit_code()), (1, 2));
}

#[tokio::test]
async fn failures_of_a_suspected_cause_count_once_a_delivery_has_arrived() {
    let seen = "Given a toy\nThen the toy has 3 wheels";
    let ran = carry_out(&plan(&feature(&[UNSEEN, UNSEEN, seen]))).await;
    assert_eq!(ran.summary.broken_off, None);
    assert_eq!(ran.summary.count(Verdict::Failed), 2);
    assert_eq!((ran.ends.ids().len(), ran.summary.exit_code()), (3, 1));
}
