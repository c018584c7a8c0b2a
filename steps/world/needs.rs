//! The needs of a scenario at a target where all scenarios share one merchant, as its steps say them.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    language::{PersonName, PortalWork},
    world::TREASURER,
};

/// The reason why a scenario cannot be judged where all scenarios share one merchant.
const SEES_ALL: &str = "it judges lists of the whole merchant, and all scenarios share one here";

/// The reason why a scenario about own accounts cannot be judged there.
const SEES_FEES: &str = "it judges the merchant's own accounts, where every scenario leaves fees";

/// The reason why a scenario with two merchants cannot be judged where there is one.
const NEEDS_SECOND: &str =
    "needs a second merchant: set RALIO_OTHER_API_CODE and RALIO_OTHER_API_KEY";

/// The reason why a person is not asked for work that changes nothing.
const CHANGES_NOTHING: &str =
    "it sets a level that the user has already, so nothing shows whether a person has done so";

/// The needs of a scenario.
#[derive(Clone, Debug, Default)]
pub struct CaseNeeds {
    /// The verified persons and companies that may come from the cast: no step is about their past.
    pub cast: BTreeSet<PersonName>,
    /// The money that the treasury may pay, by currency, in minor units.
    pub money: BTreeMap<String, i64>,
    /// The work in the Portal that only this scenario needs, verifications and fundings first.
    pub work: Vec<PortalWork>,
    /// Its further traits.
    pub traits: BTreeSet<CaseTrait>,
}

/// A trait of a scenario that counts where all scenarios share one merchant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaseTrait {
    /// It looks at the Portal's answer to some of the work, such as a refusal.
    ReadsPortal,
    /// It asks for work that changes nothing, so that nothing shows whether it was done.
    ChangesNothing,
    /// It listens for events.
    Listens,
    /// It changes what all scenarios of the merchant depend on, so that no other may run beside it.
    Alone,
    /// It needs a second merchant.
    SecondMerchant,
    /// It judges lists of the whole merchant.
    SeesAll,
    /// It judges the merchant's own accounts.
    SeesFees,
}

/// The money of scenarios with these needs, by currency: the sum in minor units, and the number of scenarios.
#[must_use]
pub fn money_of<'n>(needs: impl Iterator<Item = &'n CaseNeeds>) -> BTreeMap<&'n str, (i64, i64)> {
    let mut sums: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for (currency, minor) in needs.flat_map(|needs| &needs.money) {
        let (sum, scenarios) = sums.entry(currency).or_default();
        (*sum, *scenarios) = (sum.saturating_add(*minor), *scenarios + 1);
    }
    sums
}

/// Something that a person prepares once for all scenarios.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Prepared {
    /// The webhook endpoint.
    Endpoint,
    /// A verified person or company of this name.
    Member(String),
    /// Money in this currency.
    Money(String),
}

impl CaseNeeds {
    /// The things that the scenario shares with others.
    #[must_use]
    pub fn shared(&self) -> BTreeSet<Prepared> {
        let members = self.cast.iter().map(|person| person.first().to_owned());
        let mut shared: BTreeSet<Prepared> = members.map(Prepared::Member).collect();
        shared.extend(self.money.keys().cloned().map(Prepared::Money));
        if self.has(CaseTrait::Listens) {
            shared.insert(Prepared::Endpoint);
        }
        if self.has(CaseTrait::Listens) || !self.money.is_empty() {
            shared.insert(Prepared::Member(TREASURER.to_owned()));
        }
        shared
    }

    /// True if the scenario has this trait.
    #[must_use]
    pub fn has(&self, which: CaseTrait) -> bool {
        self.traits.contains(&which)
    }

    /// The reason why the scenario cannot be judged where all scenarios share one merchant; none if it can. `has_second` is true
    /// if there are credentials of a second one.
    fn beyond_one_merchant(&self, has_second: bool) -> Option<&'static str> {
        if self.has(CaseTrait::SeesAll) {
            return Some(SEES_ALL);
        }
        if self.has(CaseTrait::SeesFees) {
            return Some(SEES_FEES);
        }
        (self.has(CaseTrait::SecondMerchant) && !has_second).then_some(NEEDS_SECOND)
    }

    /// The same, also where a person works in the merchant's Portal (`is_person`).
    #[must_use]
    pub fn why_not_applicable(&self, has_second: bool, is_person: bool) -> Option<String> {
        let reason = self.beyond_one_merchant(has_second).map(str::to_owned);
        reason.or_else(|| self.beyond_person().filter(|_| is_person))
    }

    /// The reason why the scenario cannot be judged where a person works in the Portal; none if it can.
    fn beyond_person(&self) -> Option<String> {
        if self.has(CaseTrait::ChangesNothing) {
            return Some(CHANGES_NOTHING.to_owned());
        }
        let reading = self.has(CaseTrait::ReadsPortal).then_some(PortalWork::Reading);
        self.work.iter().chain(&reading).find_map(|work| work.beyond_person())
    }
}
