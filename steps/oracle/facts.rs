//! Facts that only the operator's requests and events have: a payin's sender, network and failure, the checks of a rejected
//! person, the company of a related party. The interface and the values it takes where a request is silent are this project's
//! decisions.

use std::collections::{BTreeMap, BTreeSet};

use conformance_harness::{
    exchange::Exchange,
    layer::{Layer, Layers},
    verdict::Nonconformance,
};
use serde_json::{Value, json};

use crate::{
    edition::{
        self,
        fact::{
            ACCOUNT, BANK, CHECKS, COMPANY_NAME, COMPANY_NUMBER, CRYPTO, CURRENCY, FAILURE_PLACES,
            NETWORK, REASONS, REFUSED, SENDER_PLACES, SIMULATED,
        },
        key,
        operator::{
            DECLARATION, KYC_REJECTION, NETWORK_OTHERWISE, ORDER_FAILURE, SENDER, SIMULATION,
            checks_otherwise, failure_otherwise, portal_call, portal_subject,
        },
        path,
    },
    oracle::{
        ArrivedEvent,
        difference::{Precision, lost_difference},
        source::each_object,
        values::text,
    },
    world::ScenarioRecord,
};

const CHECK: &str = "facts of events";

/// A value that an event must show.
#[derive(Debug)]
struct EventFact {
    /// The place below the event's data.
    place: &'static str,
    /// The values that are right.
    values: Vec<Value>,
    /// The request that wrote it.
    source: String,
    rule: &'static str,
}

/// The facts so far.
#[derive(Default)]
struct KnownFacts {
    /// The facts by order, and by related party.
    facts: BTreeMap<String, Vec<EventFact>>,
    /// The refused checks by session, with the request.
    refused: BTreeMap<String, (Value, String)>,
    /// The networks of an account's addresses, by account and currency.
    networks: BTreeMap<(String, String), Vec<Value>>,
    /// The number of each company, and the company of each session.
    numbers: BTreeMap<String, Value>,
    companies: BTreeMap<String, String>,
    names: BTreeMap<String, Value>,
    /// The session in which each related party was declared.
    parties: BTreeMap<String, String>,
}

/// Findings about events that tell something else than what the operator has asked for. If the merchant is not a new one, its
/// accounts may have addresses that the record does not show.
pub(crate) fn check(
    record: &ScenarioRecord,
    events: &[ArrivedEvent],
    layers: &Layers,
    is_new: bool,
) -> Vec<Nonconformance> {
    if !layers.bind(Layer::Decided) {
        return Vec::new();
    }
    let mut known = KnownFacts::default();
    for recorded in record.all() {
        let exchange = recorded.exchange.as_ref();
        if exchange.response.status / 100 == 2 {
            known.read(exchange, is_new);
        }
    }
    let mut findings = Vec::new();
    for event in events {
        let found = known.of_event(event).into_iter().chain(known.of_rejection(event));
        findings.extend(found.map(|(rule, finding)| {
            finding.of_check(CHECK).of_rule(rule).shown_in_event(&event.event_type, &event.body)
        }));
    }
    findings
}

impl KnownFacts {
    fn read(&mut self, exchange: &Exchange, is_new: bool) {
        let Exchange { request, response, .. } = exchange;
        let written: Value = request
            .body
            .as_deref()
            .and_then(|body| serde_json::from_slice(body).ok())
            .unwrap_or_default();
        let answer = response.json();
        let name = format!("{} {}", request.method, request.path);
        match portal_call(&request.method, &request.path) {
            Some(call) if *call == SIMULATION => self.simulated(&written, answer, &name, is_new),
            Some(call) if *call == ORDER_FAILURE => self.failed(&written, answer, &name),
            Some(call) if *call == KYC_REJECTION => {
                let checks = written.get(CHECKS).filter(|checks| checks.is_array()).cloned();
                let checks = checks.unwrap_or_else(checks_otherwise);
                let session = portal_subject(&request.path).map(str::to_owned);
                self.refused.extend(session.zip(Some((checks, name))));
            }
            Some(call) if *call == DECLARATION => {
                let session = portal_subject(&request.path).map(str::to_owned);
                self.parties.extend(Some(text(answer, "id").to_owned()).zip(session));
            }
            Some(_) => {}
            None => self.shown(request.path.as_str(), answer),
        }
    }

    /// Takes an answer of the API into account.
    fn shown(&mut self, path: &str, answer: &Value) {
        let owner = path::company_of_sessions(path);
        each_object(answer, &mut |members| {
            let id = members.get("id").and_then(Value::as_str).map(str::to_owned);
            if let Some((id, number)) = id.clone().zip(members.get(key::KYB_NUMBER)) {
                self.numbers.insert(id.clone(), number.clone());
                self.companies.extend(owner.map(|owner| (id, owner.to_owned())));
            }
            let name =
                members.get(COMPANY_NAME[0]).and_then(|company| company.get(COMPANY_NAME[1]));
            self.names.extend(id.zip(name.cloned()));
            let text =
                |member: &str| members.get(member).and_then(Value::as_str).map(str::to_owned);
            let place = text(key::ACCOUNT_ID).zip(text(CURRENCY));
            if let Some((place, network)) = place.zip(members.get(NETWORK)) {
                self.networks.entry(place).or_default().push(network.clone());
            }
        });
    }

