//! The verdict on a fault: which scenarios failed, under which rules, and by which always-on checks.

use std::collections::{BTreeMap, BTreeSet};

use conformance_harness::{
    fault::InjectedFault,
    run::{CaseResult, Observer},
    verdict::{Fault, Verdict},
};
use ralio_conformance::phrase_of;
use serde::{Deserialize, Serialize};

/// The most letters of a message.
const LONGEST_MESSAGE: usize = 200;

use crate::error::CommandError;

/// One finding of a scenario that failed.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct ScoreFinding {
    /// The rule that it stands on.
    pub(crate) rule: String,
    /// The always-on check that found it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) check: Option<String>,
    /// The phrase of the step that found it, if no check did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) phrase: Option<String>,
    /// The finding in one sentence.
    pub(crate) message: String,
}

/// The grounds on which a scenario failed.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub(crate) struct Grounds {
    pub(crate) findings: Vec<ScoreFinding>,
}

impl Grounds {
    /// The rules that the findings stand on.
    pub(crate) fn rules(&self) -> BTreeSet<&str> {
        self.findings.iter().map(|finding| finding.rule.as_str()).collect()
    }

    /// The always-on checks with a finding.
    pub(crate) fn checks(&self) -> BTreeSet<&str> {
        self.findings.iter().filter_map(|finding| finding.check.as_deref()).collect()
    }

    fn of(outcome: &CaseResult) -> Self {
        let own = outcome.case.rule_id();
        let phrase = outcome.stopped_at.as_deref().and_then(phrase_of);
        let told = outcome.reasons.iter().filter_map(|reason| match reason {
            Fault::Nonconformance(finding) if !finding.should => Some(ScoreFinding {
                rule: finding.rule.as_deref().unwrap_or(own).to_owned(),
                check: finding.check.clone(),
                phrase: phrase.filter(|_| finding.check.is_none()).map(str::to_owned),
                message: shortened(&format!(
                    "{}; expected {}, actual {}",
                    finding.what, finding.expected, finding.actual
                )),
            }),
            _ => None,
        });
        Self { findings: told.collect() }
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(LONGEST_MESSAGE).collect()
}

/// The scenarios that did not pass in a run with a fault.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Caught {
    /// The scenarios that failed.
    pub(crate) failed: BTreeMap<String, Grounds>,
    /// The scenarios that could not be judged.
    pub(crate) undecided: Vec<String>,
    /// One sentence about the first failure or error.
    pub(crate) example: Option<String>,
    /// The cause if the run was broken off.
    pub(crate) cause: Option<String>,
}

impl Caught {
    pub(crate) fn is_empty(&self) -> bool {
        self.failed.is_empty() && self.undecided.is_empty() && self.cause.is_none()
    }

    /// The reason to score nothing if the suite is red without any fault.
    pub(crate) fn expect_green(&self) -> Result<(), CommandError> {
        if self.is_empty() {
            return Ok(());
        }
        Err(CommandError::Score(format!(
            "without any fault the suite is not green ({}); a score says nothing until it is",
            self.scenarios().join(", ")
        )))
    }

    pub(crate) fn scenarios(&self) -> Vec<String> {
        let undecided = self.undecided.iter().map(|id| format!("{id} (error)"));
        self.failed.keys().cloned().chain(undecided).chain(self.cause.clone()).collect()
    }

    pub(crate) fn rules(&self) -> BTreeSet<&str> {
        self.failed.values().flat_map(Grounds::rules).collect()
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.failed.extend(other.failed);
        self.undecided.extend(other.undecided);
        self.example = self.example.take().or(other.example);
        self.cause = self.cause.take().or(other.cause);
    }

    pub(crate) fn broken_off(&mut self, cause: Option<String>) {
        self.cause = self.cause.take().or(cause);
    }
}

impl Observer for Caught {
    fn ended(&mut self, outcome: &CaseResult) {
        let id = outcome.case.id.clone();
        let mut say = |text: &str| {
            self.example.get_or_insert_with(|| format!("{id}: {}", shortened(text)));
        };
        match outcome.verdict {
            Verdict::Failed => {
                let grounds = Grounds::of(outcome);
                if let Some(first) = grounds.findings.first() {
                    say(&first.message);
                }
                self.failed.insert(id, grounds);
            }
            Verdict::Error => {
                for reason in &outcome.reasons {
                    if let Fault::Error { message } = reason {
                        say(message);
                    }
                }
                self.undecided.push(id);
            }
            _ => {}
        }
    }
}

/// The fate of a fault or variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fate {
    /// A scenario failed.
    Killed,
    /// Every scenario passed.
    Survived,
    /// No scenario failed, and some could not be judged, which proves nothing.
    Undecided,
    /// It never changed anything: a mistake of its file.
    NeverFired,
}

impl Fate {
    fn of(caught: &Caught, fired: usize) -> Self {
        if fired == 0 {
            Self::NeverFired
        } else if !caught.failed.is_empty() {
            Self::Killed
        } else if !caught.is_empty() {
            Self::Undecided
        } else {
            Self::Survived
        }
    }
}

/// The result of one fault or variant.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Catch {
    pub(crate) fate: Fate,
    /// True if a finding stands on a rule that the fault breaks.
    pub(crate) is_right: bool,
    /// The number of messages that it changed.
    pub(crate) fired: usize,
    /// The time of its runs in seconds.
    pub(crate) seconds: f64,
    pub(crate) caught: Caught,
}

impl Catch {
    pub(crate) fn of(fault: &InjectedFault, caught: Caught, fired: usize, seconds: f64) -> Self {
        let rules = caught.rules();
        let is_right = fault.right_rules().any(|rule| rules.contains(rule));
        Self { fate: Fate::of(&caught, fired), is_right, fired, seconds, caught }
    }
}
