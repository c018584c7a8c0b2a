//! Phrases about snapshots: whole answers and events that people have reviewed. The suite knows from this file which snapshots
//! its scenarios ask for.

use conformance_harness::{
    layer::Layer,
    sink::ReceivedDelivery,
    snapshot::{SnapshotSource, name_of},
    verdict::{Fault, Nonconformance},
};
use cucumber::then;
use serde_json::Value;

use crate::{
    oracle::ArrivedEvent,
    watch::{listening, settle},
    world::{StepResult, World},
};

#[then("the answer matches its snapshot")]
fn answer_matches(world: &mut World) -> StepResult {
    if !has_snapshots(world) {
        return Ok(());
    }
    let body = world.answer()?.response.json().clone();
    check(world, None, &body).map_err(|fault| match fault {
        Fault::Nonconformance(finding) => (*finding).shown_by(world.evidence()).into(),
        other => other,
    })
}

#[then(expr = "the last event {word} matches its snapshot")]
async fn event_matches(world: &mut World, event_type: String) -> StepResult {
    if !has_snapshots(world) {
        return Ok(());
    }
    let mailbox = listening(world)?.mailbox.clone();
    let is_it = |event: &ArrivedEvent| event.event_type == event_type;
    let enough = |all: &[ReceivedDelivery]| ArrivedEvent::all(all).iter().any(is_it);
    world.await_deliveries(&mailbox, enough).await?;
    settle(world).await?;
    let events = ArrivedEvent::all(&mailbox.deliveries());
    if let Some(event) = events.iter().rfind(|event| is_it(event)) {
        return check(world, Some(&event_type), &event.body);
    }
    let kinds: Vec<&str> = events.iter().map(|event| event.event_type.as_str()).collect();
    let what = format!("{event_type} did not arrive");
    Err(Nonconformance::new(what, event_type, kinds.join(", ")).into())
}

/// The snapshots of the suite show what its own sandbox sends; a target that follows only guides and reference may have its own.
fn has_snapshots(world: &World) -> bool {
    world.shared.snapshots.is_own || world.binds(Layer::Decided)
}

fn check(world: &mut World, event_type: Option<&str>, value: &Value) -> StepResult {
    let (file, place) = &world.place;
    let name = name_of(&world.scenario, event_type);
    if !world.shared.snapshots.check(&name, value, SnapshotSource { file, place })? {
        world.unaccepted += 1;
    }
    Ok(())
}
