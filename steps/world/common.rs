//! The one merchant of a target whose operator makes no others: all scenarios share it.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use crate::world::{CaseNeeds, CaseTrait, Cast, Listening, Prepared, Treasury, money_of};

/// The merchant that all scenarios share, and the things of it that they use in turns.
#[derive(Debug, Default)]
pub struct CommonMerchant {
    /// The needs of each scenario, by its id.
    pub needs: BTreeMap<String, CaseNeeds>,
    /// The verified persons and companies.
    pub cast: Rc<Cast>,
    /// The shared things that a person has not prepared, with the reason.
    pub missing: RefCell<BTreeMap<Prepared, String>>,
    /// The accounts that pay what scenarios need.
    pub treasury: Treasury,
    /// The one endpoint, whose mailbox is sorted into a part for each scenario.
    pub listening: RefCell<Option<Listening>>,
}

impl CommonMerchant {
    /// The merchant for scenarios with these needs.
    #[must_use]
    pub fn of(needs: BTreeMap<String, CaseNeeds>) -> Self {
        Self { needs, ..Self::default() }
    }

    /// The reason why something is missing that a scenario with these needs shares with others, if it is.
    #[must_use]
    pub fn why_missing(&self, needs: &CaseNeeds) -> Option<String> {
        let missing = self.missing.borrow();
        needs.shared().iter().find_map(|one| missing.get(one).cloned())
    }

    /// The names of the persons and companies that scenarios share, each with the number of these scenarios.
    #[must_use]
    pub fn names(&self) -> BTreeMap<&str, usize> {
        let mut names = BTreeMap::new();
        for person in self.needs.values().flat_map(|needs| &needs.cast) {
            *names.entry(person.first()).or_default() += 1;
        }
        names
    }

    /// The money that the treasury must hold, by currency: all that scenarios need in minor units, as if nothing flowed back, and
    /// the number of these scenarios.
    #[must_use]
    pub fn money(&self) -> BTreeMap<&str, (i64, i64)> {
        money_of(self.needs.values())
    }

    /// True if a scenario listens for events.
    #[must_use]
    pub fn listens(&self) -> bool {
        self.needs.values().any(|needs| needs.has(CaseTrait::Listens))
    }

    /// The scenarios that change what all others depend on.
    #[must_use]
    pub fn alone(&self) -> BTreeSet<String> {
        let alone = self.needs.iter().filter(|(_, needs)| needs.has(CaseTrait::Alone));
        alone.map(|(id, _)| id.clone()).collect()
    }
}
