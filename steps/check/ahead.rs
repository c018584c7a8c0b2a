//! The steps after an action: what they expect of its answer.

use std::rc::Rc;

use conformance_harness::suite::CaseStep;
use gherkin::StepType;

use super::phrase_index::UsedPhrase;
use crate::language::AssertedEnd;

/// An expectation of the answer to a request.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ExpectedAnswer {
    /// True if it may be a refusal.
    pub(super) is_refusal: bool,
    /// True if it may say that the API has no such operation.
    pub(super) is_not_there: bool,
}

impl ExpectedAnswer {
    /// The expectation in the steps after an action, each with its phrase. A step that is not understood may expect anything.
    pub(super) fn of(later: &[CaseStep], used: &[Option<Rc<UsedPhrase>>]) -> Self {
        let mut expected = Self::default();
        for (_, phrase) in judging(later, used) {
            let asserted = phrase.and_then(|one| one.explanation.asserts);
            let status = phrase.and_then(|one| one.word("status")).unwrap_or_default();
            let is_any = phrase.is_none() || asserted == Some(AssertedEnd::NoOperation);
            let is_refused = asserted == Some(AssertedEnd::Refusal);
            expected.is_refusal |= is_any || is_refused || status.starts_with('4');
            expected.is_not_there |= is_any || NOT_THERE.contains(&status);
        }
        expected
    }
}

/// The statuses of a path, or a method, that the API does not have.
const NOT_THERE: [&str; 2] = ["404", "405"];

/// The steps that judge an action, each with its phrase: all up to the next one of another kind.
pub(super) fn judging<'s>(
    later: &'s [CaseStep],
    used: &'s [Option<Rc<UsedPhrase>>],
) -> impl Iterator<Item = (&'s CaseStep, Option<&'s UsedPhrase>)> {
    let steps = later.iter().zip(used).take_while(|(step, _)| step.ty == StepType::Then);
    steps.map(|(step, phrase)| (step, phrase.as_deref()))
}
