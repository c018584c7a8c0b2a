//! Events against states: each order, session, account and virtual IBAN has sent the events of its state, in order, and no other.

use std::collections::{BTreeMap, HashMap};

use conformance_harness::{
    layer::{Layer, Layers},
    verdict::Nonconformance,
};
use serde_json::Value;

use crate::{
    edition::{self, key, state},
    oracle::{ArrivedEvent, arrived::CHECK, parties},
    world::{Census, Listening},
};

/// Findings about events that are missing, doubled, out of order or without a reason (ACC-5, PIN-1, TRF-1, OUT-1, KYC-2, VIB-1,
/// HOOK-11).
pub(crate) fn check(
    census: &Census,
    listening: &Listening,
    events: &[ArrivedEvent],
    layers: &Layers,
) -> Vec<Nonconformance> {
    let mut findings = Vec::new();
    // That first attempts go out in order is our decision (HOOK-11); deliveries of other targets may overtake each other.
    let is_ordered = layers.bind(Layer::Decided);
    for expectation in expectations(census) {
        if listening.known_before.contains(&expectation.id) {
            continue;
        }
        let mut wanted: Vec<&str> = expectation
            .sequence
            .iter()
            .map(String::as_str)
            .filter(|kind| listening.subscribed.contains(*kind))
            .collect();
        let about: Vec<&ArrivedEvent> =
            events.iter().filter(|event| expectation.is_about(event)).collect();
        let mut came: Vec<&str> = about
            .iter()
            .map(|event| event.event_type.as_str())
            .filter(|kind| Some(*kind) != expectation.on_the_way)
            .collect();
        if !is_ordered {
            wanted.sort_unstable();
            came.sort_unstable();
        }
        let silent = expectation.may_be_silent && came.is_empty();
        if came != wanted && !silent {
            let evidence = about.iter().map(|event| event.body.to_string()).collect::<Vec<_>>();
            findings.push(
                Nonconformance::new(
                    format!("the events and the state of {} do not agree", expectation.what),
                    format!("{wanted:?} for this state"),
                    format!("{came:?}"),
                )
                .of_check(CHECK)
                .of_rule(expectation.rule)
                .shown_by(evidence.join("\n")),
            );
        }
    }
    findings.extend(levels(census, listening, events, is_ordered));
    findings.extend(numbers(census, events));
    findings.extend(numbers_told(events));
    // Only the reference has the events that announce sessions of related parties.
    if layers.bind(Layer::Reference) {
        findings.extend(parties::check(census, listening, events));
    }
    findings
}

/// Findings about users whose last level event does not report their level (KYC-2, KYC-8, KYB-13).
fn levels(
    census: &Census,
    listening: &Listening,
    events: &[ArrivedEvent],
    is_ordered: bool,
) -> Vec<Nonconformance> {
    edition::LEVEL_EVENTS
        .into_iter()
        .filter(|(_, types)| types.iter().any(|one| listening.subscribed.contains(*one)))
        .flat_map(|level_event| levels_of(level_event, census, listening, events, is_ordered))
        .collect()
}

fn levels_of(
    (level_key, types): (&str, &[&str]),
    census: &Census,
    listening: &Listening,
    events: &[ArrivedEvent],
    is_ordered: bool,
) -> Vec<Nonconformance> {
    let mut findings = Vec::new();
    for user in census.users.iter().filter(|user| user.get(level_key).is_some()) {
        let (id, level) = (field(user, "id"), field(user, level_key));
        let about = events.iter().filter(|event| types.contains(&event.event_type.as_str()));
        let mut about: Vec<&ArrivedEvent> = about.filter(|event| event.resource == id).collect();
        if !is_ordered {
            about.sort_by_key(|event| event.time());
        }
        let latest = about.last().map(|event| event.time());
        let reported: Vec<&str> = about.iter().filter_map(|event| event.text("state")).collect();
        let last = reported.last().copied().unwrap_or(state::LIGHT);
        let is_equally_late = |event: &&&ArrivedEvent| Some(event.time()) == latest;
        let is_reported = last == level
            || (!is_ordered
                && about
                    .iter()
                    .filter(is_equally_late)
                    .any(|event| event.text("state") == Some(&level)));
        if !is_reported && !listening.known_before.contains(&id) {
            findings.push(
                Nonconformance::new(
                    format!(
                        "the level of user {id} and the {} events do not agree",
                        types.join(" or ")
                    ),
                    format!("the last event reports {level}, the level that is shown"),
                    format!("{reported:?}"),
                )
                .of_check(CHECK)
                .of_rule(if level_key == key::KYB_LEVEL {
                    "KYB-13"
                } else {
                    "KYC-2"
                }),
            );
        }
    }
    findings
}

/// Findings about companies that have several KYB numbers in their sessions and events (KYB-1).
fn numbers(census: &Census, events: &[ArrivedEvent]) -> Vec<Nonconformance> {
    let mut findings = Vec::new();
    for (company, sessions) in &census.kyb_sessions {
        let listed = sessions.iter().filter_map(|session| session.get(key::KYB_NUMBER));
        let about = events.iter().filter(|event| &event.resource == company);
        let reported = about.filter_map(|event| event.field(key::KYB_NUMBER));
        let mut numbers: Vec<&Value> = listed.clone().chain(reported).collect();
        numbers.dedup();
        // Without a session there is no number to compare the events with.
        if numbers.len() > 1 && listed.count() > 0 {
            let what = format!("company {company} has several KYB numbers");
            findings.push(
                Nonconformance::new(what, "one number", format!("{numbers:?}"))
                    .of_check(CHECK)
                    .of_rule("KYB-1"),
            );
        }
    }
    findings
}

