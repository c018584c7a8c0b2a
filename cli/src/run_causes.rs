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

impl RunCauses {
    pub(crate) fn new() -> Self {
        let of = |verdicts: &[Verdict]| Causes::of(verdicts.to_vec(), phrase_of);
        Self { failures: of(&[Verdict::Failed, Verdict::Error]), warnings: of(&[Verdict::Warning]) }
    }

    /// The causes of failures, and those of warnings.
    pub(crate) fn found(&self) -> (Vec<Cause>, Vec<Cause>) {
        (self.failures.found(), self.warnings.found())
    }

    /// The causes as text, worst first.
    pub(crate) fn text(&self, paint: Paint) -> String {
        let (failures, warnings) = self.found();
        let mut text = causes_text(&failures, paint);
        if !warnings.is_empty() {
            text.push_str("warnings, which do not make the target fail:\n");
            text.push_str(&causes_text(&warnings, paint));
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
