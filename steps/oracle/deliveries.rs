//! The list of deliveries in the Portal against the deliveries that arrived: body, address, and every attempt. Only this project
//! describes the list, so this binds whoever claims its decisions.

use std::collections::BTreeSet;

use conformance_harness::{
    exchange::Exchange,
    json,
    schema::Contract,
    sink::{ReceivedDelivery, Reply},
    verdict::Nonconformance,
};
use jiff::Timestamp;
use serde_json::Value;

use crate::{
    edition::{
        delivery::{
            ATTEMPTS, BODY, DELIVERED, DELIVERIES, ERROR, FINISHED_AT, NEXT_ATTEMPT_AT, NUMBER,
            STARTED_AT, STATUS, URL,
        },
        key::{EVENT_ID, STATE},
        operator::{DELIVERY_LIST, REGISTRATION_CALL, RESEND},
        state::PENDING,
    },
    oracle::{
        difference::{Precision, whole_difference},
        source::{calls_of_operator, in_answer},
    },
    world::ScenarioRecord,
};

const CHECK: &str = "list of deliveries";

/// Findings about deliveries that the Portal shows otherwise than they were made.
pub(crate) fn check(
    record: &ScenarioRecord,
    arrived: &[ReceivedDelivery],
    contract: &Contract,
) -> Vec<Nonconformance> {
    let mut addresses = BTreeSet::new();
    let mut findings = Vec::new();
    for (call, exchange) in calls_of_operator(record) {
        if *call == REGISTRATION_CALL {
            addresses.extend(registered(exchange));
        }
        let (listed, is_resent) = match exchange.response.json() {
            one if *call == RESEND => (vec![one], true),
            all if *call == DELIVERY_LIST => (
                all.get(DELIVERIES).and_then(Value::as_array).into_iter().flatten().collect(),
                false,
            ),
            _ => continue,
        };
        for delivery in listed {
            let mut found = of_delivery(delivery, &addresses, arrived);
            let is_open = delivery.get(STATE).is_none_or(|state| state == PENDING);
            if is_resent && !is_open {
                let what = "the answer to a resend shows a delivery that is over";
                let finding = Nonconformance::new(what, PENDING, &delivery[STATE]);
                found.push(("HOOK-12", finding));
            }
            let shown = |(rule, one)| in_answer(one, CHECK, exchange, contract).of_rule(rule);
            findings.extend(found.into_iter().map(shown));
        }
    }
    findings
}

/// The address that a request registers.
fn registered(exchange: &Exchange) -> Option<String> {
    let request: Value = serde_json::from_slice(exchange.request.body.as_deref()?).ok()?;
    request.get(URL)?.as_str().map(str::to_owned)
}

/// Findings about one delivery, each with its rule.
fn of_delivery(
    delivery: &Value,
    addresses: &BTreeSet<String>,
    arrived: &[ReceivedDelivery],
) -> Vec<(&'static str, Nonconformance)> {
    let text = |member: &str| delivery.get(member).and_then(Value::as_str).unwrap_or_default();
    let event = text(EVENT_ID);
    let about =
        |what: &str| format!("{what} of the delivery of event {event} in the Portal's list");
    let mut found = Vec::new();
    let is_it = |one: &&ReceivedDelivery| {
        json::parse(&one.body).is_ok_and(|body| body.get(EVENT_ID).is_some_and(|id| id == event))
    };
    let sent: Vec<&ReceivedDelivery> = arrived.iter().filter(is_it).collect();
    found.extend(sent.first().and_then(|one| of_body(one, text(BODY), about("the body"))));
    if !addresses.is_empty() && !addresses.contains(text(URL)) {
        let wanted = format!("one that was registered: {addresses:?}");
        found.push(("HOOK-12", Nonconformance::new(about("the address"), wanted, text(URL))));
    }
    let next = delivery.get(NEXT_ATTEMPT_AT).unwrap_or(&Value::Null);
    if next.is_null() == (text(STATE) == PENDING) {
        let state = PENDING;
        let wanted = format!("a time exactly while the delivery is {state}");
        let actual = format!("{next}, and it is {}", text(STATE));
        let what = about(&format!("`{NEXT_ATTEMPT_AT}`"));
        found.push(("HOOK-9", Nonconformance::new(what, wanted, actual)));
    }
    let attempts = delivery.get(ATTEMPTS).and_then(Value::as_array).cloned().unwrap_or_default();
    let of_attempts = of_attempts(&attempts, text(STATE) == DELIVERED, &sent);
    found.extend(of_attempts.map(|(what, wanted, actual)| {
        ("HOOK-9", Nonconformance::new(about(&what), wanted, actual))
    }));
    found
}

/// The finding about a body that says something else than the one that arrived, with its rule. The same JSON may be written in
/// another way on its way to the endpoint.
fn of_body(
    sent: &ReceivedDelivery,
    shown: &str,
    what: String,
) -> Option<(&'static str, Nonconformance)> {
    let arrived = json::parse(&sent.body).ok()?;
    let said = json::parse(shown.as_bytes()).unwrap_or_default();
    whole_difference(&arrived, &said, Precision::Exact)?;
    let finding = Nonconformance::new(what, format!("{arrived}, as it arrived"), shown);
    Some(("HOOK-12", finding))
}

