//! The verdict of a scenario for each way in which it can end.

use conformance_harness::{
    deviation::Deviation,
    layer::{Layer, Layers},
    run::{CaseResult, Extent, Plan},
    verdict::{Fault, Nonconformance, Verdict},
};

use crate::{
    child,
    toy::{carry_out, feature_of, outcome_of, plan},
};

fn findings(outcome: &CaseResult) -> Vec<&Nonconformance> {
    let reasons = outcome.reasons.iter();
    reasons
        .filter_map(|fault| match fault {
            Fault::Nonconformance(finding) => Some(finding.as_ref()),
            Fault::Error { .. } | Fault::NotApplicable { .. } => None,
        })
        .collect()
}

/// The messages of errors, or the reasons of scenarios that do not apply.
fn messages(outcome: &CaseResult) -> Vec<&str> {
    let reasons = outcome.reasons.iter();
    reasons
        .filter_map(|fault| match fault {
            Fault::Error { message } => Some(message.as_str()),
            Fault::NotApplicable { reason } => Some(reason.as_str()),
            Fault::Nonconformance(_) => None,
        })
        .collect()
}

#[tokio::test]
async fn a_scenario_whose_steps_all_pass_has_passed() {
    let outcome = outcome_of("Given a toy\nWhen the toy is wound up\nThen all is well").await;
    assert_eq!(outcome.verdict, Verdict::Passed);
    assert!(outcome.reasons.is_empty());
    assert!(outcome.stopped_at.is_none());
    assert_eq!(outcome.stats.requests, 3, "each step of the toy counts as a request");
}

#[tokio::test]
async fn a_broken_rule_fails_at_its_step_and_ends_the_scenario() {
    let text = feature_of("Given a toy\nWhen the toy breaks the rule\nThen all is well");
    let ran = carry_out(&plan(&text)).await;
    let outcome = ran.ends.of("TOY-1.1");
    assert_eq!(outcome.verdict, Verdict::Failed);
    let expected = Nonconformance::new("the toy walks backwards", "forwards", "backwards");
    assert_eq!(findings(outcome), [&expected]);
    let step = outcome.stopped_at.as_ref().expect("a step stopped it");
    assert_eq!((step.value.as_str(), step.line), ("the toy breaks the rule", 9));
    let announced = ran.record.announced.borrow();
    assert_eq!(*announced, ["TOY-1.1 a toy", "TOY-1.1 the toy breaks the rule"]);
    assert_eq!(*ran.record.closed.borrow(), [("TOY-1.1".to_owned(), true)], "it is still judged");
}

#[tokio::test]
async fn a_refusal_that_no_step_looks_at_fails_the_scenario_at_the_refused_step() {
    let seen = "When the toy is refused\nThen all is well";
    assert_eq!(outcome_of(seen).await.verdict, Verdict::Passed);
    let outcome = outcome_of("When the toy is refused\nThen the toy has 3 wheels").await;
    assert_eq!(outcome.verdict, Verdict::Failed);
    assert_eq!(findings(&outcome)[0].what, "no step looks at the refusal");
    let step = outcome.stopped_at.as_ref().expect("the refused step");
    assert_eq!(step.value, "the toy is refused");
}

#[tokio::test]
async fn a_situation_that_does_not_come_about_ends_the_scenario() {
    let outcome = outcome_of("Given a toy that nobody makes\nThen all is well").await;
    assert_eq!(outcome.verdict, Verdict::Failed);
    assert_eq!(findings(&outcome)[0].what, "no toy was made");
}

#[tokio::test]
async fn trouble_of_our_own_is_an_error_and_leaves_nothing_to_judge() {
    let text = feature_of("When the toy cannot be found");
    let ran = carry_out(&plan(&text)).await;
    let outcome = ran.ends.of("TOY-1.1");
    assert_eq!(outcome.verdict, Verdict::Error);
    assert_eq!(messages(outcome), ["the toy got no answer"]);
    assert_eq!(*ran.record.closed.borrow(), [("TOY-1.1".to_owned(), false)]);
}

#[tokio::test]
async fn a_panic_of_a_step_is_an_error_with_its_place() {
    let outcome = outcome_of("When the toy falls apart").await;
    assert_eq!(outcome.verdict, Verdict::Error);
    let [message] = messages(&outcome)[..] else { panic!("one message, not {outcome:?}") };
    assert!(message.contains("the step itself is broken: the spring is broken"), "{message}");
    assert!(message.contains("toy.rs:"), "{message}");
}

