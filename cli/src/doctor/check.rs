//! One check of a set-up, with its result and, if something is wrong, the remedy.

use std::fmt;

/// The result of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grade {
    /// As it should be.
    Fine,
    /// A run is possible, and something may go wrong in it.
    Warning,
    /// A run cannot judge the target.
    Wrong,
}

/// A check that was made.
#[derive(Clone, Debug)]
pub(crate) struct SetUpCheck {
    pub(crate) grade: Grade,
    /// The part of the set-up, such as `api` or `RALIO_API_KEY`.
    subject: String,
    found: String,
    remedy: String,
}

impl SetUpCheck {
    /// A part of the set-up that is as it should be.
    pub(crate) fn fine(subject: impl Into<String>, found: impl Into<String>) -> Self {
        Self::new(Grade::Fine, subject, found, "")
    }

    /// A part of the set-up that may be wrong, and the remedy.
    pub(crate) fn warning(
        subject: impl Into<String>,
        found: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self::new(Grade::Warning, subject, found, remedy)
    }

    /// A part of the set-up that is wrong, and the remedy.
    pub(crate) fn wrong(
        subject: impl Into<String>,
        found: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self::new(Grade::Wrong, subject, found, remedy)
    }

    fn new(
        grade: Grade,
        subject: impl Into<String>,
        found: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { grade, subject: subject.into(), found: found.into(), remedy: remedy.into() }
    }

    /// True if a run is possible, and something may go wrong in it.
    pub(crate) fn is_warning(&self) -> bool {
        self.grade == Grade::Warning
    }

    /// True if no run can judge the target.
    pub(crate) fn is_wrong(&self) -> bool {
        self.grade == Grade::Wrong
    }
}

impl fmt::Display for SetUpCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grade = match self.grade {
            Grade::Fine => "ok",
            Grade::Warning => "warning",
            Grade::Wrong => "wrong",
        };
        write!(f, "{grade:<8} {}: {}", self.subject, self.found)?;
        if self.remedy.is_empty() { Ok(()) } else { write!(f, "\n         {}", self.remedy) }
    }
}