/// Findings about people that have several KYC numbers in their events (KYC-2), and companies that have several numbers in the
/// events of their related parties (KYB-11).
fn numbers_told(events: &[ArrivedEvent]) -> Vec<Nonconformance> {
    let mut told: BTreeMap<(&str, String), &Value> = BTreeMap::new();
    let mut owners: HashMap<(&str, &Value), String> = HashMap::new();
    let mut findings = Vec::new();
    for event in events {
        let person =
            event.field(key::KYC_NUMBER).map(|number| (("KYC-2", event.resource.clone()), number));
        let company = event.field(key::BUSINESS_USER).and_then(|company| {
            let name = company.get("name")?.as_str()?.to_owned();
            Some((("KYB-11", name), company.get("id")?))
        });
        for ((rule, owner), number) in person.into_iter().chain(company) {
            let is_person = rule == "KYC-2";
            let other = owners.entry((rule, number)).or_insert_with(|| owner.clone());
            if *other != owner {
                let (all, each) =
                    if is_person { ("people", "person") } else { ("companies", "company") };
                let what = format!("two {all} have the number {number} in events");
                let wanted = format!("a number for each {each}");
                findings.push(
                    Nonconformance::new(what, wanted, format!("{other}, {owner}"))
                        .of_check(CHECK)
                        .of_rule(rule)
                        .shown_in_event(&event.event_type, &event.body),
                );
            }
            let first = told.entry((rule, owner.clone())).or_insert(number);
            if *first != number {
                let member = if is_person { key::KYC_NUMBER } else { key::BUSINESS_USER };
                let what = format!("`{member}` of {owner} is not the same in all events");
                findings.push(
                    Nonconformance::new(what, *first, number)
                        .of_check(CHECK)
                        .of_rule(rule)
                        .shown_in_event(&event.event_type, &event.body),
                );
            }
        }
    }
    findings
}

/// The events that one resource must have sent.
#[derive(Default)]
struct Expectation {
    /// The resource, for a message.
    what: String,
    /// The rule that demands the events.
    rule: &'static str,
    /// The member of an event's data that names the resource.
    key: &'static str,
    /// The id of the resource.
    id: String,
    /// The types of the events, in order.
    sequence: Vec<String>,
    /// A type that may come before the end, but need not.
    on_the_way: Option<&'static str>,
    /// True if the events may be missing altogether.
    may_be_silent: bool,
}

impl Expectation {
    fn is_about(&self, event: &ArrivedEvent) -> bool {
        // An event about a virtual IBAN names the account behind it as well.
        let is_foreign = self.key != key::VIBAN_ID && event.text(key::VIBAN_ID).is_some();
        event.text(self.key) == Some(&self.id) && !is_foreign
    }
}

/// The events that must have been sent, by the states that the merchant reads.
fn expectations(census: &Census) -> Vec<Expectation> {
    let orders = census.orders.iter().map(order);
    let accounts = census.accounts.iter().map(|account| Expectation {
        what: format!("account {}", field(account, "id")),
        rule: "ACC-5",
        key: key::ACCOUNT_ID,
        id: field(account, "id"),
        sequence: vec![edition::ACCOUNT_EVENT.to_owned()],
        ..Expectation::default()
    });
    let sessions = census.sessions.values().flatten().map(session);
    let vibans = census.vibans.values().flatten().map(viban);
    orders.chain(accounts).chain(sessions).chain(vibans).collect()
}

fn viban(viban: &Value) -> Expectation {
    let (id, state) = (field(viban, "id"), field(viban, "state"));
    Expectation {
        what: format!("virtual IBAN {id} ({state})"),
        rule: "VIB-1",
        key: key::VIBAN_ID,
        sequence: edition::viban_events(&state),
        id,
        ..Expectation::default()
    }
}

fn field(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn order(order: &Value) -> Expectation {
    let (id, kind, state) = (field(order, "id"), field(order, "type"), field(order, "state"));
    let may_be_silent = edition::may_fail_silently(&kind, &state);
    let reported = if may_be_silent { state::PROCESSING } else { &state };
    Expectation {
        what: format!("order {id} ({kind}, {state})"),
        rule: edition::events_rule(&kind),
        key: key::ORDER_ID,
        sequence: edition::order_events(&kind, reported),
        id,
        may_be_silent,
        ..Expectation::default()
    }
}

fn session(session: &Value) -> Expectation {
    let (id, state) = (field(session, "id"), field(session, "state"));
    let review = edition::session_event(state::REVIEW);
    Expectation {
        what: format!("KYC session {id} ({state})"),
        rule: edition::session_rule(&state),
        key: key::SESSION_ID,
        id,
        sequence: edition::session_event(&state).into_iter().map(str::to_owned).collect(),
        on_the_way: review.filter(|_| state != state::REVIEW),
        ..Expectation::default()
    }
}
