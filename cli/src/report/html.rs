//! The report of a run as one page.

use askama::Template;
use conformance_harness::verdict::Verdict;

use super::model::{RuleReport, RunReport};

/// The page.
#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage<'a> {
    report: &'a RunReport,
    works: Vec<&'a RuleReport>,
    broken: Vec<&'a RuleReport>,
    unjudged: Vec<&'a RuleReport>,
    passed: usize,
    total: usize,
}

/// The page as text.
pub(super) fn page(report: &RunReport) -> Result<String, askama::Error> {
    let with = |verdicts: &[Verdict]| -> Vec<&RuleReport> {
        report.rules.iter().filter(|rule| verdicts.contains(&rule.verdict)).collect()
    };
    ReportPage {
        report,
        works: with(&[Verdict::Passed, Verdict::Warning]),
        broken: with(&[Verdict::Failed, Verdict::Error, Verdict::KnownDeviation]),
        unjudged: with(&[Verdict::NotApplicable]),
        passed: report.counts.get(&Verdict::Passed).copied().unwrap_or_default(),
        total: report.counts.values().sum(),
    }
    .render()
}
