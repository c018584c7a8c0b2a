//! The order of a run, its concurrency, and its early end.

use conformance_harness::{
    deviation::Deviation,
    run::{Plan, Summary},
    verdict::Verdict,
};

use crate::toy::{carry_out, plan};

/// A feature with a rule of this many scenarios, each with one step.
fn feature_of(count: usize, step: &str) -> String {
    let head = "Feature: Toys\n  @source-W\n  Rule: TOY-1 A toy walks\n".to_owned();
    let scenario =
        |number| format!("    @TOY-1.{number}\n    Scenario: Number {number}\n      When {step}\n");
    head + &(1..=count).map(scenario).collect::<String>()
}

async fn order_with(seed: u64) -> Vec<String> {
    let plan = Plan { seed, ..plan(&feature_of(12, "the toy is wound up")) };
    carry_out(&plan).await.ends.ids().into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn the_same_seed_gives_the_same_order_and_another_seed_another_one() {
    let first = order_with(1).await;
    assert_eq!(first, order_with(1).await);
    assert_ne!(first, order_with(2).await);
    let mut sorted = [first, order_with(2).await];
    for ids in &mut sorted {
        ids.sort();
    }
    assert_eq!(sorted[0], sorted[1], "every case runs once, whatever the order");
    assert_eq!(sorted[0].len(), 12);
}

#[tokio::test]
async fn as_many_scenarios_run_at_once_as_there_are_jobs_and_no_more() {
    for jobs in [1, 3, 12] {
        let plan = Plan { jobs, ..plan(&feature_of(12, "the toy takes its turn")) };
        let ran = carry_out(&plan).await;
        assert_eq!(ran.record.most_at_once.get(), jobs, "with {jobs} jobs");
        assert_eq!(ran.summary.count(Verdict::Passed), 12);
    }
}

#[tokio::test]
async fn scenarios_in_a_browser_start_first_with_every_seed() {
    let text = feature_of(6, "the toy takes its turn");
    let text = text.replace("@TOY-1.3", "@TOY-1.3 @needs-browser");
    let text = text.replace("@TOY-1.5", "@TOY-1.5 @needs-browser");
    for seed in 0..5 {
        let mut plan = Plan { seed, ..plan(&text) };
        plan.scope.capabilities.insert("browser".to_owned());
        let ran = carry_out(&plan).await;
        let ids = ran.ends.ids();
        let mut first = [ids[0], ids[1]];
        first.sort_unstable();
        assert_eq!(first, ["TOY-1.3", "TOY-1.5"], "{ids:?}");
        assert_eq!((ran.record.most_at_once.get(), ids.len()), (1, 6));
    }
}

#[tokio::test]
async fn no_job_at_all_means_one() {
    let plan = Plan { jobs: 0, ..plan(&feature_of(2, "the toy takes its turn")) };
    let ran = carry_out(&plan).await;
    assert_eq!((ran.summary.count(Verdict::Passed), ran.record.most_at_once.get()), (2, 1));
}

async fn failing_fast(step: &str) -> Summary {
    let plan = Plan { fail_fast: true, ..plan(&feature_of(6, step)) };
    carry_out(&plan).await.summary
}

#[tokio::test]
async fn a_run_that_fails_fast_starts_nothing_after_the_first_failure() {
    let summary = failing_fast("the toy breaks the rule").await;
    assert_eq!((summary.count(Verdict::Failed), summary.not_started), (1, 5));
    let summary = failing_fast("the toy falls apart").await;
    assert_eq!((summary.count(Verdict::Error), summary.not_started), (1, 5));
}

#[tokio::test]
async fn a_run_that_fails_fast_ends_what_has_been_started() {
    let text = feature_of(6, "the toy breaks the rule");
    let ran = carry_out(&Plan { fail_fast: true, jobs: 4, ..plan(&text) }).await;
    let ended = ran.summary.count(Verdict::Failed);
    assert_eq!(ended + ran.summary.not_started, 6);
    assert_eq!(ran.record.closed.borrow().len(), ended, "what was opened was closed");
    assert!(ended <= 4, "{ended} ended");
}

#[tokio::test]
async fn what_is_excused_or_does_not_apply_stops_no_run_that_fails_fast() {
    let text = feature_of(4, "the toy breaks the rule").replace("@TOY-1.2", "@TOY-1.2 @needs-key");
    let mut plan = Plan { fail_fast: true, ..plan(&text) };
    for number in 1..=4 {
        plan.deviations.0.push(Deviation::of_scenario(&format!("TOY-1.{number}"), "known"));
    }
    let summary = carry_out(&plan).await.summary;
    assert_eq!(summary.count(Verdict::KnownDeviation), 3);
    assert_eq!((summary.count(Verdict::NotApplicable), summary.not_started), (1, 0));
}

#[tokio::test]
async fn a_run_that_does_not_fail_fast_runs_everything() {
    let summary = carry_out(&plan(&feature_of(6, "the toy breaks the rule"))).await.summary;
    assert_eq!((summary.count(Verdict::Failed), summary.not_started), (6, 0));
    assert_eq!(summary.stats.requests, 6);
}
