//! Times of events against what they tell of, and against the events before: an event is not older than either.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use conformance_harness::{
    layer::{Layer, Layers},
    sink::ReceivedDelivery,
    verdict::Nonconformance,
};
use jiff::Timestamp;
use serde_json::Value;

use crate::{
    edition::{key, operation::TOLD_TIMES},
    oracle::{
        ArrivedEvent,
        order_of_times::changed,
        source::in_event,
        times::{back, skew, time},
    },
    world::RecordedExchange,
};

const CHECK: &str = "times";

/// The time after which something that happens next has another time, in milliseconds.
const LEAST_GAP: Duration = Duration::from_millis(2);

/// The deliveries before the scenario's first action, and its time, if nothing was left to deliver then.
pub(crate) struct QuietBefore<'a> {
    pub(crate) deliveries: &'a [ReceivedDelivery],
    pub(crate) until: Instant,
}

/// Findings about events that are dated before what they tell of, or before events that had come before it happened.
pub(crate) fn check(
    record: &[RecordedExchange],
    events: &[ArrivedEvent],
    before: Option<&QuietBefore<'_>>,
    layers: &Layers,
) -> Vec<Nonconformance> {
    let is_ours = layers.bind(Layer::Decided);
    let known = told_times(record);
    let mut findings: Vec<Nonconformance> =
        events.iter().filter_map(|event| before_its_cause(event, &known, is_ours)).collect();
    // Others may have several clocks.
    if let Some(before) = before.filter(|_| is_ours) {
        findings.extend(before_older(events, before));
    }
    findings
}

/// The earliest times that answers show: by the id of the thing, its state if that matters, and the member.
type ToldTimes<'a> = HashMap<(&'a str, Option<&'static str>, &'static str), Timestamp>;

fn told_times(record: &[RecordedExchange]) -> ToldTimes<'_> {
    let mut known = ToldTimes::new();
    for recorded in record.iter().filter(|one| one.is_own) {
        let response = &recorded.exchange.response;
        if response.status / 100 != 2 {
            continue;
        }
        note(response.json(), &mut known);
    }
    known
}

fn note<'a>(value: &'a Value, known: &mut ToldTimes<'a>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| note(item, known)),
        Value::Object(members) => {
            if let Some(id) = members.get("id").and_then(Value::as_str) {
                for (_, _, state, member) in TOLD_TIMES {
                    let is_in = |state: &str| members.get(key::STATE).is_some_and(|is| is == state);
                    let shown = match state {
                        Some(state) => changed(members).filter(|_| is_in(state)),
                        None => time(members, member),
                    };
                    let Some(shown) = shown else { continue };
                    let first = known.entry((id, state, member)).or_insert(shown);
                    *first = shown.min(*first);
                }
            }
            members.values().for_each(|member| note(member, known));
        }
        _ => {}
    }
}

/// The finding about an event that is older than what it tells of, as an answer shows it.
fn before_its_cause(
    event: &ArrivedEvent,
    known: &ToldTimes<'_>,
    is_ours: bool,
) -> Option<Nonconformance> {
    let at = event.time()?;
    let (_, named, state, member) =
        TOLD_TIMES.into_iter().find(|(kind, ..)| *kind == event.event_type)?;
    let id = event.text(named)?;
    let cause = *known.get(&(id, state, member))?;
    let earliest = if is_ours { cause } else { back(cause, skew(is_ours)) };
    (at < earliest).then(|| {
        let what = format!("the time of {} {} cannot be right", event.event_type, event.id);
        let expected = format!("not before `{member}` of {id} in answers, {cause}");
        in_event(Nonconformance::new(what, expected, at), CHECK, event)
    })
}

/// Findings about events that came after the scenario's first action and are not later than one that had come long before it.
fn before_older(events: &[ArrivedEvent], before: &QuietBefore<'_>) -> Vec<Nonconformance> {
    let is_old = |one: &&ReceivedDelivery| one.received_at + LEAST_GAP <= before.until;
    let come: Vec<ReceivedDelivery> = before.deliveries.iter().filter(is_old).cloned().collect();
    let last = ArrivedEvent::all(&come).iter().filter_map(ArrivedEvent::time).max();
    let known = ArrivedEvent::all(before.deliveries);
    let Some(last) = last else { return Vec::new() };
    let is_new = |event: &&ArrivedEvent| !known.iter().any(|old| old.id == event.id);
    let early = events.iter().filter(is_new).filter_map(|event| {
        let at = event.time().filter(|at| *at <= last)?;
        let what = format!("the time of {} {} cannot be right", event.event_type, event.id);
        let expected =
            format!("later than {last}, the time of an event that had come before it happened");
        Some(in_event(Nonconformance::new(what, expected, at), CHECK, event))
    });
    early.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(event_type: &str, minute: u32) -> ArrivedEvent {
        let body = json!({
            "timestamp": format!("2026-01-01T12:{minute:02}:00Z"),
            "data": { "orderId": "o", "sessionId": "s" },
        });
        let [id, event_type] = [event_type, event_type].map(str::to_owned);
        ArrivedEvent { id, event_type, resource: "o".to_owned(), body, accepted: Some(0) }
    }

    fn is_early(event_type: &str, minute: u32, is_ours: bool) -> bool {
        let session = |state: &str, minute: u32| {
            let changed = format!("2026-01-01T12:{minute:02}:00Z");
            json!({ "id": "s", "state": state, "updated_at": changed })
        };
        let order = json!({ "id": "o", "settledAt": "2026-01-01T12:05:00Z" });
        let answers = json!([session("REVIEW", 1), session("VERIFIED", 5), order]);
        let mut known = ToldTimes::new();
        note(&answers, &mut known);
        before_its_cause(&event(event_type, minute), &known, is_ours).is_some()
    }

    #[test]
    fn an_event_is_not_older_than_what_it_tells_of() {
        for told in ["payin.completed", "kyc.session_verified"] {
            assert!(!is_early(told, 5, true), "{told}");
            assert!(is_early(told, 4, true), "{told}");
            assert!(!is_early(told, 4, false), "{told}: other clocks differ");
            assert!(is_early(told, 2, false), "{told}");
        }
        assert!(!is_early("payin.processing", 1, true), "it comes before the end");
    }
}
