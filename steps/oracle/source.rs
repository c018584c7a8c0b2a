//! Findings with their source: the answer or the event in which they showed, and the rule that says what it shows.

use std::sync::Arc;

use conformance_harness::{exchange::Exchange, schema::Contract, verdict::Nonconformance};
use serde_json::{Map, Value};

use crate::{
    edition::{
        operation::shown_by_rule,
        operator::{PortalCall, portal_call},
    },
    oracle::ArrivedEvent,
    world::ScenarioRecord,
};

/// The finding of a check about an answer. Where no rule says what the operation shows, it keeps its own.
pub(super) fn in_answer(
    finding: Nonconformance,
    check: &str,
    exchange: &Exchange,
    contract: &Contract,
) -> Nonconformance {
    let documented = contract.lookup(&exchange.request.method, &exchange.request.path);
    let finding = finding.of_check(check).shown_in(exchange);
    let operated = || Some(call_of(exchange)?.rule);
    match documented.operation_id().and_then(shown_by_rule).or_else(operated) {
        Some(rule) => finding.of_rule(rule),
        None => finding,
    }
}

/// The operator's call that an exchange is.
fn call_of(exchange: &Exchange) -> Option<&'static PortalCall> {
    portal_call(&exchange.request.method, &exchange.request.path)
}

/// The operator's calls that have succeeded, in the order of their answers.
pub(super) fn calls_of_operator(
    record: &ScenarioRecord,
) -> impl Iterator<Item = (&'static PortalCall, &Arc<Exchange>)> {
    let exchanges = record.operated().map(|recorded| &recorded.exchange);
    let succeeded = exchanges.filter(|exchange| exchange.response.status / 100 == 2);
    succeeded.filter_map(|exchange| Some((call_of(exchange)?, exchange)))
}

/// The finding of a check about an event.
pub(super) fn in_event(
    finding: Nonconformance,
    check: &str,
    event: &ArrivedEvent,
) -> Nonconformance {
    finding.of_check(check).of_rule("HOOK-6").shown_in_event(&event.event_type, &event.body)
}

/// The resource that an object shows: the object itself, or the one in it.
pub(super) fn resource(members: &Map<String, Value>) -> Option<&Map<String, Value>> {
    let has_id = |value: &&Map<String, Value>| value.get("id").is_some_and(Value::is_string);
    let inner = || members.values().filter_map(Value::as_object).find(has_id);
    Some(members).filter(has_id).or_else(inner)
}

/// Calls `each` with every object in a value.
pub(super) fn each_object(value: &Value, each: &mut dyn FnMut(&Map<String, Value>)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| each_object(item, each)),
        Value::Object(members) => {
            each(members);
            members.values().for_each(|member| each_object(member, each));
        }
        _ => {}
    }
}
