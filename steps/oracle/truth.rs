//! One truth: a resource shows the same values wherever it is shown, and those that a request wrote.

use std::collections::BTreeMap;

use conformance_harness::{
    exchange::{Exchange, header},
    form,
    layer::{Layer, Layers},
    schema::{Contract, Documented},
    verdict::Nonconformance,
};
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::{
    edition::{
        key::{DOCUMENT_NAME, IDEMPOTENCY_KEY, SUITE_KEY},
        operation::{
            CHANGING, ENDS, EVENT_MEMBERS, EVENT_RESOURCES, FROM_A_SIDE, LATER_TIMES, REPLAYED,
            WRITTEN,
        },
        operator::{DELIVERY_LIST, OF_OPERATOR, RESEND, portal_call},
    },
    oracle::{
        ArrivedEvent,
        difference::{Difference, Precision, difference, lost_difference, whole_difference},
        known::{KnownValue, Showing, WRITING, may_change, unmoved},
        source::{in_answer, in_event, resource},
    },
    world::{RecordedExchange, ScenarioRecord},
};

const CHECK: &str = "one truth";

/// Findings about values that contradict each other in the answers of a scenario.
pub(crate) fn check(
    record: &ScenarioRecord,
    events: &[ArrivedEvent],
    contract: &Contract,
    layers: &Layers,
) -> Vec<Nonconformance> {
    let is_exact = layers.bind(Layer::Decided);
    let precision = if is_exact { Precision::Exact } else { Precision::Loose };
    let mut known =
        KnownTruth { record, contract, precision, resources: BTreeMap::new(), doubted: Vec::new() };
    let mut findings = Vec::new();
    for recorded in record.all() {
        let Exchange { request, response, .. } = recorded.exchange.as_ref();
        if response.status / 100 != 2 {
            continue;
        }
        if request.path.starts_with(OF_OPERATOR) {
            findings.extend(known.operated(recorded));
            continue;
        }
        let documented = contract.lookup(&request.method, &request.path);
        let name = format!("{} {}", request.method, request.path);
        let mut found = Vec::new();
        let is_replay = recorded.is_repeated();
        let is_new = made(response.json()).is_some_and(|made| !known.has(made));
        if is_replay && is_new && !is_answered(record, &recorded.exchange) {
            findings.push(first_replay(&name, &recorded.exchange, contract));
        } else if is_replay || (request.method == "POST" && response.status == 201 && !is_new) {
            // The first answer once more, whatever has changed since.
            continue;
        }
        found.extend(another(recorded, &documented));
        if WRITING.contains(&request.method.as_str()) {
            found.extend(known.write(recorded, &name));
        }
        known.show(response.json(), &Showing::of(recorded, &name), &mut found);
        let shown = |finding| in_answer(finding, CHECK, &recorded.exchange, contract);
        findings.extend(found.into_iter().map(shown));
    }
    for event in events {
        findings.extend(known.tell(event));
        findings.extend(known.tell_resources(event));
    }
    findings.extend(told_twice(events, precision));
    findings.append(&mut known.doubted);
    findings
}

/// True if some answer to the same request is not a repeated one; the answers to simultaneous requests come in any order.
fn is_answered(record: &ScenarioRecord, exchange: &Exchange) -> bool {
    let request = &exchange.request;
    record.exchanges().iter().any(|one| {
        let other = &one.exchange.request;
        other.method == request.method
            && other.path == request.path
            && other.body == request.body
            && !one.is_repeated()
    })
}

/// The finding about a first answer that claims to be a repeated one. A key that no step has sent is not what the scenario is
/// about: the request was carried out before, by the target itself.
fn first_replay(name: &str, exchange: &Exchange, contract: &Contract) -> Nonconformance {
    let what = format!("the first answer to {name} says that it is a repeated one");
    let finding = Nonconformance::new(what, format!("no header {REPLAYED}"), "it is there");
    let sent = header(&exchange.request.headers, IDEMPOTENCY_KEY);
    if sent.is_some_and(|sent| sent.starts_with(SUITE_KEY)) {
        return in_answer(finding, CHECK, exchange, contract);
    }
    finding.of_check(CHECK).of_rule("IDEM-1").shown_in(exchange)
}

/// The finding about an answer that shows another resource than the one that was asked for.
fn another(recorded: &RecordedExchange, documented: &Documented<'_>) -> Option<Nonconformance> {
    let Exchange { request, response, .. } = recorded.exchange.as_ref();
    let asked = documented.last_parameter(&request.path)?;
    let shown =
        ["id", "session_id"].iter().find_map(|name| response.json().get(*name)?.as_str())?;
    if request.method != "GET" || response.status != 200 || asked.eq_ignore_ascii_case(shown) {
        return None;
    }
    let what =
        format!("the answer to {} {} shows a different resource", request.method, request.path);
    Some(Nonconformance::new(what, asked, shown))
}

