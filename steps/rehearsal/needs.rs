//! The needs of a scenario, read from its steps without carrying them out.

use std::collections::BTreeSet;

use conformance_harness::suite::Case;
use gherkin::Step;

use crate::{
    check::UsedPhrase,
    edition::path,
    language::{
        Actor, KybStanding, Money, PastOf, PersonName, PortalWork, UserStanding, VibanStanding,
    },
    world::CaseNeeds,
};

/// The needs of a scenario, by those of its steps that count for the target.
#[must_use]
pub fn needs_of(case: &Case, counts: impl Fn(&Step) -> bool) -> CaseNeeds {
    let mut course = Course::default();
    for step in case.steps.iter().filter(|step| counts(step)) {
        if let Some(phrase) = UsedPhrase::of(step) {
            course.follow(&phrase);
        }
    }
    course.end()
}

/// The course of a scenario so far.
#[derive(Default)]
struct Course {
    needs: CaseNeeds,
    /// The persons and companies that a step brings as verified.
    verified: BTreeSet<PersonName>,
    /// Those whose past is the subject.
    own: BTreeSet<PersonName>,
    /// The number of accounts that are opened with money.
    funded: usize,
    /// True if the whole past of an account is the subject.
    shows_account: bool,
}

impl Course {
    fn follow(&mut self, phrase: &UsedPhrase) {
        self.needs.listens |= phrase.brings_listener();
        self.needs.has_other |= phrase.brings_other() || phrase.names_other();
        for past in &phrase.explanation.past {
            match past {
                PastOf::Person => self.own.extend(phrase.persons().map(PersonName)),
                PastOf::Account => self.shows_account = true,
                PastOf::Merchant => self.needs.sees_all = true,
                PastOf::Endpoint => self.needs.is_alone = true,
            }
        }
        if let Some(place) = phrase.word("path") {
            self.follow_path(phrase.word("method") == Some("GET"), place);
        }
        for work in &phrase.explanation.portal {
            self.follow_work(*work, phrase);
        }
    }

    fn follow_path(&mut self, is_reading: bool, place: &str) {
        self.needs.sees_all |= is_reading && path::shows_past_of_merchant(place);
        self.shows_account |= is_reading && path::shows_past_of_account(place);
        let owner = path::owner_of_accounts(place);
        for part in place.split(['/', '?']) {
            let Some(person) = reference_to_person(part) else { continue };
            let is_list = owner.is_some_and(|owner| path::accounts(owner) == place);
            let shows_accounts = owner == Some(part) && !(is_list && is_reading);
            if !shows_accounts && !(is_reading && path::is_user(place)) {
                self.own.insert(person);
            }
        }
    }

    fn follow_work(&mut self, work: PortalWork, phrase: &UsedPhrase) {
        let person = phrase.persons().next().map(PersonName);
        match (work, person) {
            (PortalWork::Verification, Some(person)) => {
                let standing = phrase.read::<KybStanding>("kyb_standing");
                let is_new = phrase.read::<UserStanding>("standing") == Some(UserStanding::New);
                match standing {
                    None | Some(KybStanding::Approved) if !is_new => {
                        self.verified.insert(person);
                    }
                    Some(KybStanding::Reopened | KybStanding::Rejected) => {
                        self.needs.work.push(PortalWork::Decision);
                        self.own.insert(person);
                    }
                    _ => {
                        self.own.insert(person);
                    }
                }
            }
            (PortalWork::Funding, Some(person)) => {
                self.funded += 1;
                let money = phrase.read::<Money>("money");
                if let Some(money) = money.filter(|_| person.merchant() == Actor::Merchant) {
                    *self.needs.money.entry(money.currency.clone()).or_default() += money.minor();
                }
            }
            (PortalWork::Viban, _)
                if phrase.read::<VibanStanding>("viban_standing")
                    == Some(VibanStanding::Pending) => {}
            (PortalWork::Setting, _) => {
                self.needs.is_alone = true;
                self.needs.work.push(work);
            }
            _ => self.needs.work.push(work),
        }
    }

    fn end(mut self) -> CaseNeeds {
        let is_shared = |person: &PersonName| {
            person.merchant() == Actor::Merchant && !self.own.contains(person)
        };
        let (cast, own): (BTreeSet<_>, BTreeSet<_>) =
            self.verified.into_iter().partition(is_shared);
        let verifications = own.iter().map(|_| PortalWork::Verification);
        let mut work: Vec<PortalWork> = verifications.collect();
        if self.shows_account || self.needs.has_other {
            self.needs.money.clear();
            work.extend((0..self.funded).map(|_| PortalWork::Funding));
        }
        work.append(&mut self.needs.work);
        CaseNeeds { cast, work, ..self.needs }
    }
}

/// The person to whom a part of a path refers, as in `{ana}`.
fn reference_to_person(part: &str) -> Option<PersonName> {
    let name = part.strip_prefix('{')?.strip_suffix('}')?;
    let mut letters = name.chars();
    let first = letters.next()?.to_ascii_uppercase();
    let is_name = name.bytes().all(|letter| letter.is_ascii_lowercase());
    is_name.then(|| PersonName(format!("{first}{}", letters.as_str())))
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, path::Path};

    use super::*;
    use crate::reading::load_suite;

    #[test]
    #[ignore = "prints figures"]
    fn figures() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let suite = load_suite(root).expect("a suite");
        let judged = std::fs::read_to_string("/tmp/list.txt").expect("a list");
        let judged: BTreeSet<&str> = judged
            .lines()
            .filter(|line| line.ends_with(" judged"))
            .filter_map(|line| line.split_whitespace().next())
            .collect();
        let mut sums: BTreeMap<String, usize> = BTreeMap::new();
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        let mut money: BTreeMap<String, i64> = BTreeMap::new();
        let mut see_all = Vec::new();
        let mut alone = Vec::new();
        let mut chains: BTreeMap<usize, usize> = BTreeMap::new();
        for case in suite.cases.iter().filter(|case| judged.contains(case.id.as_str())) {
            let needs = needs_of(case, |_| true);
            needs.work.iter().for_each(|work| *sums.entry(format!("{work:?}")).or_default() += 1);
            needs.cast.iter().for_each(|name| *names.entry(name.0.clone()).or_default() += 1);
            needs.money.iter().for_each(|(c, m)| *money.entry(c.clone()).or_default() += m);
            *chains.entry(needs.work.len()).or_default() += 1;
            if needs.sees_all {
                see_all.push(case.scenario_id().to_owned());
            }
            if needs.is_alone {
                alone.push(case.scenario_id().to_owned());
            }
        }
        see_all.dedup();
        alone.dedup();
        panic!(
            "{sums:#?}\n{names:#?}\n{money:#?}\n{chains:?}\nsees all {see_all:?}\nalone {alone:?}"
        );
    }
}
