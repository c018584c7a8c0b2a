//! Answers of the operator's interface: each shows what its request wrote, and the state that its call brings about. Only this
//! project describes that interface, so this binds whoever claims its decisions.

use std::collections::{BTreeMap, BTreeSet};

use conformance_harness::{exchange::Exchange, schema::Contract, verdict::Nonconformance};
use serde_json::{Map, Value};

use crate::{
    edition::{
        key::{DOCUMENT_NAME, STATE},
        operator::{
            self, DOCUMENT_CONTENT, KEY_LIST, KEY_REVOCATION, PortalCall, REVOKED_AT,
            portal_subject,
        },
    },
    oracle::{
        difference::{Precision, difference, lost_difference},
        source::{calls_of_operator, each_object, in_answer},
    },
    world::ScenarioRecord,
};

const CHECK: &str = "operator's answers";

/// Findings about answers of the operator's interface.
pub(crate) fn check(record: &ScenarioRecord, contract: &Contract) -> Vec<Nonconformance> {
    let names = names_of_documents(record);
    let mut revoked = BTreeSet::new();
    let mut findings = Vec::new();
    for (call, exchange) in calls_of_operator(record) {
        let Exchange { request, response, .. } = exchange.as_ref();
        let mut found = Vec::new();
        found.extend(of_another(call, exchange));
        found.extend(of_state(call, response.json()));
        found.extend(of_shape(call, response.json(), contract));
        found.extend(of_content(call, exchange, &names));
        if *call == KEY_REVOCATION {
            revoked.extend(portal_subject(&request.path).map(str::to_owned));
        }
        if *call == KEY_LIST {
            found.extend(not_revoked(response.json(), &revoked));
        }
        let shown = |finding| in_answer(finding, CHECK, exchange, contract);
        findings.extend(found.into_iter().map(shown));
        let unheard = written(call, exchange);
        let shown = |(rule, finding)| in_answer(finding, CHECK, exchange, contract).of_rule(rule);
        findings.extend(unheard.into_iter().map(shown));
    }
    findings
}

/// The names of the documents that answers show, by their ids.
fn names_of_documents(record: &ScenarioRecord) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for recorded in record.exchanges() {
        each_object(recorded.exchange.response.json(), &mut |members| {
            let text = |member: &str| members.get(member)?.as_str().map(str::to_owned);
            names.extend(text("id").zip(text(DOCUMENT_NAME)));
        });
    }
    names
}

/// The finding about an answer that shows something else than its path names.
fn of_another(call: &PortalCall, exchange: &Exchange) -> Option<Nonconformance> {
    let Exchange { request, response, .. } = exchange;
    let asked = portal_subject(&request.path).filter(|_| call.is_about)?;
    let shown = response.json().get("id")?.as_str()?;
    let what = format!("the answer to {} {} is about something else", request.method, request.path);
    (!asked.eq_ignore_ascii_case(shown)).then(|| Nonconformance::new(what, asked, shown))
}

/// The finding about an answer that shows another state than its call brings about.
fn of_state(call: &PortalCall, answer: &Value) -> Option<Nonconformance> {
    let (wanted, shown) = (call.state?, answer.get(STATE)?);
    let what = "the operator's answer shows another state than its call brings about";
    (shown != wanted).then(|| Nonconformance::new(what, wanted, shown))
}

/// The finding about an answer that is not what the API shows of the same thing.
fn of_shape(call: &PortalCall, answer: &Value, contract: &Contract) -> Option<Nonconformance> {
    let name = call.message?;
    let problems = contract.check_message(name, answer).filter(|problems| !problems.is_empty())?;
    let what = format!("the operator's answer is not a valid {name}");
    Some(Nonconformance::new(
        what,
        "what the API shows, valid under its schema",
        problems.join("\n"),
    ))
}

/// The finding about a document under another media type than that of its name.
fn of_content(
    call: &PortalCall,
    exchange: &Exchange,
    names: &BTreeMap<String, String>,
) -> Option<Nonconformance> {
    let path = exchange.request.path.split('/').rev().nth(1).filter(|_| *call == DOCUMENT_CONTENT);
    let name = names.get(path?)?;
    let (wanted, shown) =
        (operator::media_type(name)?, exchange.response.header("content-type").unwrap_or("none"));
    let is_it = shown.split(';').next().is_some_and(|one| one.trim().eq_ignore_ascii_case(wanted));
    let what = format!("the content of {name:?} has another media type");
    (!is_it).then(|| Nonconformance::new(what, wanted, shown))
}

/// The finding about a list of keys that does not say that a key was revoked.
fn not_revoked(answer: &Value, revoked: &BTreeSet<String>) -> Option<Nonconformance> {
    let mut valid = None;
    each_object(answer, &mut |members| {
        let id = members.get("id").and_then(Value::as_str).filter(|id| revoked.contains(*id));
        if id.is_some() && members.get(REVOKED_AT).is_none_or(Value::is_null) {
            valid = id.map(str::to_owned);
        }
    });
    let what = format!("the key {} was revoked, and the list of keys does not say so", valid?);
    Some(Nonconformance::new(what, format!("a time in `{REVOKED_AT}`"), Value::Null))
}

