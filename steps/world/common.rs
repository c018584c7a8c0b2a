//! The one merchant of a target whose operator makes no others: all scenarios share it.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use conformance_harness::verdict::{Fault, Nonconformance};

use crate::world::{CaseNeeds, CaseTrait, Cast, Listening, Prepared, Treasury, money_of};

/// The merchant that all scenarios share, and the things of it that they use in turns.
#[derive(Debug, Default)]
pub struct CommonMerchant {
    /// The needs of each scenario, by its id.
    pub needs: BTreeMap<String, CaseNeeds>,
    /// The ids of those that can be judged at one merchant.
    judged: BTreeSet<String>,
    /// The verified persons and companies.
    pub cast: Rc<Cast>,
    /// The shared things that a person has not prepared, or that the target has refused, with the reason.
    pub missing: RefCell<BTreeMap<Prepared, Fault>>,
    /// The accounts that pay what scenarios need.
    pub treasury: Treasury,
    /// The one endpoint, whose mailbox is sorted into a part for each scenario.
    pub listening: RefCell<Option<Listening>>,
    /// The types of events that a scenario has waited for; true for those of which one has come in this run.
    pub awaited: RefCell<BTreeMap<String, bool>>,
    /// Findings about the deliveries of the preparation; the first scenario that listens shows them.
    pub early: RefCell<Vec<Nonconformance>>,
}

impl CommonMerchant {
    /// The merchant for scenarios with these needs; `has_second` and `is_person` say which of them can be judged.
    #[must_use]
    pub fn of(needs: BTreeMap<String, CaseNeeds>, has_second: bool, is_person: bool) -> Self {
        let judged = needs.iter().filter(|(_, needs)| {
            let reason = needs.why_not_applicable(has_second, is_person);
            reason.is_none()
        });
        let judged = judged.map(|(id, _)| id.clone()).collect();
        Self { needs, judged, ..Self::default() }
    }

    /// The needs of the scenarios that can be judged. Nothing is prepared for others.
    fn judged(&self) -> impl Iterator<Item = &CaseNeeds> {
        self.judged.iter().filter_map(|id| self.needs.get(id))
    }

    /// The reason why something is missing that a scenario with these needs shares with others, if it is.
    #[must_use]
    pub fn why_missing(&self, needs: &CaseNeeds) -> Option<Fault> {
        let missing = self.missing.borrow();
        needs.shared().iter().find_map(|one| missing.get(one).cloned())
    }

    /// The names of the persons and companies that scenarios share, each with the number of these scenarios.
    #[must_use]
    pub fn names(&self) -> BTreeMap<&str, usize> {
        let mut names = BTreeMap::new();
        for person in self.judged().flat_map(|needs| &needs.cast) {
            *names.entry(person.first()).or_default() += 1;
        }
        names
    }

    /// The money that the treasury must hold, by currency: all that scenarios need in minor units, as if nothing flowed back, and
    /// the number of these scenarios.
    #[must_use]
    pub fn money(&self) -> BTreeMap<&str, (i64, i64)> {
        money_of(self.judged())
    }

    /// True if a scenario listens for events.
    #[must_use]
    pub fn listens(&self) -> bool {
        self.judged().any(|needs| needs.has(CaseTrait::Listens))
    }

    /// The types of events that scenarios have waited for and of which none has come in the whole run.
    #[must_use]
    pub fn silent_types(&self) -> Vec<String> {
        let awaited = self.awaited.borrow();
        awaited.iter().filter(|(_, has_come)| !**has_come).map(|(kind, _)| kind.clone()).collect()
    }

    /// The scenarios that change what all others depend on.
    #[must_use]
    pub fn alone(&self) -> BTreeSet<String> {
        let alone = self.needs.iter().filter(|(_, needs)| needs.has(CaseTrait::Alone));
        alone.map(|(id, _)| id.clone()).collect()
    }
}
