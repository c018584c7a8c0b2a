//! Phrases about deliveries since the scenario's first action. Scenarios with a phrase of this file count the deliveries
//! before that action.

use conformance_harness::{
    json,
    layer::Layer,
    sink::ReceivedDelivery,
    verdict::{Fault, Nonconformance},
};
use cucumber::then;
use serde_json::Value;

use crate::{
    answers::text,
    arrange::names,
    edition::key,
    language::{Actor, DeliveryProgress},
    oracle::{ArrivedEvent, Demands, EventReading, WantedEvent, matching},
    watch::{events_since, listening, listening_of, settle, settle_other, shown_delivery},
    world::{StepResult, World},
};

#[then(expr = "the delivery of {word} is {progress}")]
async fn delivery_is(
    world: &mut World,
    event_type: String,
    progress: DeliveryProgress,
) -> StepResult {
    match progress {
        DeliveryProgress::State(state) => expect_state(world, &event_type, &state).await,
        DeliveryProgress::Attempted(times) => expect_attempts(world, &event_type, times).await,
    }
}

async fn expect_state(world: &mut World, event_type: &str, state: &str) -> StepResult {
    settle(world).await?;
    let delivery = shown_delivery(world, event_type).await?;
    let shown = text(&delivery, "state")?;
    if shown == state {
        return Ok(());
    }
    let what = format!("the delivery of {event_type} is in another state");
    Err(Nonconformance::new(what, state, shown).shown_in(world.answer()?).into())
}

async fn expect_attempts(world: &mut World, event_type: &str, times: usize) -> StepResult {
    let mailbox = listening(world)?.mailbox.clone();
    let is_it = |delivery: &ReceivedDelivery| {
        let body = json::parse(&delivery.body).unwrap_or_default();
        body.get(key::EVENT_TYPE).and_then(Value::as_str) == Some(event_type)
    };
    let before = world.deliveries_before(Actor::Merchant)?;
    let enough = |all: &[ReceivedDelivery]| {
        all.iter().skip(before).filter(|one| is_it(one)).count() >= times
    };
    world.await_deliveries(&mailbox, enough).await?;
    settle(world).await?;
    world.listen_on();
    let attempts: Vec<ReceivedDelivery> =
        mailbox.deliveries().into_iter().skip(before).filter(is_it).collect();
    // An event comes at least once; how often exactly, only our decisions say.
    let may_repeat = times > 0 && !world.binds(Layer::Decided);
    if attempts.len() == times || (may_repeat && attempts.len() > times) {
        return Ok(());
    }
    let shown: Vec<String> = attempts
        .iter()
        .map(|one| format!("{}{} answered with {:?}", one.method, one.subpath, one.reply))
        .collect();
    Err(Nonconformance::new(
        format!("{event_type} was attempted another number of times"),
        format!("{times} attempts"),
        format!("{} attempts", attempts.len()),
    )
    .shown_by(shown.join("\n"))
    .into())
}

#[then("these events are delivered:")]
async fn events_are_delivered(world: &mut World, step: &gherkin::Step) -> StepResult {
    expect_events(world, Actor::Merchant, step, Demands::DELIVERED).await
}

/// Events of one merchant are no business of another, so each has a judgement of its own.
#[then(expr = "these events are delivered to {actor}:")]
async fn events_reach(world: &mut World, step: &gherkin::Step, actor: Actor) -> StepResult {
    expect_events(world, actor, step, Demands::DELIVERED).await
}

/// The order in which an endpoint accepts events is no matter of layers here: the scenario itself brings it about.
#[then("these events are delivered in this order:")]
async fn events_are_in_order(world: &mut World, step: &gherkin::Step) -> StepResult {
    let demands = Demands { in_order: true, ..Demands::DELIVERED };
    expect_events(world, Actor::Merchant, step, demands).await
}

/// A guide says that one event comes, and the reference has further ones: this phrase leaves those open.
#[then("these events are delivered, perhaps among others:")]
async fn events_are_among_others(world: &mut World, step: &gherkin::Step) -> StepResult {
    let demands = Demands { alone: false, ..Demands::DELIVERED };
    expect_events(world, Actor::Merchant, step, demands).await
}

