//! The things that a scenario makes on its way, such as orders and sessions: a step names them when they are there.

use super::{
    context::{KnownThings, ScenarioCheck},
    mistakes::StepPlace,
    phrase_index::UsedPhrase,
};
use crate::language::{
    Aspect, Brought, KybStanding, OrderPlace, PersonName, Process, UserStanding,
};

/// Checks that what a step is about was made before it.
pub(super) fn check(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    phrase: &UsedPhrase,
) {
    let whole = place.step.value.as_str();
    let needs_merchant = phrase.explanation.calls.is_some()
        || phrase.explanation.needs_endpoint
        || phrase.arguments.iter().any(|one| NEED_MERCHANT.contains(&one.parameter));
    let is_introduction = phrase.explanation.brings.contains(&Brought::Merchant);
    let is_without = scenario.known.introduced.is_empty() && !scenario.known.lacks_merchant;
    if needs_merchant && !is_introduction && is_without {
        scenario.known.lacks_merchant = true;
        let reason = "the scenario has no merchant yet".to_owned();
        let remedy = "begin it with: Given a merchant".to_owned();
        scenario.mistakes.in_step(place, whole, reason, remedy);
    }
    for thing in phrase.explanation.uses.iter().filter_map(|one| meant(*one, phrase)) {
        let owner = if is_personal(thing) { phrase.persons().next() } else { None };
        let is_of_kind = is_of_kind(scenario, thing, owner.as_deref().unwrap_or_default());
        let missing = missing(scenario, thing, owner.as_deref()).filter(|_| is_of_kind);
        if let Some((reason, remedy)) = missing {
            scenario.mistakes.in_step(place, whole, reason, remedy);
        }
    }
    for argument in phrase.arguments.iter().filter(|one| one.parameter == "order") {
        let number = argument.value.parse::<OrderPlace>().ok().and_then(|order| order.0);
        if let Some((reason, remedy)) = missing_order(scenario, number.unwrap_or_default() + 1) {
            scenario.mistakes.in_step(place, &argument.value, reason, remedy);
        }
    }
}

/// Parameters that need a merchant in the scenario.
const NEED_MERCHANT: [&str; 3] = ["actor", "order", "person"];

/// Remembers what a step makes.
pub(super) fn learn(known: &mut KnownThings, phrase: &UsedPhrase) {
    let is_reading = phrase.word("method") == Some("GET");
    for thing in phrase.explanation.brings.iter().filter_map(|one| meant(*one, phrase)) {
        match thing {
            // An answer may show an order.
            Brought::Anything if is_reading => known.orders = usize::MAX,
            Brought::Order => known.orders = known.orders.saturating_add(1),
            Brought::Orders => known.orders = usize::MAX,
            _ => {
                let owner = if is_personal(thing) { phrase.persons().next() } else { None };
                known.made.push((thing, owner.unwrap_or_default()));
            }
        }
    }
}

/// A thing of a phrase, as the values of the step say it; none if they say that there is none.
fn meant(thing: Brought, phrase: &UsedPhrase) -> Option<Brought> {
    let is_of_kyb = phrase.read::<Process>("process") == Some(Process::Kyb)
        || phrase.read::<Aspect>("aspect") == Some(Aspect::Kyb);
    let is_new = phrase.read::<UserStanding>("standing") == Some(UserStanding::New);
    let has_none = phrase.read::<KybStanding>("kyb_standing") == Some(KybStanding::New);
    match thing {
        Brought::Session if phrase.read::<Aspect>("aspect") == Some(Aspect::Level) => None,
        Brought::Session if is_of_kyb => Some(Brought::Kyb),
        Brought::Session | Brought::Kyb | Brought::Document if is_new => None,
        Brought::Document if has_none => None,
        other => Some(other),
    }
}

/// True for things of which each person or company has its own.
fn is_personal(thing: Brought) -> bool {
    matches!(thing, Brought::Session | Brought::Kyb | Brought::Document | Brought::Party)
}

/// Reason and remedy of a thing that is not there yet.
pub(super) fn missing(
    scenario: &ScenarioCheck<'_, '_>,
    thing: Brought,
    owner: Option<&str>,
) -> Option<(String, String)> {
    if thing == Brought::Order {
        return missing_order(scenario, 1);
    }
    let owner = owner.unwrap_or_default();
    if has(scenario, thing, owner) {
        return None;
    }
    if !is_of_kind(scenario, thing, owner) {
        let other = if thing == Brought::Session { "a company" } else { "a person" };
        let reason = format!("{owner} is {other} and has nothing of this kind");
        return Some((
            reason,
            format!(
                "write the name of {}",
                if other == "a person" { "a company" } else { "a person" }
            ),
        ));
    }
    let remedy = match thing {
        Brought::Viban => {
            "write before it: Given Ana's EUR account has an active vIBAN (if the operator decides it: a pending vIBAN)"
                .to_owned()
        }
        Brought::Entry => "write before it: Then the ledger of Ana's EUR account reads:".to_owned(),
        Brought::Kyb => format!("write before it: Given {owner} has a new KYB session"),
        Brought::Session => format!("write before it: Given {owner} has an open KYC session"),
        Brought::Document => format!("write before it: Given {owner} has a complete KYB session"),
        Brought::Party => {
            format!("write before it the step in which the operator declares {owner}")
        }
        _ => return None,
    };
    let thing = match thing {
        Brought::Viban => "there is no vIBAN yet".to_owned(),
        Brought::Entry => "no ledger was read yet".to_owned(),
        Brought::Kyb => format!("{owner} has no KYB session yet"),
        Brought::Session => format!("{owner} has no KYC session yet"),
        Brought::Document => format!("{owner} has no document yet"),
        _ => format!("{owner} is no related party yet"),
    };
    Some((thing, remedy))
}

/// True if a request may have made anything.
fn may_have_anything(known: &KnownThings) -> bool {
    known.made.iter().any(|(made, _)| *made == Brought::Anything)
}

/// True if the owner may have the thing: KYB sessions and documents belong to companies, KYC sessions to persons.
fn is_of_kind(scenario: &ScenarioCheck<'_, '_>, thing: Brought, owner: &str) -> bool {
    let name = PersonName(owner.to_owned());
    let is_company = scenario.companies.map(|companies| companies.contains(name.first()));
    match thing {
        Brought::Kyb | Brought::Document => is_company != Some(false),
        Brought::Session => is_company != Some(true),
        _ => true,
    }
}

/// True if something is there, or may be.
pub(super) fn has(scenario: &ScenarioCheck<'_, '_>, thing: Brought, owner: &str) -> bool {
    let known = &scenario.known;
    let is_it = |(made, of): &(Brought, String)| *made == thing && *of == owner;
    is_of_kind(scenario, thing, owner) && (may_have_anything(known) || known.made.iter().any(is_it))
}

/// Reason and remedy of an order that is not there yet, by its number from 1.
pub(super) fn missing_order(
    scenario: &ScenarioCheck<'_, '_>,
    number: usize,
) -> Option<(String, String)> {
    let known = &scenario.known;
    if may_have_anything(known) || number <= known.orders {
        return None;
    }
    let made = match known.orders {
        0 => "there is no order yet".to_owned(),
        1 => "there is one order so far; `holding` makes one, too".to_owned(),
        orders => format!("there are {orders} orders so far; `holding` makes one, too"),
    };
    Some((made, "write before it the step that makes it, as a payin or a payout".to_owned()))
}
