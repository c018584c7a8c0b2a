//! The JUnit file that build servers read: a test suite for each rule, a test case for each scenario. It is valid by
//! `junit-10.xsd`, the schema of Jenkins' xUnit plugin, which knows fewer attributes than many writers use.

use std::{collections::BTreeMap, fmt::Write as _, time::Duration};

use jiff::{SignedDuration, Timestamp};

use super::{Paint, ReportFile, failure_text, xml};
use crate::{
    quote::counted,
    run::{CaseResult, Observer, Summary},
    secrets::Secrets,
    verdict::{Fault, Verdict},
};

/// Collects the data of each result: a name, a time, and a text if something is to be said.
#[derive(Debug)]
pub struct JUnit {
    /// The test suites by the id of their rule.
    suites: BTreeMap<String, TestSuite>,
    /// The facts about the run that each test suite repeats as properties.
    properties: Vec<(&'static str, String)>,
    secrets: Secrets,
}

/// The results of one rule.
#[derive(Debug)]
struct TestSuite {
    name: String,
    file: String,
    properties: Vec<(&'static str, String)>,
    started: Timestamp,
    time: Duration,
    counts: Counts,
    /// The test cases, as they stand in the file.
    cases: String,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl JUnit {
    /// An empty report about a run with these properties, such as its target and its seed.
    #[must_use]
    pub fn new(properties: Vec<(&'static str, String)>, secrets: Secrets) -> Self {
        Self { suites: BTreeMap::new(), properties, secrets }
    }

    /// Writes the file.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(
        mut self,
        file: &ReportFile,
        target: &str,
        summary: &Summary,
    ) -> std::io::Result<()> {
        if let Some(cause) = &summary.broken_off {
            self.add_break_off(cause, summary.not_judged);
        }
        file.write(&self.text(target, summary.wall))
    }

    /// Adds an error of the run as a whole, so that no reader takes the results for complete.
    fn add_break_off(&mut self, cause: &str, not_judged: usize) {
        let mut suite = TestSuite::begun(
            "The run as a whole".to_owned(),
            String::new(),
            self.properties.clone(),
        );
        let message = format!("{cause}: {} not judged", counted(not_judged, "scenario"));
        let message = self.secrets.mask(&message);
        let attributes = [("message", message.as_str()), ("type", "broken off")];
        let reason = xml::element("error", &attributes, "");
        let named = [("name", "Every scenario is judged"), ("classname", "run"), ("time", "0.000")];
        suite.add(&named, Duration::ZERO, &reason);
        suite.counts.errors += 1;
        // No rule's id comes before this key.
        self.suites.insert(String::new(), suite);
    }

    fn text(&self, target: &str, wall: Duration) -> String {
        let total = self.suites.values().fold(Counts::default(), |total, suite| Counts {
            tests: total.tests + suite.counts.tests,
            failures: total.failures + suite.counts.failures,
            errors: total.errors + suite.counts.errors,
            skipped: total.skipped + suite.counts.skipped,
        });
        let attributes = [
            ("name", format!("conform: {target}")),
            ("tests", total.tests.to_string()),
            ("failures", total.failures.to_string()),
            ("errors", total.errors.to_string()),
            ("time", seconds(wall)),
        ];
        let suites: String = self.suites.values().map(TestSuite::text).collect();
        let start = xml::tag("testsuites", &borrowed(&attributes));
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{start}>\n{suites}</testsuites>\n")
    }

    /// The elements of a test case below its start tag.
    fn content(&self, outcome: &CaseResult) -> String {
        let text = match outcome.verdict {
            Verdict::Passed => outcome.case.place(),
            _ => self.secrets.mask(&failure_text(outcome, Paint(false))),
        };
        let element = match outcome.verdict {
            // A warning is a remark about a scenario that passed.
            Verdict::Passed | Verdict::Warning => {
                return xml::element("system-out", &[], &text);
            }
            Verdict::Failed => "failure",
            Verdict::Error => "error",
            Verdict::NotApplicable | Verdict::KnownDeviation => "skipped",
        };
        let (message, kind) =
            (self.secrets.mask(&first_reason(outcome)), outcome.verdict.to_string());
        let attributes = [("message", message.as_str()), ("type", kind.as_str())];
        xml::element(element, &attributes, &text)
    }
}

impl Observer for JUnit {
    fn ended(&mut self, outcome: &CaseResult) {
        let content = self.content(outcome);
        let case = &outcome.case;
        let suite = self.suites.entry(case.rule_id().to_owned()).or_insert_with(|| {
            let mut properties = self.properties.clone();
            let mut name = case.feature.clone();
            if let Some(rule) = &case.rule {
                name = format!("{} {}", rule.id, rule.sentence);
                properties.push(("rule", rule.id.clone()));
                properties.push(("tags", rule.tags.join(" ")));
            }
            TestSuite::begun(name, case.path.display().to_string(), properties)
        });
        let attributes = [
            ("name", format!("{} {}", case.id, case.name)),
            ("classname", case.rule_id().to_owned()),
            ("group", case.tags.join(" ")),
            ("time", seconds(outcome.wall)),
        ];
        suite.add(&borrowed(&attributes), outcome.wall, &content);
        match outcome.verdict {
            Verdict::Failed => suite.counts.failures += 1,
            Verdict::Error => suite.counts.errors += 1,
            Verdict::NotApplicable | Verdict::KnownDeviation => suite.counts.skipped += 1,
            Verdict::Passed | Verdict::Warning => {}
        }
    }
}

impl TestSuite {
    fn begun(name: String, file: String, properties: Vec<(&'static str, String)>) -> Self {
        let (time, counts, cases) = (Duration::ZERO, Counts::default(), String::new());
        Self { name, file, properties, started: Timestamp::now(), time, counts, cases }
    }

    fn add(&mut self, attributes: &[(&str, &str)], wall: Duration, content: &str) {
        let started = SignedDuration::try_from(wall)
            .ok()
            .and_then(|wall| Timestamp::now().checked_sub(wall).ok());
        self.started = started.map_or(self.started, |started| self.started.min(started));
        self.time += wall;
        self.counts.tests += 1;
        let start = xml::tag("testcase", attributes);
        let _ = writeln!(self.cases, "    {start}>{content}</testcase>");
    }

    fn text(&self) -> String {
        let attributes = [
            ("name", self.name.clone()),
            ("tests", self.counts.tests.to_string()),
            ("failures", self.counts.failures.to_string()),
            ("errors", self.counts.errors.to_string()),
            ("skipped", self.counts.skipped.to_string()),
            ("time", seconds(self.time)),
            ("timestamp", self.started.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
            ("file", self.file.clone()),
        ];
        let mut text =
            format!("  {}>\n    <properties>\n", xml::tag("testsuite", &borrowed(&attributes)));
        for (name, value) in &self.properties {
            let property = xml::tag("property", &[("name", *name), ("value", value)]);
            let _ = writeln!(text, "      {property}/>");
        }
        text + "    </properties>\n" + &self.cases + "  </testsuite>\n"
    }
}

fn borrowed<'a>(attributes: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    attributes.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

fn seconds(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64())
}

fn first_reason(outcome: &CaseResult) -> String {
    match outcome.reasons.first() {
        Some(Fault::Nonconformance(finding)) => finding.what.clone(),
        Some(Fault::Error { message }) => message.clone(),
        Some(Fault::NotApplicable { reason }) => reason.clone(),
        None => String::new(),
    }
}
