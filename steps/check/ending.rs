//! The action of a scenario and its judgement: both are there, and the judgement binds.

use std::rc::Rc;

use conformance_harness::{
    layer::Layer,
    suite::{Case, CaseStep, layer_of_step},
};
use gherkin::StepType;

use super::{
    context::ScenarioCheck,
    mistakes::{MistakeList, StepPlace},
    phrase_index::UsedPhrase,
};
use crate::language::AssertedEnd;

/// Checks the steps of a scenario as a whole.
pub(super) fn check(
    scenario: &mut ScenarioCheck<'_, '_>,
    case: &Case,
    used: &[Option<Rc<UsedPhrase>>],
) {
    let Some(last) = case.steps.last() else { return };
    let place = StepPlace { case, step: last };
    let mistakes: &mut MistakeList<'_> = scenario.mistakes;
    let of_kind = |kind: StepType| case.steps.iter().filter(move |step| step.ty == kind);
    if last.ty == StepType::When {
        let reason = "nobody looks at what comes of this action".to_owned();
        let remedy = "write a Then after it".to_owned();
        return mistakes.in_step(place, &last.value, reason, remedy);
    }
    if last.ty == StepType::Given {
        let reason = "the scenario has no action after this, and no judgement".to_owned();
        let remedy = "write a When after it, and a Then".to_owned();
        return mistakes.in_step(place, &last.value, reason, remedy);
    }
    let acts = |phrase: &Rc<UsedPhrase>| phrase.explanation.asserts == Some(AssertedEnd::OwnAction);
    if of_kind(StepType::When).next().is_none() && !used.iter().flatten().any(acts) {
        let reason = "the scenario has no action whose outcome it judges".to_owned();
        let remedy = "write a When before the first Then".to_owned();
        return mistakes.in_step(place, &last.value, reason, remedy);
    }
    let is_decided = |step: &CaseStep| layer_of_step(step) == Some(Layer::Decided);
    if case.layer != Layer::Decided && of_kind(StepType::Then).all(is_decided) {
        let reason = "nothing is checked at targets that do not follow this project's decisions";
        let remedy = "write a Then without `as decided, ` before it, or tag the scenario @decided";
        mistakes.in_step(place, &last.value, reason.to_owned(), remedy.to_owned());
    }
}
