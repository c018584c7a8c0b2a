//! One truth: a resource shows the same values wherever it is shown, and those that a request wrote.

use std::collections::BTreeMap;

use conformance_harness::{
    exchange::Exchange,
    form,
    layer::{Layer, Layers},
    schema::{Contract, Documented},
    verdict::Nonconformance,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use crate::{
    edition::{
        key::{STATE, UPDATED_AT},
        operation::{
            CHANGING, ENDS, EVENT_MEMBERS, FILLED_LATER, FROM_A_SIDE, LATER_TIMES, REPLAYED,
            WRITTEN,
        },
        state,
    },
    oracle::{
        ArrivedEvent,
        difference::{Difference, Precision, difference, whole_difference},
        source::{in_answer, in_event, resource},
    },
    world::{RecordedExchange, ScenarioRecord},
};

const CHECK: &str = "one truth";

/// The methods that write what their request says.
const WRITING: [&str; 3] = ["POST", "PUT", "PATCH"];

/// Findings about values that contradict each other in the answers of a scenario.
pub(crate) fn check(
    record: &ScenarioRecord,
    events: &[ArrivedEvent],
    contract: &Contract,
    layers: &Layers,
) -> Vec<Nonconformance> {
    let is_exact = layers.bind(Layer::Decided);
    let precision = if is_exact { Precision::Exact } else { Precision::Loose };
    let mut known = KnownTruth { record, contract, precision, resources: BTreeMap::new() };
    let mut findings = Vec::new();
    for recorded in record.exchanges() {
        let Exchange { request, response, .. } = recorded.exchange.as_ref();
        if response.status / 100 != 2 {
            continue;
        }
        let documented = contract.lookup(&request.method, &request.path);
        let name = format!("{} {}", request.method, request.path);
        let mut found = Vec::new();
        let is_replay = response.header(REPLAYED).is_some();
        let is_new = made(response.json()).is_some_and(|made| !known.has(made));
        if is_replay && is_new && !is_answered(record, &recorded.exchange) {
            findings.push(first_replay(&name).of_check(CHECK).shown_in(&recorded.exchange));
        } else if is_replay || (request.method == "POST" && response.status == 201 && !is_new) {
            // The first answer once more, whatever has changed since.
            continue;
        }
        found.extend(another(recorded, &documented));
        if WRITING.contains(&request.method.as_str()) {
            found.extend(known.write(recorded, &name));
        }
        known.show(response.json(), recorded, &name, &mut found);
        let shown = |finding| in_answer(finding, CHECK, &recorded.exchange, contract);
        findings.extend(found.into_iter().map(shown));
    }
    findings.extend(events.iter().filter_map(|event| known.tell(event)));
    findings.extend(told_twice(events, precision));
    findings
}

/// True if some answer to the same request is not a repeated one; the answers to simultaneous requests come in any order.
fn is_answered(record: &ScenarioRecord, exchange: &Exchange) -> bool {
    let request = &exchange.request;
    record.exchanges().iter().any(|one| {
        let Exchange { request: other, response, .. } = one.exchange.as_ref();
        other.method == request.method
            && other.path == request.path
            && other.body == request.body
            && response.header(REPLAYED).is_none()
    })
}

/// The finding about a first answer that claims to be a repeated one.
fn first_replay(name: &str) -> Nonconformance {
    let what = format!("the first answer to {name} says that it is a repeated one");
    Nonconformance::new(what, format!("no header {REPLAYED}"), "it is there").of_rule("IDEM-1")
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
            let what = format!("{} of {} is told differently", differs.at(end), event.resource);
            let source = format!("{} {}", other.event_type, other.id);
            let name = format!("{} {}", event.event_type, event.id);
            findings.push(in_event(told(what, &differs, &source, &name), CHECK, event));
        }
    }
    findings
}

/// A value as it was shown last.
#[derive(Clone, Debug)]
struct KnownValue {
    value: Value,
    /// The request that wrote it, or the answer that showed it.
    source: String,
    moment: usize,
    /// The time at which it was shown.
    at: Timestamp,
}

/// The members of each resource, by its id.
struct KnownTruth<'a> {
    record: &'a ScenarioRecord,
    contract: &'a Contract,
    precision: Precision,
    resources: BTreeMap<String, BTreeMap<String, KnownValue>>,
}

