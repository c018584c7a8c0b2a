//! Holds the times of events against those of the events before the scenario's first action.

use conformance_harness::verdict::Nonconformance;

use crate::{
    oracle::{ArrivedEvent, QuietBefore, check_event_times},
    world::World,
};

/// Findings about the times of events. Only a target that can be drained has surely sent everything before the first action.
pub(crate) fn late_events(world: &World, events: &[ArrivedEvent]) -> Vec<Nonconformance> {
    let is_known = world.shared.target.claims("drain");
    let count = world.before.deliveries.filter(|_| is_known);
    let deliveries = world.listening.as_ref().map(|listening| listening.mailbox.deliveries());
    let quiet = count.zip(world.before.quiet_until).zip(deliveries.as_ref());
    let before = quiet.map(|((count, until), all)| QuietBefore {
        deliveries: &all[..count.min(all.len())],
        until,
    });
    let record = world.trace.record.exchanges();
    check_event_times(record, events, before.as_ref(), &world.shared.target.layers)
}