#[test]
fn a_panic_of_a_step_is_not_printed() {
    if child::is_this() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(outcome_of("When the toy falls apart"));
        println!("the run has ended");
        return;
    }
    let output = child::of("verdicts::a_panic_of_a_step_is_not_printed", &[]);
    let printed = child::printed(&output);
    assert!(output.status.success() && printed.contains("the run has ended"), "{printed}");
    assert!(!printed.contains("spring") && !printed.contains("panicked"), "{printed}");
}

#[tokio::test]
async fn a_step_that_the_target_cannot_be_asked_does_not_apply() {
    let outcome = outcome_of("When the toy cannot be asked").await;
    assert_eq!(outcome.verdict, Verdict::NotApplicable);
    assert_eq!(messages(&outcome), ["the toy has no key"]);
}

#[tokio::test]
async fn a_scenario_whose_capability_is_not_claimed_does_not_apply_and_says_which() {
    let text = "\
Feature: Toys
  @decided
  Rule: TOY-1 It walks
    @TOY-1.1 @needs-clock
    Scenario: Walking
      When the toy breaks the rule
";
    let mut plan = plan(text);
    let ran = carry_out(&plan).await;
    let outcome = ran.ends.of("TOY-1.1");
    assert_eq!(outcome.verdict, Verdict::NotApplicable);
    assert_eq!(
        messages(outcome),
        [
            "its subject is a decision of this suite, which binds only targets whose profile lists the layer `decided`"
        ]
    );
    assert!(ran.record.announced.borrow().is_empty(), "no step was begun");
    assert!(ran.record.closed.borrow().is_empty(), "nothing was opened that needs closing");

    plan.scope.layers = Layers::all();
    let partly = carry_out(&plan).await;
    assert_eq!(messages(partly.ends.of("TOY-1.1")), ["the target does not claim clock"]);

    plan.scope.capabilities.insert("clock".to_owned());
    let claimed = carry_out(&plan).await;
    assert_eq!(claimed.ends.of("TOY-1.1").verdict, Verdict::Failed);
}

#[tokio::test]
async fn a_breach_of_a_should_rule_is_a_warning() {
    let text = feature_of("When the toy breaks the rule").replace("@source-W", "@source-W @should");
    let outcome = carry_out(&plan(&text)).await.ends.of("TOY-1.1").clone();
    assert_eq!(outcome.verdict, Verdict::Warning);
    assert_eq!(findings(&outcome).len(), 1, "the finding is still found");
}

#[tokio::test]
async fn what_a_check_calls_a_should_is_a_warning_under_any_rule() {
    let wondered = "Given a toy that the checks afterwards wonder about";
    let outcome = outcome_of(&format!("{wondered}\nThen all is well")).await;
    assert_eq!(outcome.verdict, Verdict::Warning);
    assert_eq!(findings(&outcome).len(), 1, "the finding is still found");
    let both = outcome_of(&format!("{wondered}\nWhen the toy breaks the rule")).await;
    assert_eq!(both.verdict, Verdict::Failed, "it excuses nothing else");
}

#[tokio::test]
async fn trouble_of_our_own_under_a_should_rule_is_still_an_error() {
    let text = feature_of("When the toy cannot be found").replace("@source-W", "@source-W @should");
    let ran = carry_out(&plan(&text)).await;
    assert_eq!(ran.ends.of("TOY-1.1").verdict, Verdict::Error);
}

fn excused(steps: &str) -> Plan {
    let mut plan = plan(&feature_of(steps));
    plan.deviations.0.push(Deviation::of_scenario("TOY-1.1", "it is mended next week"));
    plan
}

#[tokio::test]
async fn a_known_deviation_is_excused() {
    let ran = carry_out(&excused("When the toy breaks the rule")).await;
    assert_eq!(ran.ends.of("TOY-1.1").verdict, Verdict::KnownDeviation);
    assert_eq!(ran.summary.exit_code(), 0);
    assert!(ran.summary.rules_broken.is_empty(), "and it is excused");
}

#[tokio::test]
async fn a_known_deviation_that_passes_fails_the_run() {
    let ran = carry_out(&excused("Then all is well")).await;
    let outcome = ran.ends.of("TOY-1.1");
    assert_eq!(outcome.verdict, Verdict::Failed);
    let [finding] = findings(outcome)[..] else { panic!("one finding, not {outcome:?}") };
    assert!(finding.what.contains("known deviation, and it passes"), "{finding:?}");
    assert!(finding.actual.contains("it is mended next week"), "{finding:?}");
    assert_eq!(ran.summary.exit_code(), 1);
}

