//! Worlds of the preparation, which belong to no scenario.

use std::{collections::BTreeSet, path::PathBuf, rc::Rc};

use conformance_harness::{layer::Layer, run::Subject as _, suite::Case, verdict::Fault};

use crate::{
    arrange::merchant::introduce,
    language::Actor,
    portal::PREPARATION,
    world::{Shared, TREASURER, World},
};

/// The reason why something that scenarios share is not prepared.
#[derive(Debug)]
pub(super) enum Unprepared {
    /// The run cannot go on.
    Ends(Fault),
    /// It is missing: scenarios that need it end with this fault.
    Missing(Fault),
}

impl From<Fault> for Unprepared {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Error { .. } => Self::Ends(fault),
            Fault::NotApplicable { .. } | Fault::Nonconformance(_) => Self::Missing(fault),
        }
    }
}

/// The same for work that a person was asked for. If it was not done in time, the run goes on without it.
pub(super) fn undone_by_person(world: &World, fault: Fault) -> Unprepared {
    if world.asked.is_empty() { fault.into() } else { Unprepared::Missing(fault) }
}

/// A world in which the merchant has logged in.
pub(super) async fn open_world(shared: &Rc<Shared>) -> Result<World, Fault> {
    let case = Case {
        id: PREPARATION.to_owned(),
        name: "The preparation of the run".to_owned(),
        rule: None,
        feature: String::new(),
        path: PathBuf::new(),
        line: 0,
        lines: 0..=0,
        tags: Vec::new(),
        layer: Layer::Guides,
        steps: Vec::new(),
    };
    // The cast of an earlier run has names that the suite has made up.
    shared.secrets.make_up(TREASURER);
    let mut world = World::open(shared, &case, &BTreeSet::new());
    introduce(&mut world, Actor::Merchant, "Merchant").await?;
    Ok(world)
}
