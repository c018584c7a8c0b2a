//! The money in a step: an account holds money of its own currency, and what is moved is more than nothing.

use super::{
    context::ScenarioCheck,
    mistakes::StepPlace,
    phrase_index::{Argument, UsedPhrase},
};
use crate::language::Brought;

/// Checks the amounts of a step beside the accounts that it names.
pub(super) fn check(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    phrase: &UsedPhrase,
) {
    let value = |name| phrase.arguments.iter().find(|one| one.parameter == name);
    if let Some((currency, holding)) = value("currency").zip(value("holding")) {
        let parts = holding.value.split(" with ");
        for part in parts.map(|part| part.split(" pending ").next().unwrap_or(part)) {
            check_currency(scenario, place, currency, part);
        }
    }
    let Some(money) = value("money") else { return };
    if phrase.explanation.brings.contains(&Brought::Account) {
        let Some(currency) = value("currency") else { return };
        check_currency(scenario, place, currency, &money.value);
        if !is_some(&money.value) {
            let reason = format!("{} cannot be paid in", money.value);
            let remedy = format!("for an empty account write: has a {} account", currency.value);
            scenario.mistakes.in_step(place, &money.value, reason, remedy);
        }
        return;
    }
    if scenario.expected.is_refusal {
        return;
    }
    if !is_some(&money.value) {
        let reason = format!("{} cannot be moved, and no refusal is expected", money.value);
        let remedy = format!("write an amount above nothing, or {REFUSED}");
        scenario.mistakes.in_step(place, &money.value, reason, remedy);
    }
    let Some(currency) = value("currency").filter(|_| phrase.explanation.takes_money) else {
        return;
    };
    if currency_of(&money.value) != currency.value {
        let reason = format!(
            "{} cannot be taken out of an account in {}, and no refusal is expected",
            money.value, currency.value
        );
        let remedy = format!("write an amount in {}, or {REFUSED}", currency.value);
        scenario.mistakes.in_step(place, &money.value, reason, remedy);
    }
}

/// The way to expect a refusal.
const REFUSED: &str = "write after it: Then it is refused";

/// The money of an account is in its currency.
fn check_currency(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    currency: &Argument,
    money: &str,
) {
    if currency_of(money) != currency.value {
        let reason = format!("an account in {} cannot hold {money}", currency.value);
        let remedy = format!("write an amount in {}", currency.value);
        scenario.mistakes.in_step(place, money, reason, remedy);
    }
}

fn currency_of(money: &str) -> &str {
    money.split(' ').next().unwrap_or(money)
}

/// True if an amount is more than nothing.
fn is_some(money: &str) -> bool {
    let is_digit = |letter: char| letter.is_ascii_digit() && letter != '0';
    !money.contains('-') && money.contains(is_digit)
}
