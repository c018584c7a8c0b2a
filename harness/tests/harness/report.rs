//! The JUnit file that build servers read, and the progress that people see; secrets in neither.

use std::time::Duration;

use conformance_harness::{
    report::{JUnit, Output, Paint, Progress, ReportFile},
    run::{CaseResult, Observer, Summary},
    secrets::{SecretKind, Secrets},
    verdict::{Fault, Nonconformance, Verdict},
};
use quick_junit::{NonSuccessKind, Report, TestCaseStatus, XmlString};

use crate::{
    child,
    failure::{finding, outcome},
};

const SECRET: &str = "token-of-ana";

fn secrets() -> Secrets {
    let secrets = Secrets::default();
    secrets.add(SecretKind::Token, SECRET);
    secrets
}

/// The file that these outcomes make, as text and as a build server reads it.
pub(crate) fn junit(outcomes: &[CaseResult], summary: &Summary) -> (String, Report) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("junit.xml");
    let properties = vec![("target", "the sandbox".to_owned()), ("seed", "42".to_owned())];
    let mut junit = JUnit::new(properties, secrets());
    for outcome in outcomes {
        junit.ended(outcome);
    }
    let file = ReportFile::at(&path).expect("can be written");
    junit.write(&file, "the sandbox", summary).expect("written");
    let files = std::fs::read_dir(folder.path()).expect("read").count();
    assert_eq!(files, 1, "no partial file is left");
    let text = std::fs::read_to_string(path).expect("read");
    let report = Report::deserialize_from_str(&text).expect("it is well-formed JUnit");
    (text, report)
}

#[test]
fn a_suite_is_a_rule_and_a_case_a_scenario() {
    let journey = outcome(0, Verdict::Passed, vec![]);
    let summary = Summary { wall: Duration::from_millis(1500), ..Summary::default() };
    let (_, report) = junit(&[outcome(1, Verdict::Passed, vec![]), journey], &summary);
    assert_eq!(report.name, Some("conform: the sandbox".into()));
    assert_eq!((report.tests, report.time), (2, Some(summary.wall)));
    let names: Vec<&str> = report.test_suites.iter().map(|suite| suite.name.as_str()).collect();
    assert_eq!(names, ["TOY-1 A toy walks forwards", "Toys"], "a journey stands under its feature");
    let suite = &report.test_suites[0];
    assert_eq!(suite.extra.get("file").map(XmlString::as_str), Some("features/toy.feature"));
    assert!(suite.timestamp.is_some() && suite.time == Some(Duration::from_millis(1250)));
    let properties = suite.properties.iter().map(|one| (one.name.as_str(), one.value.as_str()));
    let wanted =
        [("target", "the sandbox"), ("seed", "42"), ("rule", "TOY-1"), ("tags", "source-W")];
    assert!(properties.eq(wanted), "{:?}", suite.properties);
    let case = &suite.test_cases[0];
    assert_eq!(case.name.as_str(), "TOY-1.1 Walking");
    assert_eq!(case.classname.as_ref().map(XmlString::as_str), Some("TOY-1"));
    assert_eq!(case.extra.get("group").map(XmlString::as_str), Some("source-W TOY-1.1"));
    assert_eq!(case.time, Some(Duration::from_millis(1250)));
    assert!(matches!(case.status, TestCaseStatus::Success { .. }));
    let place = case.system_out.as_ref().map(XmlString::as_str);
    assert_eq!(place, Some("features/toy.feature:9"));
}

