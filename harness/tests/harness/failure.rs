//! A failure as people read it: rule, place, step, expected and actual, difference, evidence.

use std::{collections::BTreeMap, rc::Rc, time::Duration};

use conformance_harness::{
    report::{Paint, failure_text},
    run::{CaseResult, RunStats},
    verdict::{Fault, Nonconformance, Verdict},
};

use jiff::Timestamp;

use crate::folder::suite_of;

const TOYS: &str = "\
Feature: Toys
  @TOY-9.1
  Scenario: A journey
    Given a toy

  @source-W
  Rule: TOY-1 A toy walks forwards
    @TOY-1.1
    Scenario: Walking
      When the toy breaks the rule
";

/// An outcome of the journey (0) or of the scenario under the rule (1).
pub(crate) fn outcome(number: usize, verdict: Verdict, reasons: Vec<Fault>) -> CaseResult {
    let case = Rc::clone(&suite_of(TOYS).cases[number]);
    let stopped_at = (!reasons.is_empty()).then(|| case.steps[0].clone());
    let wall = Duration::from_millis(1250);
    let (calls, stats) = (BTreeMap::new(), RunStats::default());
    let begun = Timestamp::UNIX_EPOCH;
    CaseResult { case, verdict, reasons, stopped_at, calls, stats, begun, wall }
}

/// A finding with everything a finding can have.
pub(crate) fn finding() -> Nonconformance {
    let mut finding = Nonconformance::new("the toy walks backwards", "forwards", "backwards")
        .shown_by("curl -i -X POST 'http://toys.example/walk'\n→ 500".to_owned());
    finding.diff = Some(" wheels\n-4\n+3".to_owned());
    finding
}

fn text_of(outcome: &CaseResult) -> String {
    failure_text(outcome, Paint(false))
}

#[test]
fn a_failure_tells_rule_place_step_expected_actual_difference_and_evidence() {
    let failed = outcome(1, Verdict::Failed, vec![finding().into()]);
    let wanted = "\
FAILED  TOY-1.1 Walking
  rule      TOY-1 A toy walks forwards
  where     features/toy.feature:9
  step      When the toy breaks the rule (line 10)
  what      the toy walks backwards
  expected  forwards
  actual    backwards
  diff     
     wheels
    -4
    +3
  evidence 
    curl -i -X POST 'http://toys.example/walk'
    → 500
";
    assert_eq!(text_of(&failed), wanted);
}

#[test]
fn a_finding_of_an_always_on_check_carries_its_name() {
    let finding = finding().of_check("balanced books");
    let text = text_of(&outcome(1, Verdict::Failed, vec![finding.into()]));
    let wanted = "  what      the toy walks backwards [always-on check: balanced books]\n";
    assert!(text.contains(wanted), "{text}");
}

#[test]
fn every_reason_is_reported() {
    let reasons = vec![
        Nonconformance::new("first", 1, 2).into(),
        Nonconformance::new("second", 3, 4).into(),
        Fault::error("third"),
    ];
    let text = text_of(&outcome(1, Verdict::Failed, reasons));
    for wanted in ["what      first\n", "what      second\n", "cause     third\n"] {
        assert!(text.contains(wanted), "{text}");
    }
}

#[test]
fn a_journey_has_no_rule() {
    let text = text_of(&outcome(0, Verdict::Error, vec![Fault::error("no answer")]));
    assert!(text.starts_with("ERROR  TOY-9.1 A journey\n  where     features/toy"), "{text}");
    assert!(text.ends_with("  cause     no answer\n"), "{text}");
}

#[test]
fn what_does_not_apply_tells_its_reason() {
    let text =
        text_of(&outcome(1, Verdict::NotApplicable, vec![Fault::not_applicable("no clock")]));
    assert!(text.starts_with("NOT APPLICABLE  TOY-1.1"), "{text}");
    assert!(text.ends_with("  reason    no clock\n"), "{text}");
}

#[test]
fn values_of_several_lines_stay_in_their_column() {
    let finding = Nonconformance::new("two mistakes", "none", "/id: no text\n/wheels: no list");
    let text = text_of(&outcome(1, Verdict::Failed, vec![finding.into()]));
    assert!(text.contains("  actual    /id: no text\n            /wheels: no list\n"), "{text}");
}

#[test]
fn colours_tell_expected_from_actual_only_when_they_are_wanted() {
    let failed = outcome(1, Verdict::Failed, vec![finding().into()]);
    let text = failure_text(&failed, Paint(true));
    for painted in ["\x1b[31mFAILED\x1b[0m", "\x1b[31m-4\x1b[0m", "\x1b[32m+3\x1b[0m"] {
        assert!(text.contains(painted), "{text}");
    }
    let warning = outcome(1, Verdict::Warning, vec![finding().into()]);
    assert!(failure_text(&warning, Paint(true)).starts_with("\x1b[33mWARNING\x1b[0m"));
    assert!(!text_of(&failed).contains('\x1b'));
}
