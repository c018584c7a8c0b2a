//! The JUnit file that build servers read: a test suite for each rule, a test case for each scenario.

use std::{collections::BTreeMap, io, path::Path};

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::{Paint, failure_text};
use crate::{
    run::{CaseResult, Observer},
    secrets::Secrets,
    verdict::{Fault, Verdict},
};

/// Collects the data of each result: a name, a time, and a text if something is wrong.
#[derive(Debug)]
pub struct JUnit {
    suites: BTreeMap<String, TestSuite>,
    secrets: Secrets,
}

impl JUnit {
    /// An empty report.
    #[must_use]
    pub fn new(secrets: Secrets) -> Self {
        Self { suites: BTreeMap::new(), secrets }
    }

    /// Writes the file through a temporary one, so that no reader sees half of it.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(self, path: &Path, target: &str) -> io::Result<()> {
        let mut report = Report::new(format!("conform: {target}"));
        report.add_test_suites(self.suites.into_values());
        let text = report.to_string().map_err(io::Error::other)?;
        let partial = path.with_extension("partial");
        std::fs::write(&partial, text)?;
        std::fs::rename(&partial, path)
    }
}

impl Observer for JUnit {
    fn ended(&mut self, outcome: &CaseResult) {
        let case = &outcome.case;
        let mut status = match outcome.verdict {
            Verdict::Passed => TestCaseStatus::success(),
            Verdict::Failed => TestCaseStatus::non_success(NonSuccessKind::Failure),
            Verdict::Error => TestCaseStatus::non_success(NonSuccessKind::Error),
            Verdict::NotApplicable | Verdict::Warning | Verdict::KnownDeviation => {
                TestCaseStatus::skipped()
            }
        };
        if outcome.verdict != Verdict::Passed {
            let text = self.secrets.mask(&failure_text(outcome, Paint(false)));
            status.set_type(outcome.verdict.to_string());
            status.set_message(self.secrets.mask(&first_reason(outcome)));
            status.set_description(text);
        }
        let mut test = TestCase::new(format!("{} {}", case.id, case.name), status);
        test.set_classname(case.rule_id()).set_time(outcome.wall);
        test.extra.insert("file".into(), case.path.display().to_string().into());
        test.extra.insert("line".into(), case.line.to_string().into());
        let name = case
            .rule
            .as_ref()
            .map_or_else(|| case.feature.clone(), |rule| format!("{} {}", rule.id, rule.sentence));
        self.suites
            .entry(case.rule_id().to_owned())
            .or_insert_with(|| TestSuite::new(name))
            .add_test_case(test);
    }
}

fn first_reason(outcome: &CaseResult) -> String {
    match outcome.reasons.first() {
        Some(Fault::Nonconformance(finding)) => finding.what.clone(),
        Some(Fault::Error { message }) => message.clone(),
        Some(Fault::NotApplicable { reason }) => reason.clone(),
        None => String::new(),
    }
}
