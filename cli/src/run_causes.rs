//! The causes of what a run has found.

use conformance_harness::{
    cause::{Cause, Causes, causes_text},
    report::Paint,
    run::{CaseResult, Observer},
    verdict::Verdict,
};
use ralio_conformance::phrase_of;

/// The causes of what is red, and of what is only a warning.
#[derive(Debug)]
pub(crate) struct RunCauses {
    failures: Causes,
    warnings: Causes,
}

/// The causes at the end of a run, worst first.
#[derive(Debug)]
pub(crate) struct FoundCauses {
    pub(crate) failures: Vec<Cause>,
    pub(crate) warnings: Vec<Cause>,
}

impl RunCauses {
    pub(crate) fn new() -> Self {
        let of = |verdicts: &[Verdict]| Causes::of(verdicts.to_vec(), phrase_of);
        Self { failures: of(&[Verdict::Failed, Verdict::Error]), warnings: of(&[Verdict::Warning]) }
    }

    /// Joins what was observed to causes.
    pub(crate) fn found(&self) -> FoundCauses {
        FoundCauses { failures: self.failures.found(), warnings: self.warnings.found() }
    }
}

impl FoundCauses {
    /// The causes as text.
    pub(crate) fn text(&self, paint: Paint) -> String {
        let mut text = causes_text(&self.failures, paint);
        if !self.warnings.is_empty() {
            text.push_str("warnings, which do not make the target fail:\n");
            text.push_str(&causes_text(&self.warnings, paint));
        }
        text
    }
}

impl Observer for RunCauses {
    fn ended(&mut self, outcome: &CaseResult) {
        self.failures.ended(outcome);
        self.warnings.ended(outcome);
    }
}
