//! Repeated requests: a request that is sent once more with its idempotency key gets the first answer once more, whatever has
//! happened since.

use conformance_harness::{
    exchange::{Exchange, Response},
    json::text,
    verdict::Nonconformance,
};

use super::difference::{Precision, whole_difference};
use crate::edition::operation::{REPLAYED, is_repeated};

const CHECK: &str = "repeated requests";

/// The finding about a repeated request that is not answered like the first one (IDEM-1).
pub(crate) fn check(first: &Exchange, again: &Exchange) -> Option<Nonconformance> {
    let (before, after) = (&first.response, &again.response);
    let finding = |expected: String, actual: String| {
        let what =
            "a repeated request with the same idempotency key is not answered as the first one was";
        let finding = Nonconformance::new(what, expected, actual);
        finding.of_check(CHECK).of_rule("IDEM-1").shown_in(again)
    };
    let status = |response: &Response| format!("status {}", response.status);
    if before.status != after.status {
        return Some(finding(status(before), status(after)));
    }
    if let Some(other) = whole_difference(before.json(), after.json(), Precision::Exact) {
        let place = other.at("body");
        let told = |value| format!("{place} is {}", text(value));
        return Some(finding(told(&other.before), told(&other.after)));
    }
    let missing = || finding(format!("the header {REPLAYED}"), "no such header".to_owned());
    (!is_repeated(after)).then(missing)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use conformance_harness::exchange::Request;
    use serde_json::{Value, json};

    use super::*;

    fn exchange(status: u16, is_replay: bool, body: &Value) -> Exchange {
        let headers =
            if is_replay { vec![(REPLAYED.to_owned(), "true".to_owned())] } else { vec![] };
        let (method, url, path) = ("POST".to_owned(), String::new(), String::new());
        let request = Request { method, url, path, headers: vec![], body: None, form: None };
        let response = Response::new(status, headers, body.to_string());
        Exchange { request, response, elapsed: Duration::ZERO }
    }

    #[test]
    fn a_repeated_request_gets_the_first_answer() {
        let body = json!({"id": "a", "state": "PENDING"});
        let first = exchange(201, false, &body);
        let told = |again: &Exchange| check(&first, again).map(|one| (one.expected, one.actual));
        assert_eq!(told(&exchange(201, true, &body)), None);
        let told = |again| told(&again).expect("a finding");
        let another = told(exchange(201, true, &json!({"id": "b", "state": "PENDING"})));
        assert!(another.0.ends_with(" a") && another.1.ends_with(" b"), "{another:?}");
        assert!(told(exchange(409, false, &json!({}))).1.contains("409"));
        assert!(told(exchange(201, false, &body)).1.contains("no such header"));
    }
}
