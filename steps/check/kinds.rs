//! The kinds of those whom a scenario knows: companies have a file in `fixtures/businesses`, and others are persons.

use std::{collections::BTreeSet, fs, path::Path};

use super::{context::ScenarioCheck, mistakes::StepPlace, phrase_index::UsedPhrase};
use crate::{
    edition::path::users,
    language::{Aspect, PersonName, Process, VerifiedKind},
};

/// The names of the companies in the fixtures of a folder; none without such a folder.
pub(super) fn companies(root: Option<&Path>) -> Option<BTreeSet<String>> {
    let entries = fs::read_dir(root?.join(BUSINESSES)).ok()?;
    let names = entries.flatten().filter_map(|entry| {
        let path = entry.path();
        let mut letters = path.file_stem()?.to_str()?.chars();
        let first = letters.next()?.to_ascii_uppercase();
        Some(format!("{first}{}", letters.as_str()))
    });
    Some(names.collect())
}

/// The folder of companies.
const BUSINESSES: &str = "fixtures/businesses";

/// Checks that persons are where a step needs persons, and companies where it needs companies.
pub(super) fn check(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    phrase: &UsedPhrase,
) {
    let Some(companies) = scenario.companies.filter(|_| !scenario.expected.is_refusal) else {
        return;
    };
    let names: Vec<String> = phrase.persons().collect();
    for (name, kind) in names.iter().zip(&phrase.explanation.kinds) {
        let name = PersonName(name.clone());
        let Some(wanted) = wanted(*kind, phrase) else { continue };
        let is_company = companies.contains(name.first());
        if (wanted == VerifiedKind::Company) != is_company {
            let (reason, remedy) = other_kind(companies, name.first(), is_company);
            scenario.mistakes.in_step(place, name.first(), reason, remedy);
        }
    }
    if !scenario.expected.is_not_there {
        check_path(scenario, place, phrase, companies);
    }
}

/// Reason and remedy of a company in the place of a person, or of a person in that of a company.
fn other_kind(companies: &BTreeSet<String>, name: &str, is_company: bool) -> (String, String) {
    let companies: Vec<&str> = companies.iter().map(String::as_str).collect();
    let companies = companies.join(", ");
    if is_company {
        let remedy = format!("write a person; companies are {companies}, and all others persons");
        (format!("{name} is a company, and this is about a person"), remedy)
    } else {
        let remedy = format!("write a company: {companies}");
        (format!("{name} is a person, and this is about a company"), remedy)
    }
}

/// The kind in a place; none if it may be any.
fn wanted(kind: VerifiedKind, phrase: &UsedPhrase) -> Option<VerifiedKind> {
    if kind != VerifiedKind::Verified {
        return Some(kind);
    }
    match (phrase.read::<Process>("process"), phrase.read::<Aspect>("aspect")) {
        (Some(Process::Kyc), _) | (_, Some(Aspect::Session)) => Some(VerifiedKind::Person),
        (Some(Process::Kyb), _) | (_, Some(Aspect::Kyb)) => Some(VerifiedKind::Company),
        _ => None,
    }
}

/// The paths of persons, and those of companies, name their own kind.
fn check_path(
    scenario: &mut ScenarioCheck<'_, '_>,
    place: StepPlace<'_>,
    phrase: &UsedPhrase,
    companies: &BTreeSet<String>,
) {
    let Some(path) = phrase.word("path") else { return };
    for are_companies in [false, true] {
        let rest = path.strip_prefix(users(are_companies)).and_then(|rest| rest.strip_prefix('/'));
        let part = rest.and_then(|rest| rest.split(['/', '?']).next()).unwrap_or_default();
        let inner = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
        let Some(inner) = inner else { continue };
        let inner = inner.strip_prefix("other.").unwrap_or(inner);
        let people = scenario.known.people.keys();
        let names = people.map(|known| known.split(' ').next().unwrap_or(known));
        let mut meant = names.filter(|known| known.to_lowercase() == inner);
        let Some(name) = meant.next() else { continue };
        let is_company = companies.contains(name);
        if is_company != are_companies {
            let (reason, _) = other_kind(companies, name, is_company);
            let remedy = format!("write {}/{part}", users(is_company));
            scenario.mistakes.in_step(place, part, reason, remedy);
        }
    }
}
