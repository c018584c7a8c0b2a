//! The course of a scenario: what must stand before a step, and what must not.

use gherkin::StepType;

use super::{
    context::{KnownThings, ScenarioCheck},
    mistakes::StepPlace,
    phrase_index::UsedPhrase,
};
use crate::language::{Actor, Brought};

/// Checks that a step stands where it can be done. People who are not known for sure listen for events, perhaps.
pub(super) fn check(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    phrase: &UsedPhrase,
    knows_people: bool,
) {
    let explanation = phrase.explanation;
    if place.step.ty == StepType::Given {
        let mut brings = explanation.brings.iter();
        check_given(scenario, place, brings.any(|one| *one != Brought::Endpoint));
    }
    if explanation.reads_answer && !scenario.known.has_answer {
        let reason = "there is no answer yet, because no request stands before it".to_owned();
        let remedy = "write before it the When whose answer it judges".to_owned();
        scenario.mistakes.in_step(place, &place.step.value, reason, remedy);
    }
    let merchant = phrase.merchant();
    if explanation.needs_endpoint && knows_people && !scenario.known.listening.contains(&merchant) {
        let (reason, remedy) = not_listening(merchant);
        scenario.mistakes.in_step(place, &place.step.value, reason, remedy);
    }
}

/// A situation stands before the action. Behind the checks of one it may change for a further action.
fn check_given(scenario: &mut ScenarioCheck<'_, '_>, place: StepPlace<'_>, brings: bool) {
    let Some(last) = scenario.known.acted else { return };
    if last == StepType::Then && !brings {
        return;
    }
    let reason = format!("this Given stands after a {last:?}");
    let remedy = "write it before the first When, as a part of the situation".to_owned();
    scenario.mistakes.in_step(place, place.step.keyword.trim(), reason, remedy);
}

/// Reason and remedy of a merchant without an endpoint.
fn not_listening(merchant: Actor) -> (String, String) {
    let remedy = match merchant {
        Actor::Merchant => "begin the scenario with: Given a merchant who listens for events",
        Actor::Other => "write before it: Given another merchant who listens for events",
    };
    (format!("{merchant} does not listen for events"), remedy.to_owned())
}

/// Remembers what later steps need of this one. A step that is not understood may have sent a request.
pub(super) fn learn(known: &mut KnownThings, place: StepPlace<'_>, phrase: Option<&UsedPhrase>) {
    let StepPlace { case, step } = place;
    // A background may act for all of its scenarios, each of which goes on with a situation of its own.
    if step.ty != StepType::Given && case.lines.contains(&step.line) {
        known.acted = Some(step.ty);
    }
    let is_request = |phrase: &UsedPhrase| phrase.explanation.calls.is_some();
    known.has_answer |= step.ty == StepType::When || phrase.is_none_or(is_request);
    let Some(phrase) = phrase else { return };
    if phrase.explanation.brings.contains(&Brought::Endpoint) || phrase.brings_listener() {
        known.listening.insert(phrase.merchant());
    }
}
