//! The needs of a scenario at a target where all scenarios share one merchant, as its steps say them.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::{PersonName, PortalWork};

/// The reason why a scenario says nothing where all scenarios share one merchant.
pub(crate) const SEES_ALL: &str =
    "it judges lists of the whole merchant, and all scenarios share one here";

/// The needs of a scenario.
#[derive(Clone, Debug, Default)]
pub struct CaseNeeds {
    /// The verified persons and companies that may come from the cast: no step is about their past.
    pub cast: BTreeSet<PersonName>,
    /// The money that the treasury may pay, by currency, in minor units.
    pub money: BTreeMap<String, i64>,
    /// The work in the Portal that only this scenario needs, in the order of its steps.
    pub work: Vec<PortalWork>,
    /// True if it looks at the Portal's answer to some of the work, such as a refusal.
    pub reads_portal: bool,
    /// True if it listens for events.
    pub listens: bool,
    /// True if it changes what all scenarios of the merchant depend on, so that no other may run beside it.
    pub is_alone: bool,
    /// True if it needs a second merchant.
    pub has_other: bool,
    /// True if it judges lists of the whole merchant.
    pub sees_all: bool,
}

impl CaseNeeds {
    /// The reason why nobody is asked for the scenario where all share one merchant and a person works in its Portal; none if a
    /// person can do all of its work.
    #[must_use]
    pub fn why_not_asked(&self) -> Option<String> {
        let sees_all = self.sees_all.then(|| SEES_ALL.to_owned());
        sees_all.or_else(|| self.beyond_person())
    }

    /// The reason why the scenario says nothing where a person works in the Portal; none if it does.
    #[must_use]
    pub fn beyond_person(&self) -> Option<String> {
        let reading = self.reads_portal.then_some(PortalWork::Reading);
        let beyond = self.work.iter().chain(&reading).find_map(|work| work.beyond_person())?;
        Some(format!("a person at the Portal cannot {beyond}"))
    }
}