/// Findings about events of one resource that tell different ends of it.
fn told_twice(events: &[ArrivedEvent], precision: Precision) -> Vec<Nonconformance> {
    let mut first: BTreeMap<(&str, &str), (&Value, &ArrivedEvent)> = BTreeMap::new();
    let mut findings = Vec::new();
    for event in events {
        for end in ENDS {
            let Some(value) = event.field(end) else { continue };
            let (before, other) =
                *first.entry((event.resource.as_str(), end)).or_insert((value, event));
            let Some(differs) = difference(before, value, precision) else { continue };
            let what =
                format!("{} of {} is not the same in its events", differs.at(end), event.resource);
            let source = format!("{} {}", other.event_type, other.id);
            let name = format!("{} {}", event.event_type, event.id);
            findings.push(in_event(told(what, &differs, &source, &name), CHECK, event));
        }
    }
    findings
}

/// The members of each resource, by its id.
struct KnownTruth<'a> {
    record: &'a ScenarioRecord,
    contract: &'a Contract,
    precision: Precision,
    resources: BTreeMap<String, BTreeMap<String, KnownValue>>,
    /// Findings about the answers to changes, which contradict what is shown first afterwards.
    doubted: Vec<Nonconformance>,
}

impl KnownTruth<'_> {
    /// Compares an answer of the operator's interface with what is known; only this project describes that interface.
    fn operated(&mut self, recorded: &RecordedExchange) -> Vec<Nonconformance> {
        let Exchange { request, response, .. } = recorded.exchange.as_ref();
        let call = portal_call(&request.method, &request.path);
        // A delivery changes at any time.
        let is_steady = call.is_some_and(|call| ![DELIVERY_LIST, RESEND].contains(call));
        let mut found = Vec::new();
        if is_steady && self.precision == Precision::Exact {
            let name = format!("{} {}", request.method, request.path);
            self.show(response.json(), &Showing::of(recorded, &name), &mut found);
        }
        let shown = |finding: Nonconformance| {
            let own = finding.rule.clone();
            let finding = in_answer(finding, CHECK, &recorded.exchange, self.contract);
            match own {
                Some(rule) => finding.of_rule(&rule),
                None => finding,
            }
        };
        found.into_iter().map(shown).collect()
    }

    /// True if something is known of a resource.
    fn has(&self, members: &Map<String, Value>) -> bool {
        let id = members.get("id").and_then(Value::as_str);
        id.is_some_and(|id| self.resources.contains_key(id))
    }

    /// Compares what a request wrote with its answer, and remembers it for later answers.
    fn write(&mut self, recorded: &RecordedExchange, name: &str) -> Option<Nonconformance> {
        let Exchange { request, response, .. } = recorded.exchange.as_ref();
        let written = match &request.form {
            Some(parts) => form::value(parts),
            None => serde_json::from_slice(request.body.as_ref()?).ok()?,
        };
        let written = written.as_object()?;
        let made = made(response.json())?;
        let id = made.get("id")?.as_str()?.to_owned();
        let mut finding = None;
        // A value sent for a read-only member is ignored.
        let is_heard = |(member, value): &(&String, &Value)| {
            !value.is_null() && *member != "id" && !CHANGING.contains(&member.as_str())
        };
        for (member, value) in written.iter().filter(is_heard) {
            let shown = made.get(member);
            let differs = shown.and_then(|shown| self.lost(value, shown));
            if let Some(differs) = &differs {
                let source = "the request".to_owned();
                let what = format!("{} of {id} is not what the request wrote", differs.at(member));
                finding.get_or_insert_with(|| told(what, differs, &source, name));
            }
            // Members that are shown beside the written ones, such as the other members of an address, is compared later.
            let is_shown_right = differs.is_none() && self.precision == Precision::Exact;
            let right = shown.filter(|_| is_shown_right).unwrap_or(value).clone();
            let source = format!("the request {name}");
            let RecordedExchange { moment, at, .. } = *recorded;
            let known = KnownValue {
                value: right,
                source,
                moment,
                at,
                is_unseen: shown.is_none() || !is_shown_right,
                is_of_end: false,
                only_in: None,
            };
            // A member of the same name may mean something else in the resource, unless the answer shows it.
            if shown.is_some() || WRITTEN.contains(&member.as_str()) {
                self.resources.entry(id.clone()).or_default().insert(member.clone(), known);
            }
        }
        finding
    }

    /// The first difference of what a request wrote and its answer shows. Members that no document knows are ignored.
    fn lost(&self, written: &Value, shown: &Value) -> Option<Difference> {
        let known = |value: &Value| of_documents(value, self.contract);
        lost_difference(&known(written), shown, self.precision)
    }

    /// Compares the resources in an event with what is known of them.
    fn tell_resources(&mut self, event: &ArrivedEvent) -> Vec<Nonconformance> {
        let name = format!("{} {}", event.event_type, event.id);
        // An event may be older or newer than any answer.
        let (moment, at, change) = (usize::MAX, Timestamp::MIN, None);
        let mut found = Vec::new();
        for place in EVENT_RESOURCES {
            let Some(shown) = event.body.pointer(place) else { continue };
            let source = name.clone();
            let showing = Showing { name: &name, source, moment, at, change };
            self.show(shown, &showing, &mut found);
        }
        found.into_iter().map(|finding| in_event(finding, CHECK, event)).collect()
    }

    /// Compares the members of an event with those of its resource.
    fn tell(&self, event: &ArrivedEvent) -> Option<Nonconformance> {
        let known = self.resources.get(&event.resource)?;
        let data = event.body.get("data")?;
        let name = format!("{} {}", event.event_type, event.id);
        let finding = EVENT_MEMBERS.iter().find_map(|(place, member, inner)| {
            let value = data.pointer(place)?;
            // A name may come in two parts.
            let holder = place.strip_suffix("/name");
            if holder.is_some_and(|at| data.pointer(&format!("{at}/surname")).is_some()) {
                return None;
            }
            let before = known.get(*member)?;
            let differs = difference(before.value.pointer(inner)?, value, self.precision)?;
            let what =
                format!("`{place}` in {name} is not `{member}{inner}` of {}", event.resource);
            Some(told(what, &differs, &before.source, &name))
        })?;
        Some(in_event(finding, CHECK, event))
    }

    /// Compares every resource in an answer with what is known of it.
    fn show(&mut self, value: &Value, showing: &Showing<'_>, found: &mut Vec<Nonconformance>) {
        match value {
            Value::Array(items) => {
                for item in items {
                    self.show(item, showing, found);
                }
            }
            Value::Object(members) => {
                if let Some(id) = members.get("id").and_then(Value::as_str) {
                    found.extend(self.compare(id, members, showing));
                }
                for member in members.values() {
                    self.show(member, showing, found);
                }
            }
            _ => {}
        }
    }

    fn compare(
        &mut self,
        id: &str,
        members: &Map<String, Value>,
        showing: &Showing<'_>,
    ) -> Vec<Nonconformance> {
        let mut findings = Vec::new();
        let (record, contract) = (self.record, self.contract);
        let is_exact = self.precision == Precision::Exact;
        let known = self.resources.entry(id.to_owned()).or_default();
        if is_exact {
            findings.extend(unmoved(id, record, known, members, showing.name));
        }
        // Other targets may show more than the documents know.
        let shown = members.iter().filter(|(member, value)| {
            let name = member.as_str();
            let is_known = is_exact || contract.knows_member(name);
            // Null says nothing where the documents do not give it, nor about times that come later.
            let is_said = !value.is_null() || (is_exact && !LATER_TIMES.contains(&name));
            is_known && is_said && !FROM_A_SIDE.contains(&name)
        });
        for (member, value) in shown {
            let now = || showing.known(value, members);
            let Some(before) = known.get_mut(member) else {
                known.insert(member.clone(), now());
                continue;
            };
            if may_change(member, value, before, showing, is_exact) {
                known.insert(member.clone(), now());
                continue;
            }
            let compare = if before.is_unseen { lost_difference } else { whole_difference };
            let Some(differs) = compare(&before.value, value, self.precision) else {
                if before.is_unseen && is_exact {
                    *before = now();
                }
                before.only_in = None;
                continue;
            };
            let what = format!("{} of {id} is shown differently", differs.at(member));
            let finding = told(what, &differs, &before.source, showing.name);
            // Compliance sees documents inside of their session.
            let is_document = members.contains_key(DOCUMENT_NAME);
            findings.push(if is_document { finding.of_rule("KYB-2") } else { finding });
            if let Some(change) = before.only_in.take() {
                let what =
                    format!("{} of {id} is shown differently afterwards", differs.at(member));
                let finding = Nonconformance::new(
                    what,
                    format!("{}, as in {}", differs.after, showing.source),
                    format!("{} in {}", differs.before, before.source),
                );
                self.doubted.push(in_answer(finding, CHECK, &change, contract));
            }
        }
        findings
    }
}

/// A value without the members that no document knows.
fn of_documents(value: &Value, contract: &Contract) -> Value {
    match value {
        Value::Object(members) => {
            let known = members.iter().filter(|(name, _)| contract.knows_member(name));
            let known = known.map(|(name, value)| (name.clone(), of_documents(value, contract)));
            Value::Object(known.collect())
        }
        Value::Array(items) => items.iter().map(|item| of_documents(item, contract)).collect(),
        other => other.clone(),
    }
}

/// The resource that an answer shows as made: the answer itself, or the one in it.
fn made(answer: &Value) -> Option<&Map<String, Value>> {
    resource(answer.as_object()?)
}

fn told(what: String, differs: &Difference, source: &str, name: &str) -> Nonconformance {
    Nonconformance::new(
        what,
        format!("{}, as in {source}", differs.before),
        format!("{} in {name}", differs.after),
    )
}
