//! The needs of a scenario, read from its steps without carrying them out.

use std::collections::{BTreeMap, BTreeSet};

use conformance_harness::suite::Case;
use gherkin::Step;

use crate::{
    check::UsedPhrase,
    edition::{path, state},
    language::{
        Actor, Brought, KeyAction, KybStanding, Money, PastOf, PayinOutcome, PersonName,
        PortalWork, Rail, UserStanding, VibanStanding,
    },
    world::{CaseNeeds, CaseTrait},
};

/// The needs of a scenario, by those of its steps that count for the target.
#[must_use]
pub(super) fn needs_of(case: &Case, counts: impl Fn(&Step) -> bool) -> CaseNeeds {
    let mut course = Course::default();
    for step in case.steps.iter().filter(|step| counts(step)) {
        if let Some(phrase) = UsedPhrase::of(step) {
            course.follow(&phrase);
        }
    }
    course.end()
}

/// The largest amount that the treasury pays at once, in minor units. A larger amount is paid in by hand.
const MOST_OF_TREASURY: i64 = 10_000_000;

/// The course of a scenario so far.
#[derive(Default)]
struct Course {
    needs: CaseNeeds,
    /// The persons and companies that a step brings as verified.
    verified: BTreeSet<PersonName>,
    /// Those whose past is the subject.
    own: BTreeSet<PersonName>,
    /// The levels that a step has set.
    levels: BTreeMap<PersonName, String>,
    /// The number of accounts that are opened with money.
    funded: usize,
    /// True if the whole past of an account is the subject.
    shows_account: bool,
    /// The last answer, if it is one of these.
    last: Option<LastAnswer>,
    /// True if the treasury cannot pay what the scenario needs.
    is_beyond: bool,
}

/// An answer that does not say what the scenario alone has brought about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LastAnswer {
    /// The Portal's answer to work of the operator.
    OfPortal,
    /// A list of the whole merchant.
    OfWholeMerchant,
}

impl Course {
    fn note(&mut self, which: CaseTrait) {
        self.needs.traits.insert(which);
    }

    fn follow(&mut self, phrase: &UsedPhrase) {
        let explanation = phrase.explanation;
        if explanation.reads_answer && self.last == Some(LastAnswer::OfPortal) {
            self.note(CaseTrait::ReadsPortal);
        }
        let is_listed = self.last == Some(LastAnswer::OfWholeMerchant);
        let looks_inside = explanation.text.is_some() || explanation.compares.is_some();
        if explanation.reads_answer && looks_inside && is_listed {
            self.note(CaseTrait::SeesAll);
        }
        if !explanation.portal.is_empty() {
            self.last = Some(LastAnswer::OfPortal);
        } else if explanation.calls.is_some() {
            self.last = None;
        }
        let registers = explanation.brings.contains(&Brought::Endpoint);
        if registers || phrase.brings_listener() {
            self.note(CaseTrait::Listens);
        }
        if phrase.brings_other() || phrase.names_other() {
            self.note(CaseTrait::SecondMerchant);
        }
        for past in &explanation.past {
            match past {
                PastOf::Person => self.own.extend(phrase.persons().map(PersonName)),
                PastOf::Account => self.shows_account = true,
                PastOf::Merchant => self.note(CaseTrait::SeesAll),
                PastOf::Fees => self.note(CaseTrait::SeesFees),
                PastOf::Endpoint => self.note(CaseTrait::Alone),
            }
        }
        if let Some(place) = phrase.word("path") {
            self.follow_path(phrase.word("method") == Some("GET"), place);
        }
        for work in &explanation.portal {
            self.follow_work(*work, phrase);
        }
    }