#[then("these events arrive:")]
async fn events_arrive(world: &mut World, step: &gherkin::Step) -> StepResult {
    let demands = Demands { accepted: false, ..Demands::DELIVERED };
    expect_events(world, Actor::Merchant, step, demands).await
}

/// Checks that the wanted events have reached a merchant since the scenario acted, as is demanded of them.
async fn expect_events(
    world: &mut World,
    actor: Actor,
    step: &gherkin::Step,
    demands: Demands,
) -> StepResult {
    let rows = wanted_events(world, step)?;
    let listening = listening_of(world, actor)?.clone();
    if let Some(common) = world.common() {
        let mut awaited = common.awaited.borrow_mut();
        for row in &rows {
            awaited.entry(row.event_type.clone()).or_default();
        }
    }
    let before = world.deliveries_before(actor)?;
    let layers = world.shared.target.layers.clone();
    let demands = Demands { reading: EventReading::of(&layers), ..demands };
    let lent = world.lent.clone();
    let since = |all: &[ReceivedDelivery]| events_since(before, &listening, &lent, &layers, all);
    let enough = |all: &[ReceivedDelivery]| {
        let came = since(all);
        if demands.alone {
            came.iter().filter(|event| demands.counts(event)).count() >= rows.len()
        } else {
            matching(&rows, &came, demands).is_ok()
        }
    };
    world.await_deliveries(&listening.mailbox, enough).await?;
    match actor {
        Actor::Merchant => settle(world).await?,
        Actor::Other => settle_other(world).await?,
    }
    world.listen_on();
    let came = since(&listening.mailbox.deliveries());
    match matching(&rows, &came, demands) {
        Ok(places) => {
            world.effect_seen();
            for (row, place) in rows.iter().zip(places) {
                world.remembered.extend(row.remembered(&came[place]));
            }
            Ok(())
        }
        Err(problem) => Err(other_events(world, problem, &rows, &came, demands)),
    }
}

/// The fault of events that are not the wanted ones.
fn other_events(
    world: &World,
    problem: String,
    rows: &[WantedEvent],
    came: &[ArrivedEvent],
    demands: Demands,
) -> Fault {
    let shown: Vec<String> = came.iter().map(|event| event.body.to_string()).collect();
    let wanted: Vec<&str> = rows.iter().map(|row| row.event_type.as_str()).collect();
    let refused = |event| if demands.counts(event) { "" } else { " (not accepted)" };
    let kinds = came.iter().map(|event| format!("{}{}", event.event_type, refused(event)));
    let kinds: Vec<String> = kinds.collect();
    let fault = Nonconformance::new(problem, wanted.join(", "), kinds.join(", "))
        .shown_by(shown.join("\n"))
        .into();
    if came.is_empty() { world.unseen(fault) } else { fault }
}

fn wanted_events(world: &World, step: &gherkin::Step) -> Result<Vec<WantedEvent>, Fault> {
    let table = step.table.as_ref().ok_or_else(|| Fault::error("this phrase needs a table"))?;
    let mut rows = table.rows.iter().peekable();
    let columns = rows.next_if(|row| row.iter().any(|cell| cell == "event"));
    let columns = columns.cloned().unwrap_or_else(|| vec!["event".to_owned()]);
    let column = columns.iter().position(|name| name == "event").unwrap_or_default();
    if table.row_width() > columns.len() {
        return Err(Fault::error(
            "a table of several columns needs a first row with their names, one of them `event`",
        ));
    }
    rows.map(|row| {
        let named = columns.iter().zip(row).enumerate();
        let members = named.filter(|(at, (_, cell))| *at != column && !cell.is_empty());
        let members = members.map(|(_, (name, cell))| {
            Ok((name.clone(), names::fill_value(world, &Value::String(cell.clone()))?))
        });
        Ok(WantedEvent {
            event_type: row.get(column).cloned().unwrap_or_default(),
            members: members.collect::<Result<_, Fault>>()?,
        })
    })
    .collect()
}