    /// Takes a simulated payin into account.
    fn simulated(&mut self, written: &Value, answer: &Value, name: &str, is_new: bool) {
        let order = text(answer, "id").to_owned();
        let kind = text(written, SIMULATED);
        if kind == BANK {
            for (member, (place, otherwise)) in SENDER_PLACES.iter().zip(SENDER) {
                let given = written.pointer(member).cloned();
                self.add(
                    &order,
                    place,
                    vec![given.unwrap_or_else(|| otherwise.into())],
                    name,
                    "PIN-1",
                );
            }
        }
        let account = written.get(ACCOUNT).and_then(Value::as_str);
        if let Some(account) = account.filter(|_| kind == CRYPTO) {
            let currency = written.pointer("/amount/currency").and_then(Value::as_str);
            let place = (account.to_owned(), currency.unwrap_or_default().to_owned());
            let mut networks = self.networks.get(&place).cloned().unwrap_or_default();
            if networks.is_empty() && is_new {
                networks.push(NETWORK_OTHERWISE.into());
            }
            if !networks.is_empty() {
                self.add(&order, "/source/network", networks, name, "PIN-4");
            }
        }
        for (place, _) in FAILURE_PLACES {
            if let Some(value) = written.pointer(place) {
                self.add(&order, place, vec![value.clone()], name, "PIN-5");
            }
        }
    }

    /// Takes the failure of an order into account.
    fn failed(&mut self, written: &Value, answer: &Value, name: &str) {
        let order = text(answer, "id").to_owned();
        let Some((code, reason)) = failure_otherwise(text(answer, "type")) else { return };
        let otherwise = [json!(code), json!(reason)];
        for ((place, member), otherwise) in FAILURE_PLACES.into_iter().zip(otherwise) {
            let given = written.get(member).cloned().unwrap_or(otherwise);
            self.add(&order, place, vec![given], name, "PIN-5");
        }
    }

    fn add(
        &mut self,
        owner: &str,
        place: &'static str,
        values: Vec<Value>,
        name: &str,
        rule: &'static str,
    ) {
        let source = format!("the request {name}");
        let facts = self.facts.entry(owner.to_owned()).or_default();
        facts.push(EventFact { place, values, source, rule });
    }

    /// The first breach of an event about an order or a related party, with its rule.
    fn of_event(&self, event: &ArrivedEvent) -> Option<(&'static str, Nonconformance)> {
        let data = event.body.get("data")?;
        let party = edition::announced_party(&event.body);
        let of_company = party.map(|party| self.of_company(party)).unwrap_or_default();
        let facts = self.facts.get(&event.resource).into_iter().flatten().chain(&of_company);
        facts.into_iter().find_map(|fact| {
            let shown = data.pointer(fact.place)?;
            if fact.values.contains(shown) {
                return None;
            }
            let values: Vec<String> = fact.values.iter().map(Value::to_string).collect();
            let what = format!("`data{}` of {} is wrong", fact.place, event.event_type);
            let wanted = format!("{}, as in {}", values.join(" or "), fact.source);
            Some((fact.rule, Nonconformance::new(what, wanted, shown)))
        })
    }

    /// The facts about the company of a related party.
    fn of_company(&self, party: &str) -> Vec<EventFact> {
        let Some(session) = self.parties.get(party) else { return Vec::new() };
        let number = self.numbers.get(session).cloned();
        let name = self.companies.get(session).and_then(|company| self.names.get(company)).cloned();
        let [at_number, at_name] = COMPANY_NUMBER;
        let all = [(at_number, number), (at_name, name)];
        let fact = |(place, value): (&'static str, Option<Value>)| {
            let source = "the answers of the API about its company".to_owned();
            Some(EventFact { place, values: vec![value?], source, rule: "KYB-11" })
        };
        all.into_iter().filter_map(fact).collect()
    }