#[tokio::test]
async fn a_known_deviation_does_not_excuse_trouble_of_our_own() {
    let ran = carry_out(&excused("When the toy cannot be found")).await;
    assert_eq!(ran.ends.of("TOY-1.1").verdict, Verdict::Error);
}

#[tokio::test]
async fn findings_of_the_checks_afterwards_fail_a_scenario_whose_steps_pass() {
    let outcome = outcome_of("Given a toy that the checks afterwards dislike").await;
    assert_eq!(outcome.verdict, Verdict::Failed);
    let [finding] = findings(&outcome)[..] else { panic!("one finding, not {outcome:?}") };
    assert_eq!(finding.check.as_deref(), Some("balanced books"));
    assert!(outcome.stopped_at.is_none(), "no step stopped it");
}

#[tokio::test]
async fn findings_of_the_checks_afterwards_stand_behind_the_one_of_the_step() {
    let steps = "Given a toy that the checks afterwards dislike\nWhen the toy breaks the rule";
    let outcome = outcome_of(steps).await;
    let found: Vec<&str> = findings(&outcome).iter().map(|finding| finding.what.as_str()).collect();
    assert_eq!(found, ["the toy walks backwards", "the books do not balance"]);
}

#[tokio::test]
async fn checks_afterwards_that_cannot_judge_are_an_error() {
    let outcome = outcome_of("Given a toy that the checks afterwards cannot judge").await;
    assert_eq!(outcome.verdict, Verdict::Error);
    assert_eq!(messages(&outcome), ["the books cannot be read"]);
}

#[tokio::test]
async fn checks_afterwards_that_panic_are_an_error_with_their_place() {
    let outcome = outcome_of("Given a toy that breaks the checks afterwards").await;
    assert_eq!(outcome.verdict, Verdict::Error);
    let [message] = messages(&outcome)[..] else { panic!("one message, not {outcome:?}") };
    assert!(message.contains("the checks are broken") && message.contains("toy.rs:"), "{message}");
}

#[tokio::test]
async fn a_panic_before_a_step_is_an_error_of_that_scenario() {
    let outcome = outcome_of("When the toy is badly prepared").await;
    assert_eq!(outcome.verdict, Verdict::Error);
    assert!(messages(&outcome)[0].contains("the preparation is broken"));
}

#[tokio::test]
async fn one_row_of_an_outline_can_be_a_known_deviation() {
    let text = "\
Feature: Toys
  @source-W
  Rule: TOY-1 It walks
    @TOY-1.1
    Scenario Outline: Walking
      When the toy <moves>
      Examples: Ways
        | moves           |
        | is wound up     |
        | breaks the rule |
";
    let mut plan = plan(text);
    plan.deviations.0.push(Deviation::of_scenario("TOY-1.1#2", "only this row is broken"));
    let ran = carry_out(&plan).await;
    assert_eq!(ran.ends.of("TOY-1.1#1").verdict, Verdict::Passed);
    assert_eq!(ran.ends.of("TOY-1.1#2").verdict, Verdict::KnownDeviation);
}

/// A plan of a scenario that breaks its rule, with one known deviation.
fn deviating(entry: Deviation) -> Plan {
    let mut plan = plan(&feature_of("When the toy breaks the rule"));
    plan.deviations.0.push(entry);
    plan
}

#[tokio::test]
async fn a_rule_and_a_cause_can_be_known_deviations() {
    let none = || Deviation { scenario: None, ..Deviation::of_scenario("", "known") };
    let rule = Deviation { rule: Some("TOY-1".to_owned()), ..none() };
    let ran = carry_out(&deviating(rule)).await;
    assert_eq!(ran.ends.of("TOY-1.1").verdict, Verdict::KnownDeviation);
    assert!(ran.summary.stale_deviations.is_empty(), "{:?}", ran.summary);
    let Fault::Nonconformance(finding) = &ran.ends.of("TOY-1.1").reasons[0] else { panic!() };
    let cause = Deviation { cause: Some(finding.what.to_uppercase()), ..none() };
    let ran = carry_out(&deviating(cause)).await;
    assert_eq!(ran.ends.of("TOY-1.1").verdict, Verdict::KnownDeviation);
    let other = Deviation { cause: Some("another cause".to_owned()), ..none() };
    let ran = carry_out(&deviating(other)).await;
    assert_eq!(ran.ends.of("TOY-1.1").verdict, Verdict::Failed);
    assert!(ran.summary.stale_deviations[0].contains("no scenario shows it any more"));
}