/// The first breach in a delivery's attempts: the wrong member, the value that is right, and the value that is shown.
fn of_attempts(
    attempts: &[Value],
    is_delivered: bool,
    sent: &[&ReceivedDelivery],
) -> Option<(String, String, String)> {
    let mut ended: Option<Timestamp> = None;
    for (index, attempt) in attempts.iter().enumerate() {
        let told = |member: &str, wanted: String| {
            let shown = attempt.get(member).unwrap_or(&Value::Null);
            Some((format!("`{ATTEMPTS}/{index}/{member}`"), wanted, shown.to_string()))
        };
        let time = |member: &str| attempt.get(member)?.as_str()?.parse::<Timestamp>().ok();
        if attempt.get(NUMBER).and_then(Value::as_u64) != u64::try_from(index + 1).ok() {
            return told(NUMBER, format!("{}", index + 1));
        }
        let (begun, over) = (time(STARTED_AT), time(FINISHED_AT));
        if let Some((before, begun)) = ended.zip(begun).filter(|(before, begun)| begun <= before) {
            return told(STARTED_AT, format!("after {before}, the time before ({begun})"));
        }
        if begun.zip(over).is_some_and(|(begun, over)| over < begun) {
            return told(FINISHED_AT, "a time that is not before the start".to_owned());
        }
        ended = over.or(begun);
        let status = attempt.get(STATUS).and_then(Value::as_u64);
        let has_error = attempt.get(ERROR).is_some_and(Value::is_string);
        if over.is_some() && status.is_some() == has_error {
            return told(ERROR, "a text exactly if no answer came".to_owned());
        }
        let is_reply = |one: &&&ReceivedDelivery| match one.reply {
            Reply::Status(given) => status == Some(u64::from(given)),
            Reply::Redirect | Reply::Held => status.is_some(),
            Reply::Dropped => false,
        };
        if status.is_some() && !sent.is_empty() && !sent.iter().any(|one| is_reply(&one)) {
            let given: Vec<String> = sent.iter().map(|one| one.reply.to_string()).collect();
            return told(STATUS, format!("an answer of the endpoint: {}", given.join(", ")));
        }
    }
    let last = attempts.last().and_then(|last| last.get(STATUS)?.as_u64());
    let is_wrong = is_delivered && last.is_none_or(|status| status / 100 != 2);
    let wanted = "a status 2xx of the last one, since it was delivered".to_owned();
    let shown = last.map_or_else(|| "no status".to_owned(), |status| status.to_string());
    is_wrong.then(|| (format!("`{ATTEMPTS}`"), wanted, shown))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn attempt(number: u64, second: u64, status: &Value, error: &Value) -> Value {
        json!({
            "number": number,
            "startedAt": format!("2026-01-01T00:00:{second:02}.000Z"),
            "finishedAt": format!("2026-01-01T00:00:{second:02}.100Z"),
            "status": status,
            "error": error,
        })
    }

    fn wrong(attempts: &[Value]) -> Option<String> {
        of_attempts(attempts, false, &[]).map(|(what, ..)| what)
    }

    #[test]
    fn attempts_are_numbered_and_follow_each_other() {
        let [first, second] =
            [1, 2].map(|number| attempt(number, number * 10, &json!(503), &Value::Null));
        assert_eq!(wrong(&[first.clone(), second]), None);
        let early = attempt(2, 10, &json!(503), &Value::Null);
        assert_eq!(wrong(&[first.clone(), early]).as_deref(), Some("`attempts/1/startedAt`"));
        assert_eq!(wrong(&[first.clone(), first]).as_deref(), Some("`attempts/1/number`"));
    }

    #[test]
    fn an_attempt_has_a_status_or_an_error() {
        assert_eq!(wrong(&[attempt(1, 10, &Value::Null, &json!("timeout"))]), None);
        for (status, error) in [(Value::Null, Value::Null), (json!(200), json!("timeout"))] {
            let found = wrong(&[attempt(1, 10, &status, &error)]);
            assert_eq!(found.as_deref(), Some("`attempts/0/error`"));
        }
    }

    #[test]
    fn a_delivery_that_waits_has_a_next_attempt_and_no_other_one() {
        let rules = |state: &str, next: Value| {
            let shown = json!({ "eventId": "e", "state": state, "nextAttemptAt": next, "attempts": [
                attempt(1, 10, &json!(200), &Value::Null)
            ] });
            let found = of_delivery(&shown, &BTreeSet::new(), &[]);
            found.into_iter().map(|(rule, _)| rule).collect::<Vec<_>>()
        };
        assert_eq!(rules("PENDING", json!("2026-01-01T00:00:00Z")), Vec::<&str>::new());
        assert_eq!(rules("DELIVERED", Value::Null), Vec::<&str>::new());
        assert_eq!(rules("PENDING", Value::Null), ["HOOK-9"]);
        assert_eq!(rules("FAILED", json!("2026-01-01T00:00:00Z")), ["HOOK-9"]);
    }
}