/// Findings about members that an answer shows otherwise than its request wrote them, with their rules.
fn written(call: &PortalCall, exchange: &Exchange) -> Vec<(&'static str, Nonconformance)> {
    let request =
        exchange.request.body.as_deref().and_then(|body| serde_json::from_slice(body).ok());
    let (Some(Value::Object(request)), Some(answer)) =
        (request, exchange.response.json().as_object())
    else {
        return Vec::new();
    };
    let unheard = |(from, to, rule)| {
        let finding = of_member(&request, answer, from, to)?;
        Some((rule, finding))
    };
    call.written().filter_map(unheard).collect()
}

fn of_member(
    request: &Map<String, Value>,
    answer: &Map<String, Value>,
    from: &str,
    to: &str,
) -> Option<Nonconformance> {
    let wanted = request.get(from)?;
    let shown = answer.get(to).unwrap_or(&Value::Null);
    let differs = match wanted {
        // No document gives the order of a list that was written.
        Value::Array(_) => difference(wanted, shown, Precision::Loose),
        _ => lost_difference(wanted, shown, Precision::Exact),
    }?;
    let what =
        format!("the operator's answer shows another {} than its request wrote", differs.at(to));
    Some(Nonconformance::new(what, differs.before, differs.after))
}

#[cfg(test)]
mod tests {
    use conformance_harness::exchange::{Request, Response};
    use serde_json::json;

    use super::*;
    use crate::edition::operator::portal_call;

    fn exchange(method: &str, place: &str, request: &Value, answer: &Value) -> Exchange {
        let path = format!("/operator/v1/merchants/7/{place}");
        Exchange {
            request: Request {
                method: method.into(),
                url: String::new(),
                path,
                headers: Vec::new(),
                body: Some(request.to_string().into()),
                form: None,
            },
            response: Response::new(200, Vec::new(), answer.to_string()),
            elapsed: std::time::Duration::ZERO,
        }
    }

    fn unheard(exchange: &Exchange) -> Vec<&'static str> {
        let call = portal_call(&exchange.request.method, &exchange.request.path);
        let found = written(call.expect("a call"), exchange);
        found.into_iter().map(|(rule, _)| rule).collect()
    }

    #[test]
    fn an_answer_shows_what_its_request_wrote() {
        let level = |shown| {
            exchange(
                "PUT",
                "users/u/level",
                &json!({ "level": "LIGHT" }),
                &json!({ "level": shown }),
            )
        };
        assert_eq!(unheard(&level("LIGHT")), Vec::<&str>::new());
        assert_eq!(unheard(&level("REGULAR")), ["KYC-8"]);
        let settings = |rate| {
            let wanted = json!({ "fxRates": { "EUR/USD": "1.1" } });
            let shown = json!({ "fxRates": { "EUR/USD": rate, "USD/EUR": "0.9" } });
            exchange("PATCH", "settings", &wanted, &shown)
        };
        assert_eq!(unheard(&settings("1.1")), Vec::<&str>::new());
        assert_eq!(unheard(&settings("9")), ["PIN-4"]);
    }

    #[test]
    fn a_subscription_is_answered_in_any_order_and_as_a_whole() {
        let subscribed = |shown: &[&str]| {
            let wanted = json!({ "url": "https://x/", "events": ["a", "b"] });
            let shown = json!({ "url": "https://x/", "events": shown });
            exchange("PUT", "webhook-endpoint", &wanted, &shown)
        };
        assert_eq!(unheard(&subscribed(&["b", "a"])), Vec::<&str>::new());
        for shown in [&["a"][..], &["a", "a"], &["a", "b", "b"]] {
            assert_eq!(unheard(&subscribed(shown)), ["HOOK-5"], "{shown:?}");
        }
    }

    #[test]
    fn an_answer_is_about_the_thing_of_its_path_in_the_state_of_its_call() {
        let answer = json!({ "id": "s", "state": "REJECTED" });
        let rejected = exchange("POST", "kyc-sessions/s/reject", &Value::Null, &answer);
        let call = portal_call("POST", &rejected.request.path).expect("a call");
        assert!(of_another(call, &rejected).is_none());
        assert!(of_state(call, &answer).is_none());
        let other = exchange("POST", "kyc-sessions/t/reject", &Value::Null, &answer);
        assert!(of_another(call, &other).is_some());
        assert!(of_state(call, &json!({ "state": "VERIFIED" })).is_some());
    }

    #[test]
    fn a_revoked_key_is_listed_as_such() {
        let revoked = BTreeSet::from(["k".to_owned()]);
        let listed = |at: Value| json!({ "apiKeys": [{ "id": "k", "revokedAt": at }] });
        assert!(not_revoked(&listed(json!("2026-01-01T00:00:00Z")), &revoked).is_none());
        assert!(not_revoked(&listed(Value::Null), &revoked).is_some());
    }
}
