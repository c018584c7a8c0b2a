//! Events against states: every order, session, account and vIBAN has told what happened to it, in order, and nothing else.

use conformance_harness::verdict::Nonconformance;
use serde_json::Value;

use crate::{
    edition,
    oracle::{ArrivedEvent, arrived::CHECK, parties},
    world::{Census, Listening},
};

/// What events are missing, doubled, misordered or about nothing.
pub(crate) fn check(
    census: &Census,
    listening: &Listening,
    events: &[ArrivedEvent],
) -> Vec<Nonconformance> {
    let mut findings = Vec::new();
    for expectation in expectations(census) {
        if listening.known_before.contains(&expectation.id) {
            continue;
        }
        let wanted: Vec<&str> = expectation
            .sequence
            .iter()
            .map(String::as_str)
            .filter(|kind| listening.subscribed.contains(*kind))
            .collect();
        let about: Vec<&ArrivedEvent> =
            events.iter().filter(|event| expectation.is_about(event)).collect();
        let came: Vec<&str> = about
            .iter()
            .map(|event| event.event_type.as_str())
            .filter(|kind| Some(*kind) != expectation.on_the_way)
            .collect();
        let silent = expectation.may_be_silent && came.is_empty();
        if came != wanted && !silent {
            let evidence = about.iter().map(|event| event.body.to_string()).collect::<Vec<_>>();
            findings.push(
                Nonconformance::new(
                    format!("the events of {} do not match its state", expectation.what),
                    format!("{wanted:?}"),
                    format!("{came:?}"),
                )
                .of_check(CHECK)
                .shown_by(evidence.join("\n")),
            );
        }
    }
    findings.extend(levels(census, listening, events));
    findings.extend(numbers(census, events));
    findings.extend(parties::check(census, listening, events));
    findings
}

/// The last level a user's events tell of is the level the user has.
fn levels(census: &Census, listening: &Listening, events: &[ArrivedEvent]) -> Vec<Nonconformance> {
    let told = edition::LEVEL_EVENTS.into_iter();
    told.filter(|(event_type, _)| listening.subscribed.contains(*event_type))
        .flat_map(|told| levels_of(told, census, listening, events))
        .collect()
}

fn levels_of(
    (event_type, key): (&str, &str),
    census: &Census,
    listening: &Listening,
    events: &[ArrivedEvent],
) -> Vec<Nonconformance> {
    let mut findings = Vec::new();
    for user in census.users.iter().filter(|user| user.get(key).is_some()) {
        let (id, level) = (field(user, "id"), field(user, key));
        let about = events.iter().filter(|event| event.event_type == event_type);
        let told: Vec<&str> = about
            .filter(|event| event.resource == id)
            .filter_map(|event| event.body.pointer("/data/state")?.as_str())
            .collect();
        let last = told.last().copied().unwrap_or(edition::FIRST_LEVEL);
        if last != level && !listening.known_before.contains(&id) {
            findings.push(
                Nonconformance::new(
                    format!("the {event_type} events of user {id} do not match the user's level"),
                    format!("the last one says {level}"),
                    format!("{told:?}"),
                )
                .of_check(CHECK),
            );
        }
    }
    findings
}

/// A company has one KYB number, in all of its sessions and in what is told of it.
fn numbers(census: &Census, events: &[ArrivedEvent]) -> Vec<Nonconformance> {
    let mut findings = Vec::new();
    for (company, sessions) in &census.kyb_sessions {
        let listed = sessions.iter().filter_map(|session| session.get("kybId"));
        let about = events.iter().filter(|event| &event.resource == company);
        let told = about.filter_map(|event| event.body.pointer("/data/kybId"));
        let mut numbers: Vec<&Value> = listed.clone().chain(told).collect();
        numbers.dedup();
        // Before there was a session, what is told has nothing to be compared with.
        if numbers.len() > 1 && listed.count() > 0 {
            let what = format!("company {company} has several KYB numbers");
            findings.push(
                Nonconformance::new(what, "one number", format!("{numbers:?}")).of_check(CHECK),
            );
        }
    }
    findings
}

#[derive(Default)]
struct Expectation {
    what: String,
    /// The key of the payload that names what the event is about.
    key: &'static str,
    id: String,
    sequence: Vec<String>,
    /// A type that may come before the end, but need not.
    on_the_way: Option<&'static str>,
    may_be_silent: bool,
}

impl Expectation {
    fn is_about(&self, event: &ArrivedEvent) -> bool {
        let named = |key: &str| event.body.get("data").and_then(|data| data.get(key)?.as_str());
        // An event about a vIBAN names the account behind it as well.
        let is_foreign = self.key != "vibanId" && named("vibanId").is_some();
        named(self.key) == Some(&self.id) && !is_foreign
    }
}

/// What must have been told, from what is readable.
fn expectations(census: &Census) -> Vec<Expectation> {
    let orders = census.orders.iter().map(order);
    let accounts = census.accounts.iter().map(|account| Expectation {
        what: format!("account {}", field(account, "id")),
        key: "accountId",
        id: field(account, "id"),
        sequence: vec!["account.activated".to_owned()],
        ..Expectation::default()
    });
    let sessions = census.sessions.values().flatten().map(session);
    let vibans = census.vibans.values().flatten().map(viban);
    orders.chain(accounts).chain(sessions).chain(vibans).collect()
}

fn viban(viban: &Value) -> Expectation {
    let (id, state) = (field(viban, "id"), field(viban, "state"));
    Expectation {
        what: format!("vIBAN {id} ({state})"),
        key: "vibanId",
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
    let told = if may_be_silent { "PROCESSING" } else { &state };
    Expectation {
        what: format!("order {id} ({kind}, {state})"),
        key: "orderId",
        sequence: edition::order_events(&kind, told),
        id,
        may_be_silent,
        ..Expectation::default()
    }
}

fn session(session: &Value) -> Expectation {
    let (id, state) = (field(session, "id"), field(session, "state"));
    let review = edition::session_event("REVIEW");
    Expectation {
        what: format!("KYC session {id} ({state})"),
        key: "sessionId",
        id,
        sequence: edition::session_event(&state).into_iter().map(str::to_owned).collect(),
        on_the_way: review.filter(|_| state != "REVIEW"),
        ..Expectation::default()
    }
}