impl KnownTruth<'_> {
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
            let differs = shown.and_then(|shown| difference(value, shown, self.precision));
            if let Some(differs) = differs {
                let source = "the request".to_owned();
                let what = format!("{} of {id} is not what the request wrote", differs.at(member));
                finding.get_or_insert_with(|| told(what, &differs, &source, name));
            }
            let source = format!("the request {name}");
            let RecordedExchange { moment, at, .. } = *recorded;
            let known = KnownValue { value: value.clone(), source, moment, at };
            // A member of the same name may mean something else in the resource, unless the answer shows it.
            if shown.is_some() || WRITTEN.contains(&member.as_str()) {
                self.resources.entry(id.clone()).or_default().insert(member.clone(), known);
            }
        }
        finding
    }

    /// Compares the members of an event with those of its resource.
    fn tell(&self, event: &ArrivedEvent) -> Option<Nonconformance> {
        let known = self.resources.get(&event.resource)?;
        let data = event.body.get("data")?;
        let name = format!("{} {}", event.event_type, event.id);
        let finding = EVENT_MEMBERS.iter().find_map(|(place, member, inner)| {
            let value = data.pointer(place)?;
            let before = known.get(*member)?;
            let differs = difference(before.value.pointer(inner)?, value, self.precision)?;
            let what =
                format!("`{place}` in {name} is not `{member}{inner}` of {}", event.resource);
            Some(told(what, &differs, &before.source, &name))
        })?;
        Some(in_event(finding, CHECK, event))
    }

    /// Compares every resource in an answer with what is known of it.
    fn show(
        &mut self,
        value: &Value,
        recorded: &RecordedExchange,
        name: &str,
        found: &mut Vec<Nonconformance>,
    ) {
        match value {
            Value::Array(items) => {
                for item in items {
                    self.show(item, recorded, name, found);
                }
            }
            Value::Object(members) => {
                if let Some(id) = members.get("id").and_then(Value::as_str) {
                    found.extend(self.compare(id, members, recorded, name));
                }
                for member in members.values() {
                    self.show(member, recorded, name, found);
                }
            }
            _ => {}
        }
    }

    fn compare(
        &mut self,
        id: &str,
        members: &Map<String, Value>,
        recorded: &RecordedExchange,
        name: &str,
    ) -> Vec<Nonconformance> {
        let mut findings = Vec::new();
        let (record, contract) = (self.record, self.contract);
        let is_exact = self.precision == Precision::Exact;
        let known = self.resources.entry(id.to_owned()).or_default();
        if is_exact {
            findings.extend(unmoved(id, record, known, members, name));
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
            let now = || {
                let source = format!("the answer to {name}");
                let RecordedExchange { moment, at, .. } = *recorded;
                KnownValue { value: value.clone(), source, moment, at }
            };
            let Some(before) = known.get(member) else {
                known.insert(member.clone(), now());
                continue;
            };
            let is_changing = CHANGING.contains(&member.as_str());
            let is_same_moment = is_exact && before.moment == recorded.moment;
            // A target that is at work may show an earlier state for a while.
            let is_final = member == STATE
                && state::is_final(&before.value)
                && (is_exact || state::is_final(value));
            let is_filled = before.value.is_null() && FILLED_LATER.contains(&member.as_str());
            if (is_changing && !is_same_moment && !is_final) || is_filled {
                known.insert(member.clone(), now());
                continue;
            }
            if let Some(differs) = whole_difference(&before.value, value, self.precision) {
                let what = format!("{} of {id} is shown differently", differs.at(member));
                findings.push(told(what, &differs, &before.source, name));
            }
        }
        findings
    }
}

/// The time after which another change has another time, in milliseconds.
const LEAST_GAP: SignedDuration = SignedDuration::from_millis(2);

/// The finding about a resource whose state has changed and whose last change lies before.
fn unmoved(
    id: &str,
    record: &ScenarioRecord,
    known: &BTreeMap<String, KnownValue>,
    members: &Map<String, Value>,
    name: &str,
) -> Option<Nonconformance> {
    let (before, changed) = (known.get(STATE)?, known.get(UPDATED_AT)?);
    let (now, shown) = (members.get(STATE)?, members.get(UPDATED_AT)?);
    if before.value == *now || changed.value != *shown || before.source != changed.source {
        return None;
    }
    // A change in the same millisecond as the last one may have the same time.
    let last = shown.as_str()?.parse::<Timestamp>().ok()?;
    let gap = record.first_change_after(before.moment)?.duration_since(before.at.max(last));
    if gap < LEAST_GAP {
        return None;
    }
    let what = format!("`{UPDATED_AT}` of {id} stayed although its state has changed");
    let expected = format!("later than {shown}, when it was {}", before.value);
    Some(Nonconformance::new(what, expected, format!("{shown} and {now} in {name}")))
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