    fn follow_path(&mut self, is_reading: bool, place: &str) {
        if is_reading && path::lists_of_merchant(place) {
            self.last = Some(LastAnswer::OfWholeMerchant);
        }
        self.shows_account |= is_reading && path::shows_past_of_account(place);
        let owner = path::owner_of_accounts(place);
        for part in place.split(['/', '?']) {
            let Some(person) = reference_to_person(part) else { continue };
            let is_list = is_reading && path::lists_accounts(place);
            let shows_accounts = owner == Some(part) && !is_list;
            let shows_user = is_reading && path::is_user(place);
            if !shows_accounts && !shows_user {
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
                let money = phrase.read::<Money>("money");
                let is_payable = |money: &Money| {
                    person.merchant() == Actor::Merchant && money.minor() <= MOST_OF_TREASURY
                };
                self.funded += 1;
                self.is_beyond |= !money.as_ref().is_some_and(is_payable);
                if let Some(money) = money {
                    *self.needs.money.entry(money.currency.clone()).or_default() += money.minor();
                }
            }
            (PortalWork::Level, Some(person)) => {
                let level = phrase.word("level").unwrap_or_default();
                let approved = self.verified.contains(&person).then_some(state::REGULAR);
                let before = self.levels.insert(person, level.to_owned());
                if before.as_deref().or(approved) == Some(level) {
                    self.note(CaseTrait::ChangesNothing);
                }
                self.needs.work.push(work);
            }
            (PortalWork::Viban, _)
                if phrase.read::<VibanStanding>("viban_standing")
                    == Some(VibanStanding::Pending) => {}
            (PortalWork::Key, _) => {
                if phrase.read::<KeyAction>("key_action") == Some(KeyAction::Rotate) {
                    self.note(CaseTrait::Alone);
                }
                self.needs.work.push(work);
            }
            (PortalWork::Payin, _) if is_special(phrase) => {
                self.needs.work.push(PortalWork::SpecialPayin);
            }
            (PortalWork::Setting, _) => {
                self.note(CaseTrait::Alone);
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
        if self.shows_account || self.is_beyond {
            self.needs.money.clear();
            work.extend((0..self.funded).map(|_| PortalWork::Funding));
        }
        work.append(&mut self.needs.work);
        CaseNeeds { cast, work, ..self.needs }
    }
}

/// True for a payin that the Portal of a real bank does not simulate.
fn is_special(phrase: &UsedPhrase) -> bool {
    phrase.read::<Rail>("rail") == Some(Rail::Card)
        || phrase
            .read::<PayinOutcome>("payin_outcome")
            .is_some_and(|one| one != PayinOutcome::Settle)
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
    use std::path::PathBuf;

    use conformance_harness::{layer::Layer, suite::CaseStep};

    use super::*;

    fn needs(steps: &str) -> CaseNeeds {
        let text = format!("Feature: F\n  @X-1.1\n  Scenario: S\n{steps}");
        let feature =
            gherkin::Feature::parse(text, gherkin::GherkinEnv::default()).expect("Gherkin");
        let case = Case {
            id: "X-1.1".to_owned(),
            name: "S".to_owned(),
            rule: None,
            feature: "F".to_owned(),
            path: PathBuf::new(),
            line: 1,
            lines: 1..=9,
            tags: Vec::new(),
            layer: Layer::Guides,
            steps: feature.scenarios[0].steps.iter().map(CaseStep::from).collect(),
        };
        needs_of(&case, |_| true)
    }

    fn names(needs: &CaseNeeds) -> Vec<&str> {
        needs.cast.iter().map(PersonName::first).collect()
    }

    #[test]
    fn people_whose_past_is_no_subject_come_from_the_cast() {
        let needs = needs(
            "    Given a merchant who listens for events
    And Ana has a EUR account holding EUR 500.00
    And Bruno is a verified user
    When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}
    Then the answer is 200",
        );
        assert_eq!(names(&needs), ["Ana", "Bruno"]);
        assert_eq!(
            (needs.money["EUR"], needs.work.len(), needs.has(CaseTrait::Listens)),
            (50_000, 0, true)
        );
    }

    #[test]
    fn a_subject_gets_people_and_money_of_its_own() {
        let needs = needs(
            "    Given a merchant
    And Ana has a EUR account holding EUR 500.00
    And Bruno is a verified user
    When the merchant sends GET /api/v1/account/users/{ana}/accounts/{ana.eur}/transactions
    And the operator sets the level of Bruno to LIGHT
    Then it is refused",
        );
        assert_eq!(names(&needs), ["Ana"]);
        assert!(needs.money.is_empty() && needs.has(CaseTrait::ReadsPortal));
        let own = [PortalWork::Verification, PortalWork::Funding, PortalWork::Level];
        assert_eq!(needs.work, own);
    }

    #[test]
    fn a_level_that_a_user_has_is_no_work_for_a_person() {
        let set = |levels: &[&str]| {
            let steps = levels
                .iter()
                .map(|level| format!("    When the operator sets the level of Ana to {level}\n"));
            let steps = steps.collect::<String>();
            needs(&format!("    Given a merchant\n    And Ana is a verified user\n{steps}"))
        };
        assert!(set(&["REGULAR"]).has(CaseTrait::ChangesNothing));
        assert!(set(&["LIGHT", "LIGHT"]).why_not_applicable(true, true).is_some());
        assert!(!set(&["LIGHT", "REGULAR"]).has(CaseTrait::ChangesNothing));
    }

    #[test]
    fn who_changes_a_setting_runs_alone() {
        assert!(needs("    Given a merchant\n    And payouts are held").has(CaseTrait::Alone));
        assert!(!needs("    Given a merchant\n    And another merchant").has(CaseTrait::Alone));
    }
}
