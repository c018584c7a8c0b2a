//! The needs of a scenario at a target where all scenarios share one merchant, as its steps say them.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::{PersonName, PortalWork};

/// The needs of a scenario.
#[derive(Clone, Debug, Default)]
pub struct CaseNeeds {
    /// The verified persons and companies that may come from the cast: no step is about their past.
    pub cast: BTreeSet<PersonName>,
    /// The money that the treasury may pay, by currency, in minor units.
    pub money: BTreeMap<String, i64>,
    /// The work in the Portal that only this scenario needs, in the order of its steps.
    pub work: Vec<PortalWork>,
    /// True if it listens for events.
    pub listens: bool,
    /// True if it changes what all scenarios of the merchant depend on, so that no other may run beside it.
    pub is_alone: bool,
    /// True if it needs a second merchant.
    pub has_other: bool,
    /// True if it looks at everything that the merchant has.
    pub sees_all: bool,
}