#[tokio::test]
async fn a_known_deviation_past_its_day_excuses_nothing_and_fails_the_run() {
    let until = Some("2020-01-31".parse().expect("a day"));
    let entry = Deviation { until, ..Deviation::of_scenario("TOY-1.1", "known") };
    let ran = carry_out(&deviating(entry)).await;
    assert_eq!(ran.ends.of("TOY-1.1").verdict, Verdict::Failed);
    assert!(ran.summary.stale_deviations[0].contains("the day is over"), "{:?}", ran.summary);
    let entry = Deviation { until, ..Deviation::of_scenario("TOY-1.1", "known") };
    let mut passing = plan(&feature_of("Then all is well"));
    passing.deviations.0.push(entry);
    assert_eq!(carry_out(&passing).await.summary.exit_code(), 1, "it is still listed");
}

#[tokio::test]
async fn a_rule_with_a_passed_and_a_failed_scenario_is_not_kept() {
    let text = "\
Feature: Toys
  @source-W
  Rule: TOY-1 It walks
    @TOY-1.1
    Scenario: A
      Then all is well
    @TOY-1.2
    Scenario: B
      When the toy breaks the rule
  @source-W
  Rule: TOY-2 It talks
    @TOY-2.1
    Scenario: C
      Then all is well
";
    for seed in 0..4 {
        let summary = carry_out(&Plan { seed, ..plan(text) }).await.summary;
        assert_eq!(summary.rules_broken, [("TOY-1".to_owned(), 1)].into(), "with seed {seed}");
        assert_eq!(summary.coverage.count(Extent::Full), 2, "both were judged in full");
    }
}

#[tokio::test]
async fn a_step_on_another_layer_than_its_scenario_is_left_out_where_that_layer_does_not_bind() {
    let text = feature_of("Then all is well\n      And as decided, the toy is broken");
    let unbound = carry_out(&plan(&text)).await;
    assert_eq!(unbound.ends.of("TOY-1.1").verdict, Verdict::Passed);
    let mut bound = plan(&text);
    bound.scope.layers = Layers::all();
    assert_eq!(carry_out(&bound).await.ends.of("TOY-1.1").verdict, Verdict::Failed);
}

#[tokio::test]
async fn a_rule_is_judged_in_full_in_part_or_not() {
    let text = "\
Feature: Toys
  @source-W
  Rule: TOY-1 It walks
    @TOY-1.1
    Scenario: A
      Then all is well
    @TOY-1.2 @needs-clock
    Scenario: B
      Then all is well
    @TOY-1.3 @decided
    Scenario: C
      Then all is well
  @source-W
  Rule: TOY-2 It talks
    @TOY-2.1 @needs-clock
    Scenario: D
      Then all is well
  @source-W
  Rule: TOY-3 It sings
    @TOY-3.1 @needs-clock
    Scenario: E
      Then all is well
  @decided
  Rule: TOY-4 It is red
    @TOY-4.1
    Scenario: F
      Then all is well
";
    let mut plan = plan(text);
    plan.scope.cannot.insert("TOY-3".to_owned(), "it is mute".to_owned());
    let coverage = carry_out(&plan).await.summary.coverage;
    let extents = [Extent::Full, Extent::Part, Extent::Not, Extent::Unbound];
    assert_eq!(extents.map(|extent| coverage.count(extent)), [0, 1, 1, 1]);
    assert_eq!(
        coverage.gaps(),
        [
            "the target does not claim clock: 2 scenarios of TOY-1, TOY-2 (all)",
            "TOY-3: excused by the profile: it is mute",
        ]
    );
    let missing = coverage.lacking(&[Layer::Guides]);
    assert_eq!(missing.len(), 2, "the excused rule and the decision are not missing: {missing:?}");
    assert_eq!(coverage.lacking(&Layer::ALL).len(), 3, "now the decision is");
}

#[tokio::test]
async fn a_part_that_can_be_judged_only_at_the_end_of_the_run_counts_then() {
    let text = feature_of("When the toy is watched until the end");
    let ran = carry_out(&plan(&text)).await;
    let outcome = ran.ends.of("TOY-1.1");
    assert_eq!(outcome.verdict, Verdict::Failed);
    assert_eq!(outcome.reasons.len(), 1);
    assert_eq!(
        ran.summary.rules_broken,
        [("TOY-9".to_owned(), 1)].into(),
        "the finding's own rule"
    );
}