    /// The breach of an event about a rejected person, with its rule.
    fn of_rejection(&self, event: &ArrivedEvent) -> Option<(&'static str, Nonconformance)> {
        if Some(event.event_type.as_str()) != edition::session_event(edition::state::REJECTED) {
            return None;
        }
        let (checks, source) = self.refused.get(event.text(key::SESSION_ID)?)?;
        let shown = event.body.pointer("/data/checks")?.as_array()?;
        let is_refused =
            |check: &&Value| check.get(key::STATE).is_some_and(|state| *state == REFUSED);
        let refused: Vec<&Value> = shown.iter().filter(is_refused).collect();
        let wanted = checks.as_array()?;
        let types = |checks: &mut dyn Iterator<Item = &Value>| -> BTreeSet<String> {
            checks.map(|check| text(check, "type").to_owned()).collect()
        };
        let [named, told] = [types(&mut wanted.iter()), types(&mut refused.iter().copied())];
        let what = format!("{} does not tell why the person was rejected", event.event_type);
        if named != told {
            let wanted = format!("the checks {named:?}, as in {source}");
            return Some(("KYC-3", Nonconformance::new(what, wanted, format!("{told:?}"))));
        }
        wanted.iter().find_map(|check| {
            let same = |other: &&&Value| text(other, "type") == text(check, "type");
            let reasons = |check: &Value| check.get(REASONS).cloned().unwrap_or_default();
            let shown = refused.iter().find(same).map(|other| reasons(other))?;
            let differs = lost_difference(&reasons(check), &shown, Precision::Exact)?;
            let wanted = format!("{}, as in {source}", differs.before);
            let finding = Nonconformance::new(what.clone(), wanted, &differs.after);
            Some(("KYC-3", finding))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(event_type: &str, resource: &str, data: &Value) -> ArrivedEvent {
        ArrivedEvent {
            id: String::new(),
            event_type: event_type.to_owned(),
            resource: resource.to_owned(),
            body: json!({ "eventType": event_type, "data": data }),
            accepted: Some(0),
        }
    }

    #[test]
    fn a_payin_is_told_as_the_operator_has_simulated_it() {
        let mut known = KnownFacts::default();
        let failure = json!({ "code": "NO", "reason": "the bank said no" });
        let written = json!({ "type": "BANK", "outcome": "FAIL", "failure": failure });
        known.simulated(&written, &json!({ "id": "o" }), "POST x", true);
        let source = json!({ "payer": { "name": "Sandbox Sender" } });
        let told = |source: &Value, reason: &str| {
            let failure = json!({ "code": "NO", "reason": reason });
            let data = json!({ "source": source, "failure": failure });
            known.of_event(&event("payin.failed", "o", &data)).map(|(rule, _)| rule)
        };
        assert_eq!(told(&source, "the bank said no"), None);
        assert_eq!(told(&source, "unknown"), Some("PIN-5"));
        let other = json!({ "payer": { "name": "X" } });
        assert_eq!(told(&other, "the bank said no"), Some("PIN-1"));
    }

    #[test]
    fn stablecoins_come_by_a_network_of_the_account() {
        let mut known = KnownFacts::default();
        let wallet = json!({ "id": "w", "accountId": "a", "currency": "USDC", "network": "TRON" });
        known.shown("/api/v1/x", &wallet);
        for (order, currency) in [("o", "USDC"), ("p", "USDT")] {
            let amount = json!({ "currency": currency, "amount": 1 });
            let written = json!({ "type": "CRYPTO", "accountId": "a", "amount": amount });
            known.simulated(&written, &json!({ "id": order }), "POST x", true);
        }
        let told = |order: &str, network: &str| {
            let data = json!({ "source": { "network": network } });
            known.of_event(&event("payin.completed", order, &data)).map(|(rule, _)| rule)
        };
        assert_eq!((told("o", "TRON"), told("o", "SOLANA")), (None, Some("PIN-4")));
        assert_eq!((told("p", "SOLANA"), told("p", "TRON")), (None, Some("PIN-4")));
    }

    #[test]
    fn a_rejection_is_told_with_the_checks_and_reasons_of_the_operator() {
        let mut known = KnownFacts::default();
        let reasons = json!([{ "code": "BLURRED", "message": "unreadable", "category": "image" }]);
        let checks = json!([{ "type": "document", "reasons": reasons }]);
        known.refused.insert("s".to_owned(), (checks, "POST x".to_owned()));
        let told = |check: &str, message: &str| {
            let reasons = json!([{
                "type": "t", "code": "BLURRED", "message": message, "category": "image"
            }]);
            let checks = json!([
                { "type": "face", "state": 1, "reasons": [] },
                { "type": check, "state": 2, "reasons": reasons },
            ]);
            let data = json!({ "sessionId": "s", "checks": checks });
            known.of_rejection(&event("kyc.session_failed", "u", &data)).is_some()
        };
        assert!(!told("document", "unreadable"));
        assert!(told("document", "another"));
        assert!(told("face", "unreadable"));
    }

    #[test]
    fn a_related_party_belongs_to_the_company_of_its_declaration() {
        let mut known = KnownFacts::default();
        let sessions = path::kyb_sessions("c");
        known.shown(&sessions, &json!({ "id": "s", "kybId": 42 }));
        known.shown("/x", &json!({ "id": "c", "company": { "legalName": "Acme" } }));
        known.parties.insert("p".to_owned(), "s".to_owned());
        let told = |number: u64, name: &str| {
            let data = json!({
                "businessUser": { "id": number, "name": name }, "relatedParty": { "id": "p" }
            });
            known.of_event(&event(edition::PARTY_EVENT, "p", &data)).map(|(rule, _)| rule)
        };
        assert_eq!(told(42, "Acme"), None);
        assert_eq!(told(7, "Acme"), Some("KYB-11"));
        assert_eq!(told(42, "Globex"), Some("KYB-11"));
    }
}
