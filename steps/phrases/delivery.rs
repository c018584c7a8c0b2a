//! Phrases about deliveries since the scenario's first action. Scenarios with a phrase of this file count the deliveries
//! before that action.

use std::time::Instant;

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
    language::DeliveryProgress,
    oracle::ArrivedEvent,
    watch::{listening, settle, shown_delivery},
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
    let before = world.deliveries_before()?;
    let begun = Instant::now();
    let enough = |all: &[ReceivedDelivery]| {
        all.iter().skip(before).filter(|one| is_it(one)).count() >= times
    };
    let _ = mailbox.wait_until(world.effect_timeout(), enough).await;
    world.waited(begun);
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
    expect_events(world, step, |event| event.is_accepted, Others::Refused).await
}

/// A guide says that one event comes, and the reference has further ones: this phrase leaves those open.
#[then("these events are delivered, perhaps among others:")]
async fn events_are_among_others(world: &mut World, step: &gherkin::Step) -> StepResult {
    expect_events(world, step, |event| event.is_accepted, Others::Allowed).await
}

#[then("these events arrive:")]
async fn events_arrive(world: &mut World, step: &gherkin::Step) -> StepResult {
    expect_events(world, step, |_| true, Others::Refused).await
}

/// The judgement of events that the table does not name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Others {
    Allowed,
    Refused,
}

/// Checks that the wanted events have arrived since the scenario acted, that each of them counts, and that no others came unless
/// those are allowed.
async fn expect_events(
    world: &mut World,
    step: &gherkin::Step,
    counts: fn(&ArrivedEvent) -> bool,
    others: Others,
) -> StepResult {
    let rows = wanted_events(world, step)?;
    let listening = listening(world)?.clone();
    let before = world.deliveries_before()?;
    let is_exact = world.binds(Layer::Decided);
    let layers = world.shared.target.layers.clone();
    let since = |all: &[ReceivedDelivery]| ArrivedEvent::since(before, &listening, &layers, all);
    let demands = (others, is_exact);
    let begun = Instant::now();
    let effect_timeout = world.effect_timeout();
    let enough = |all: &[ReceivedDelivery]| match others {
        Others::Refused => since(all).into_iter().filter(counts).count() >= rows.len(),
        Others::Allowed => mismatch(&rows, &since(all), counts, demands).is_none(),
    };
    let _ = listening.mailbox.wait_until(effect_timeout, enough).await;
    world.waited(begun);
    settle(world).await?;
    world.listen_on();
    let came = since(&listening.mailbox.deliveries());
    match mismatch(&rows, &came, counts, demands) {
        None => {
            world.asked = None;
            Ok(())
        }
        Some(problem) => {
            let shown: Vec<String> = came.iter().map(|event| event.body.to_string()).collect();
            let wanted: Vec<&str> = rows.iter().map(|row| row.event_type.as_str()).collect();
            let refused = |event: &ArrivedEvent| if counts(event) { "" } else { " (not accepted)" };
            let kinds = came.iter().map(|event| format!("{}{}", event.event_type, refused(event)));
            let kinds: Vec<String> = kinds.collect();
            let fault = Nonconformance::new(problem, wanted.join(", "), kinds.join(", "))
                .shown_by(shown.join("\n"))
                .into();
            Err(if came.is_empty() { world.unseen(fault) } else { fault })
        }
    }
}

struct WantedEvent {
    event_type: String,
    fields: Vec<(String, String)>,
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
        let cells = row.iter().map(|cell| names::fill(world, cell));
        let cells = cells.collect::<Result<Vec<_>, _>>()?;
        let named = columns.iter().cloned().zip(cells).enumerate();
        let members = named.filter(|(at, (_, cell))| *at != column && !cell.is_empty());
        Ok(WantedEvent {
            event_type: row.get(column).cloned().unwrap_or_default(),
            fields: members.map(|(_, member)| member).collect(),
        })
    })
    .collect()
}

/// The first difference between wanted and received events: each wanted event comes once and counts, no other event comes unless
/// others are allowed, and events about one resource come in this order if it `is_ordered` (HOOK-11).
fn mismatch(
    wanted: &[WantedEvent],
    came: &[ArrivedEvent],
    counts: fn(&ArrivedEvent) -> bool,
    (others, is_ordered): (Others, bool),
) -> Option<String> {
    let mut used = vec![false; came.len()];
    let mut last_of: Vec<(&str, usize)> = Vec::new();
    for row in wanted {
        let found = (0..came.len()).find(|&index| !used[index] && matches(row, &came[index]));
        let Some(index) = found else {
            return Some(format!("{} {:?} did not arrive", row.event_type, row.fields));
        };
        used[index] = true;
        if !counts(&came[index]) {
            let kind = &row.event_type;
            return Some(format!("{kind} arrived, and no attempt was answered 2xx within 60 s"));
        }
        let resource = came[index].resource.as_str();
        if is_ordered && last_of.iter().any(|(known, at)| *known == resource && *at > index) {
            return Some(format!("{} about {resource} arrived too early", row.event_type));
        }
        last_of.push((resource, index));
    }
    if others == Others::Allowed {
        return None;
    }
    let extra = used.iter().position(|used| !used)?;
    Some(format!("{} arrived and should not have", came[extra].event_type))
}

fn matches(row: &WantedEvent, event: &ArrivedEvent) -> bool {
    row.event_type.split(" or ").any(|kind| kind == event.event_type)
        && row.fields.iter().all(|(path, wanted)| {
            let pointer = format!("/{}", path.replace('.', "/"));
            match event.body.pointer(&pointer) {
                Some(Value::String(text)) => text == wanted,
                Some(other) => wanted.parse::<Value>().is_ok_and(|value| value == *other),
                None => false,
            }
        })
}
