//! The summary of a run: exit codes and the closing lines.

use std::time::Duration;

use conformance_harness::{
    report::{Paint, summary_text, verdict_text},
    run::{RunStats, Summary},
    verdict::Verdict::{self, Error, Failed, KnownDeviation, NotApplicable, Passed, Warning},
};

fn summary_of(counts: &[(Verdict, usize)]) -> Summary {
    Summary { counts: counts.iter().copied().collect(), ..Summary::default() }
}

#[test]
fn exit_code_0_means_that_something_was_judged_and_nothing_is_wrong() {
    for verdict in [Passed, Warning, KnownDeviation] {
        assert_eq!(summary_of(&[(verdict, 1)]).exit_code(), 0, "{verdict}");
    }
    assert_eq!(summary_of(&[(Passed, 3), (NotApplicable, 4)]).exit_code(), 0);
}

#[test]
fn exit_code_1_means_that_a_scenario_failed_whatever_else_happened() {
    assert_eq!(summary_of(&[(Failed, 1)]).exit_code(), 1);
    assert_eq!(summary_of(&[(Passed, 9), (Failed, 1), (Error, 5)]).exit_code(), 1);
}

#[test]
fn exit_code_2_means_that_the_target_could_not_be_judged_or_nothing_ran() {
    assert_eq!(summary_of(&[(Passed, 9), (Error, 1)]).exit_code(), 2);
    assert_eq!(summary_of(&[(NotApplicable, 9)]).exit_code(), 2);
    assert_eq!(summary_of(&[]).exit_code(), 2);
}

fn text_of(summary: &Summary) -> String {
    summary_text(summary, 42, Paint(false))
}

#[test]
fn the_closing_lines_count_verdicts_rules_traffic_and_time() {
    let summary = Summary {
        stats: RunStats { requests: 70, deliveries: 8, waited: Duration::from_millis(250) },
        wall: Duration::from_millis(1500),
        ..summary_of(&[(Passed, 3), (NotApplicable, 2)])
    };
    let wanted = "5 scenarios: 3 passed, 2 not applicable\n\
                  0 rules judged in full, 70 requests, 8 deliveries\n\
                  1.50 s, scenarios waited 0.25 s in all for effects; seed 42\n";
    assert_eq!(text_of(&summary), wanted);
}

#[test]
fn the_verdict_names_the_target() {
    let verdict = |verdict| verdict_text("the sandbox", &summary_of(&[(verdict, 1)]), Paint(false));
    assert_eq!(verdict(Passed), "the sandbox conforms");
    assert_eq!(verdict(Failed), "the sandbox does not conform");
    assert_eq!(verdict(Error), "the sandbox could not be judged");
}

#[test]
fn a_run_in_which_nothing_passed_says_so() {
    assert!(text_of(&summary_of(&[(Failed, 2)])).starts_with("2 scenarios: 0 passed, 2 failed\n"));
}

#[test]
fn scenarios_that_were_not_started_are_reported() {
    let summary = Summary { not_started: 5, ..summary_of(&[(Failed, 1)]) };
    assert!(text_of(&summary).contains("\n5 not started after the first failure\n"));
}

#[test]
fn rules_that_were_not_kept_are_reported_with_their_counts() {
    let rules_broken = [("TOY-2".to_owned(), 1), ("TOY-1".to_owned(), 3)].into();
    let summary = Summary { rules_broken, ..summary_of(&[(Failed, 3), (Error, 1)]) };
    assert!(
        text_of(&summary).contains("\nnot kept: TOY-1 (3), TOY-2 (1)\n"),
        "{}",
        text_of(&summary)
    );
    assert!(!text_of(&summary_of(&[(Passed, 1)])).contains("not kept"));
}

#[test]
fn colours_are_written_only_when_they_are_wanted() {
    let summary = summary_of(&[(Passed, 1), (Failed, 1)]);
    assert!(!text_of(&summary).contains('\x1b'));
    let painted = summary_text(&summary, 42, Paint(true));
    assert!(painted.contains("\x1b[32m1 passed\x1b[0m"), "{painted}");
    assert!(painted.contains("\x1b[31m1 failed\x1b[0m"), "{painted}");
}
