//! Things that come into a scenario: each once, with a name that is not nearly that of another one.

use conformance_harness::likeness;

use super::{context::ScenarioCheck, mistakes::StepPlace, phrase_index::UsedPhrase};
use crate::language::{Brought, PersonName};

/// The smallest likeness of two names that may be meant as one.
const NEAR: f64 = 0.75;

/// Checks the things that a step brings, before the scenario knows them.
pub(super) fn check(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    phrase: &UsedPhrase,
) {
    let brings = |one| phrase.explanation.brings.contains(&one);
    let is_own = place.case.lines.contains(&place.step.line);
    let merchant = phrase.merchant();
    let introduced = &mut scenario.known.introduced;
    // A scenario may add an endpoint to the merchant of its background.
    let adds = phrase.brings_listener() && !scenario.known.listening.contains(&merchant);
    let is_known = introduced.contains(&(merchant, is_own))
        || (!adds && introduced.contains(&(merchant, !is_own)));
    if brings(Brought::Merchant) {
        introduced.insert((merchant, is_own));
    }
    if brings(Brought::Merchant) && is_known {
        let reason = format!("{} is in the scenario already", phrase.merchant());
        let remedy =
            "take this step away; a scenario has at most two, `a merchant` and `another merchant`"
                .to_owned();
        scenario.mistakes.in_step(place, &place.step.value, reason, remedy);
    }
    if brings(Brought::Person) || brings(Brought::Party) {
        check_name(scenario, place, phrase);
    }
    let accounts = phrase.arguments.windows(2);
    let mut accounts = accounts.filter(|pair| pair[0].parameter == "currency");
    let funded = accounts.find(|pair| pair[1].parameter == "money");
    if let Some(pair) = funded.filter(|_| brings(Brought::Account)) {
        let person = phrase.persons().next().unwrap_or_default();
        let currency = pair[0].value.clone();
        if !scenario.known.funded.insert((person.clone(), currency.clone(), is_own)) {
            let reason = format!("{person} has a {currency} account with money already");
            let remedy = "write one step with the whole amount".to_owned();
            scenario.mistakes.in_step(place, &place.step.value, reason, remedy);
        }
    }
}

/// A new name is nearly that of somebody in the scenario, or of a company with data of its own.
fn check_name(scenario: &mut ScenarioCheck<'_, '_>, place: StepPlace<'_>, phrase: &UsedPhrase) {
    let Some(person) = phrase.persons().next().map(PersonName) else { return };
    let first = person.first();
    let people = scenario.known.people.keys().cloned().map(PersonName);
    let people = people.filter(|one| one.merchant() == person.merchant());
    let known: Vec<String> = people.map(|one| one.first().to_owned()).collect();
    let companies = scenario.companies.into_iter().flatten();
    let mut known: Vec<&str> = known.iter().map(String::as_str).collect();
    known.extend(companies.map(String::as_str));
    let near = known.iter().find(|one| likeness(one, first) >= NEAR);
    let Some(near) = near.filter(|_| !known.contains(&first)) else { return };
    let reason = format!("{first} comes new into the scenario, and is nearly called {near}");
    let remedy = format!("write {near}; somebody else needs a name that is less like it");
    scenario.mistakes.in_step(place, first, reason, remedy);
}
