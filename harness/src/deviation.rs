//! Known deviations of a target: what is broken, accepted for a while, and listed with a reason.

use std::fmt;

use jiff::{Zoned, civil::Date};
use serde::Deserialize;

use crate::{
    cause::clue_words,
    suite::Case,
    verdict::{Fault, Nonconformance},
};

/// One entry of a profile. Exactly one of `scenario`, `rule` and `cause` is given.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deviation {
    /// A scenario, or one row of an outline.
    #[serde(default)]
    pub scenario: Option<String>,
    /// A rule: all of its scenarios.
    #[serde(default)]
    pub rule: Option<String>,
    /// Words of a cause, as a run titles it: every scenario of which all failures have them.
    #[serde(default)]
    pub cause: Option<String>,
    /// The reason why it is accepted.
    pub reason: String,
    /// The place at which somebody works on it.
    #[serde(default)]
    pub link: Option<String>,
    /// The last day on which it is accepted.
    #[serde(default)]
    pub until: Option<Date>,
}

/// True if a last day is over.
#[must_use]
pub fn is_past(until: Option<Date>) -> bool {
    until.is_some_and(|until| Zoned::now().date() > until)
}

impl Deviation {
    /// A deviation of a scenario.
    #[must_use]
    pub fn of_scenario(id: &str, reason: &str) -> Self {
        let (rule, cause, link, until) = (None, None, None, None);
        Self { scenario: Some(id.to_owned()), rule, cause, reason: reason.to_owned(), link, until }
    }

    /// The scenario, the rule or the words of the cause.
    #[must_use]
    pub fn name(&self) -> &str {
        let named = [&self.scenario, &self.rule, &self.cause];
        named.into_iter().flatten().next().map_or("", String::as_str)
    }

    /// The mistake in the entry; none if it is right.
    #[must_use]
    pub fn mistake(&self) -> Option<&'static str> {
        let named = [&self.scenario, &self.rule, &self.cause].into_iter().flatten();
        let blank = |text: &String| text.trim().is_empty();
        if named.clone().count() != 1 {
            Some("which names not exactly one of `scenario`, `rule` and `cause`")
        } else if named.clone().any(blank) {
            Some("without a name")
        } else if blank(&self.reason) {
            Some("without a reason; say why it fails")
        } else {
            None
        }
    }

    /// True if its last day is over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        is_past(self.until)
    }

    /// True if it speaks of a case with these reasons.
    fn means(&self, case: &Case, reasons: &[Fault]) -> bool {
        if let Some(id) = &self.scenario {
            return *id == case.id || id == case.scenario_id();
        }
        if let Some(rule) = &self.rule {
            return rule == case.rule_id();
        }
        let Some(words) = &self.cause else { return false };
        let words = words.to_lowercase();
        let has =
            |fault: &Fault| clue_words(fault).iter().any(|one| one.to_lowercase().contains(&words));
        !reasons.is_empty() && reasons.iter().all(has)
    }

    /// The finding that a scenario passes although it is listed.
    pub(crate) fn passes(&self) -> Nonconformance {
        Nonconformance::new(
            "the profile lists this scenario as a known deviation, and it passes",
            "a scenario that fails, or no entry under `deviations`",
            format!("passed; the entry says {:?}: remove it from the profile", self.reason),
        )
    }
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.scenario, &self.rule, &self.cause) {
            (Some(id), ..) => write!(f, "scenario {id}")?,
            (None, Some(rule), _) => write!(f, "rule {rule}")?,
            (None, None, cause) => write!(f, "cause {:?}", cause.as_deref().unwrap_or_default())?,
        }
        write!(f, ": {}", self.reason)?;
        if let Some(link) = &self.link {
            write!(f, " ({link})")?;
        }
        self.until.map_or(Ok(()), |until| write!(f, ", until {until}"))
    }
}

/// The known deviations of a target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deviations(pub Vec<Deviation>);

impl Deviations {
    /// The entry that excuses a failed case; one that is over excuses nothing.
    pub(crate) fn excusing(&self, case: &Case, reasons: &[Fault]) -> Option<&Deviation> {
        self.0.iter().find(|one| !one.is_over() && one.means(case, reasons))
    }

    /// The entry that names a case itself, which has passed.
    pub(crate) fn naming(&self, case: &Case) -> Option<&Deviation> {
        self.0.iter().find(|one| one.scenario.is_some() && !one.is_over() && one.means(case, &[]))
    }

    /// The ids of scenarios and rules that are named.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|one| one.scenario.as_deref().or(one.rule.as_deref()))
    }
}