#[test]
fn verdicts_are_written_in_the_terms_of_junit() {
    let failed = outcome(1, Verdict::Failed, vec![finding().into()]);
    let error = outcome(1, Verdict::Error, vec![Fault::error("no answer")]);
    let other = vec![Fault::not_applicable("no clock")];
    let outcomes = [
        failed,
        error,
        outcome(1, Verdict::NotApplicable, other),
        outcome(1, Verdict::Warning, vec![finding().into()]),
        outcome(1, Verdict::KnownDeviation, vec![finding().into()]),
        outcome(1, Verdict::Passed, vec![]),
    ];
    let (_, report) = junit(&outcomes, &Summary::default());
    assert_eq!((report.tests, report.failures, report.errors), (6, 1, 1));
    let suite = &report.test_suites[0];
    assert_eq!(suite.skipped, 2, "skipped with their reason");
    let TestCaseStatus::NonSuccess { kind, message, ty, description, .. } =
        &suite.test_cases[0].status
    else {
        panic!("the first one failed");
    };
    assert_eq!(*kind, NonSuccessKind::Failure);
    assert_eq!(message.as_ref().map(XmlString::as_str), Some("the toy walks backwards"));
    assert_eq!(ty.as_ref().map(XmlString::as_str), Some("failed"));
    let description = description.as_ref().map(XmlString::as_str).unwrap_or_default();
    assert!(description.contains("curl -i -X POST"), "{description}");
    let TestCaseStatus::Skipped { message, ty, .. } = &suite.test_cases[2].status else {
        panic!("the third one is skipped");
    };
    assert_eq!(message.as_ref().map(XmlString::as_str), Some("no clock"));
    assert_eq!(ty.as_ref().map(XmlString::as_str), Some("not applicable"));
    let warned = &suite.test_cases[3];
    assert!(matches!(warned.status, TestCaseStatus::Success { .. }), "a warning is no failure");
    let remark = warned.system_out.as_ref().map(XmlString::as_str).unwrap_or_default();
    assert!(remark.starts_with("WARNING  TOY-1.1") && remark.contains("backwards"), "{remark}");
}

#[test]
fn a_run_that_was_broken_off_says_so_as_an_error() {
    let broken_off = Some("interrupted by SIGINT".to_owned());
    let summary = Summary { broken_off, not_judged: 7, ..Summary::default() };
    let (_, report) = junit(&[outcome(1, Verdict::Passed, vec![])], &summary);
    assert_eq!((report.tests, report.failures, report.errors), (2, 0, 1));
    let TestCaseStatus::NonSuccess { message, .. } = &report.test_suites[0].test_cases[0].status
    else {
        panic!("the run as a whole is an error");
    };
    let message = message.as_ref().map(XmlString::as_str);
    assert_eq!(message, Some("interrupted by SIGINT: 7 scenarios not judged"));
}

pub(crate) fn failed_result() -> CaseResult {
    let finding =
        Nonconformance::new(format!("{SECRET} came back"), SECRET, "<&>]]>\u{1b}[1m\u{0}")
            .shown_by(format!("curl -H 'authorization: Bearer {SECRET}' <a href=\"x\">"));
    outcome(1, Verdict::Failed, vec![finding.into()])
}

#[test]
fn the_file_is_well_formed_whatever_a_target_answers() {
    let (_, report) = junit(&[failed_result()], &Summary::default());
    let TestCaseStatus::NonSuccess { description, .. } =
        &report.test_suites[0].test_cases[0].status
    else {
        panic!("it failed");
    };
    let text = description.as_ref().map(XmlString::as_str).unwrap_or_default();
    assert!(text.contains("<&>]]>") && text.contains("<a href=\"x\">"), "{text}");
}

#[test]
fn the_file_holds_no_secret() {
    let (text, _) = junit(&[failed_result()], &Summary::default());
    assert!(!text.contains(SECRET) && text.contains("Bearer"), "{text}");
    assert!(text.contains("&lt;token#1&gt; came back"), "the message is masked too: {text}");
}

/// The output of progress for these four results.
fn progress() {
    let progress = Progress::new(4, Output::default(), false, Paint(false), secrets());
    let mut progress = progress.verbose(true);
    progress.ended(&outcome(0, Verdict::Passed, vec![]));
    progress.ended(&failed_result());
    for _ in 0..2 {
        let reason = format!("the target does not claim {SECRET}");
        progress.ended(&outcome(1, Verdict::NotApplicable, vec![Fault::not_applicable(reason)]));
    }
    progress.close();
}

#[test]
fn progress_prints_failures_at_once_and_the_rest_in_a_line_each() {
    if child::is_this() {
        return progress();
    }
    let test = "report::progress_prints_failures_at_once_and_the_rest_in_a_line_each";
    let output = child::of(test, &[]);
    let printed = String::from_utf8_lossy(&output.stdout);
    let failure = printed.find("FAILED  TOY-1.1 Walking").expect("the failure is printed");
    let end = printed.find("\n4/4 scenarios, 1 failed\n").expect("the end is printed");
    let rest = "\n2 not applicable: the target does not claim <token#1>\n";
    let rest = printed.find(rest).expect("what does not apply is printed by reason");
    assert!(failure < end && end < rest, "{printed}");
    assert!(!printed.contains("A journey"), "what passes is not printed: {printed}");
    assert!(!printed.contains(SECRET), "{printed}");
}
