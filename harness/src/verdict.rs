//! Verdicts on a target, and the two separate kinds of failure that lead to them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{bounded::bounded, exchange::Exchange, sight::Sight};

/// The result of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The target did what the rule says.
    Passed,
    /// The target broke the rule.
    Failed,
    /// The suite could not tell: set-up, network or the harness itself.
    Error,
    /// A *should* rule is broken.
    Warning,
    /// The target does not claim what the scenario needs.
    NotApplicable,
    /// Broken, and the target's profile lists it with a reason.
    KnownDeviation,
}

impl Verdict {
    /// Every verdict, in the order in which summaries count them.
    pub const ALL: [Self; 6] = [
        Self::Passed,
        Self::Failed,
        Self::Error,
        Self::Warning,
        Self::KnownDeviation,
        Self::NotApplicable,
    ];

    /// True if the target did not pass: it failed, or the suite could not tell.
    #[must_use]
    pub fn is_red(self) -> bool {
        matches!(self, Self::Failed | Self::Error)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Error => "error",
            Self::Warning => "warning",
            Self::NotApplicable => "not applicable",
            Self::KnownDeviation => "known deviation",
        })
    }
}

/// A rule the target broke: what was expected, what came, and the exchange that shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nonconformance {
    /// The name of the always-on check that found it; none when a step of the scenario did.
    pub check: Option<String>,
    /// The rule that it breaks, if that differs from the rule of the scenario in which it showed.
    #[serde(default)]
    pub rule: Option<String>,
    /// The sentence of that rule.
    #[serde(default)]
    pub rule_sentence: Option<String>,
    /// True if it is only a warning, also under a rule that is not a *should*.
    #[serde(default)]
    pub should: bool,
    /// One sentence about the mistake.
    pub what: String,
    /// The result that the rule requires.
    pub expected: String,
    /// The result that the target gave.
    pub actual: String,
    /// A difference, line by line, with `-` expected and `+` actual.
    pub diff: Option<String>,
    /// The exchange or delivery that shows it, ready to replay or to read.
    pub evidence: Option<String>,
    /// The kind of that message: a method with a path, or the type of an event.
    #[serde(default)]
    pub message: Option<String>,
    /// The mistakes in the message itself, by which findings with the same cause are told from others.
    #[serde(default)]
    pub sights: Vec<Sight>,
}

impl Nonconformance {
    /// A finding of a step.
    #[must_use]
    pub fn new(
        what: impl Into<String>,
        expected: impl fmt::Display,
        actual: impl fmt::Display,
    ) -> Self {
        Self {
            check: None,
            rule: None,
            rule_sentence: None,
            should: false,
            what: bounded(what.into()),
            expected: bounded(expected.to_string()),
            actual: bounded(actual.to_string()),
            diff: None,
            evidence: None,
            message: None,
            sights: Vec::new(),
        }
    }

    /// The same finding under the name of an always-on check.
    #[must_use]
    pub fn of_check(mut self, check: &str) -> Self {
        self.check = Some(check.to_owned());
        self
    }

    /// The same finding as a breach of this rule, wherever it showed.
    #[must_use]
    pub fn of_rule(mut self, rule: &str) -> Self {
        self.rule = Some(rule.to_owned());
        self
    }

    /// The same finding, as a warning when `should`.
    #[must_use]
    pub fn only_should(mut self, should: bool) -> Self {
        self.should = should;
        self
    }

    /// The same finding with the exchange or delivery that shows it.
    #[must_use]
    pub fn shown_by(mut self, evidence: String) -> Self {
        self.evidence = Some(bounded(evidence));
        self
    }

    /// The same finding, shown by an exchange.
    #[must_use]
    pub fn shown_in(mut self, exchange: &Exchange) -> Self {
        self.message = Some(exchange.request.kind());
        self.shown_by(exchange.as_curl())
    }

    /// The same finding, shown by an event.
    #[must_use]
    pub fn shown_in_event(mut self, event_type: &str, body: impl fmt::Display) -> Self {
        self.message = Some(event_type.to_owned());
        self.shown_by(body.to_string())
    }

    /// The same finding about these mistakes in its message.
    #[must_use]
    pub fn sighting(mut self, sights: Vec<Sight>) -> Self {
        self.sights = sights;
        self
    }

    /// The same finding with a difference, line by line.
    #[must_use]
    pub fn differing(mut self, diff: String) -> Self {
        self.diff = Some(bounded(diff));
        self
    }
}

/// The reason why a step did not pass.
///
/// The framework hands a step's error on as text, so the text of a fault is its JSON; the runner reads it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fault {
    /// The target did wrong.
    Nonconformance(Box<Nonconformance>),
    /// The suite could not tell.
    Error {
        /// The mistake, and the way to correct it.
        message: String,
    },
    /// The target cannot be asked this.
    NotApplicable {
        /// The reason.
        reason: String,
    },
}

impl Fault {
    /// An error of the suite's own: set-up, network, harness.
    #[must_use]
    pub fn error(message: impl fmt::Display) -> Self {
        Self::Error { message: bounded(message.to_string()) }
    }

    /// The target does not offer what the step needs.
    #[must_use]
    pub fn not_applicable(reason: impl Into<String>) -> Self {
        Self::NotApplicable { reason: reason.into() }
    }

    /// Reads a fault back from the text of a failed step; any other text is a defect of the step itself.
    #[must_use]
    pub fn from_panic_text(text: &str) -> Self {
        serde_json::from_str(text)
            .unwrap_or_else(|_| Self::error(format!("the step itself is broken: {text}")))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl std::error::Error for Fault {}

impl From<Nonconformance> for Fault {
    fn from(finding: Nonconformance) -> Self {
        Self::Nonconformance(Box::new(finding))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_survives_its_text() {
        let fault = Fault::from(Nonconformance::new("wrong status", 201, 500));
        assert_eq!(Fault::from_panic_text(&fault.to_string()), fault);
    }

    #[test]
    fn any_other_text_is_an_error_of_ours() {
        assert!(matches!(Fault::from_panic_text("index out of bounds"), Fault::Error { .. }));
    }
}
