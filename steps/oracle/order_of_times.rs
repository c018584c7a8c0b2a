//! Times of one answer against each other: an end is the last change, an entry follows its order, and a life has its length. The
//! target's own clock gives them all, so no difference of clocks is allowed.

use conformance_harness::{
    exchange::Exchange,
    layer::{Layer, Layers},
    schema::Contract,
    verdict::Nonconformance,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use crate::{
    edition::{
        PARTY_EVENT, key,
        operation::{
            CHANGE_TIMES, CODE_LIFE, EXPIRES_AT, LAST_CHANGES, MADE_TIMES, PARTY_SESSION,
            SESSION_LIFE, SETTLED_AT,
        },
    },
    oracle::{
        ArrivedEvent,
        source::{each_object, in_answer, in_event},
        times::{back, skew, time},
    },
    world::RecordedExchange,
};

const CHECK: &str = "times";

/// The difference from the length of a session's life that is allowed: our own is exact but for fractions of a second, others may
/// end with the day.
const LIFE_TOLERANCE: [SignedDuration; 2] =
    [SignedDuration::from_secs(1), SignedDuration::from_hours(24)];

/// Findings about times in one answer, or in one event, that contradict each other.
pub(crate) fn check(
    record: &[RecordedExchange],
    events: &[ArrivedEvent],
    contract: &Contract,
    layers: &Layers,
) -> Vec<Nonconformance> {
    let is_ours = layers.bind(Layer::Decided);
    let mut findings = Vec::new();
    for recorded in record.iter().filter(|one| one.is_own) {
        let exchange = recorded.exchange.as_ref();
        if exchange.response.status / 100 != 2 {
            continue;
        }
        let mut found = Vec::new();
        each_object(exchange.response.json(), &mut |members| {
            found.extend(contradiction(members, is_ours));
            if layers.bind(Layer::Reference) {
                found.extend(wrong_life(members, is_ours));
            }
        });
        if is_ours {
            found.extend(of_code(recorded, contract));
        }
        let shown = |finding| in_answer(finding, CHECK, exchange, contract);
        findings.extend(found.into_iter().map(shown));
    }
    if layers.bind(Layer::Reference) {
        let of_party = |event| Some(in_event(of_party(event, is_ours)?, CHECK, event));
        findings.extend(events.iter().filter_map(of_party));
    }
    findings
}

/// The first contradiction among the times of an object.
fn contradiction(members: &Map<String, Value>, is_ours: bool) -> Option<Nonconformance> {
    let decided = || before_last_change(members).or_else(|| before_documents(members));
    is_ours.then(decided).flatten().or_else(|| entry_before_settlement(members, is_ours))
}

fn told(
    member: &str,
    members: &Map<String, Value>,
    expected: String,
    actual: Timestamp,
) -> Nonconformance {
    let id = members.get("id").map(ToString::to_string).unwrap_or_default();
    Nonconformance::new(format!("`{member}` of {id} cannot be right"), expected, actual)
}

/// The finding about an end that lies before the last change, although nothing changes after an end.
fn before_last_change(members: &Map<String, Value>) -> Option<Nonconformance> {
    let changed = time(members, key::UPDATED_AT)?;
    LAST_CHANGES.iter().find_map(|member| {
        let end = time(members, member).filter(|end| *end < changed)?;
        let expected = format!("not before `{}`, {changed}, in the same answer", key::UPDATED_AT);
        Some(told(member, members, expected, end))
    })
}

/// The finding about a session whose last change lies before one of its documents came.
fn before_documents(members: &Map<String, Value>) -> Option<Nonconformance> {
    let changed = time(members, key::UPDATED_AT)?;
    let documents = members.get(key::DOCUMENTS)?.as_array()?.iter().filter_map(Value::as_object);
    let last = documents.filter_map(|one| time(one, key::CREATED_AT)).max()?;
    (changed < last).then(|| {
        let expected = format!("not before its last document came, {last}");
        told(key::UPDATED_AT, members, expected, changed)
    })
}

/// The finding about a ledger entry that is older than the settlement of its order.
fn entry_before_settlement(members: &Map<String, Value>, is_ours: bool) -> Option<Nonconformance> {
    let made = time(members, key::CREATED_AT)?;
    let settled = time(members.get(key::ORDER)?.as_object()?, SETTLED_AT)?;
    let earliest = if is_ours { settled } else { back(settled, skew(is_ours)) };
    (made < earliest).then(|| {
        let expected = format!("not before `{SETTLED_AT}` of its order, {settled}");
        told(key::CREATED_AT, members, expected, made)
    })
}

/// The finding about the end of a KYC session that is not seven days after its creation.
fn wrong_life(members: &Map<String, Value>, is_ours: bool) -> Option<Nonconformance> {
    members.get(key::HOSTED_URL)?;
    let made = MADE_TIMES.iter().find_map(|name| time(members, name))?;
    let end = time(members, EXPIRES_AT)?;
    wrong_end(end, made, "its creation", is_ours)
        .map(|expected| told(EXPIRES_AT, members, expected, end))
}

/// The expected end of a session that began at this time, if the end is another one.
fn wrong_end(end: Timestamp, begun: Timestamp, beginning: &str, is_ours: bool) -> Option<String> {
    let life = SignedDuration::from_secs(SESSION_LIFE);
    let off = end.duration_since(begun) - life;
    (off.abs() > LIFE_TOLERANCE[usize::from(!is_ours)])
        .then(|| format!("7 days after {beginning}, {begun}"))
}

/// The finding about the session of a related party, in the event that announces it.
fn of_party(event: &ArrivedEvent, is_ours: bool) -> Option<Nonconformance> {
    if event.event_type != PARTY_EVENT {
        return None;
    }
    let end = time(event.field(PARTY_SESSION)?.as_object()?, EXPIRES_AT)?;
    let expected = wrong_end(end, event.time()?, "the event", is_ours)?;
    let what = format!("`{EXPIRES_AT}` in {} {} cannot be right", event.event_type, event.id);
    Some(Nonconformance::new(what, expected, end))
}

/// The finding about the end of a code that was sent, which lives for five minutes.
fn of_code(recorded: &RecordedExchange, contract: &Contract) -> Option<Nonconformance> {
    let Exchange { request, response, elapsed } = recorded.exchange.as_ref();
    let (operation, life) = CODE_LIFE;
    let documented = contract.lookup(&request.method, &request.path);
    if documented.operation_id() != Some(operation) || recorded.is_repeated() {
        return None;
    }
    let end = time(response.json().as_object()?, EXPIRES_AT)?;
    let life = SignedDuration::from_secs(life);
    let elapsed = SignedDuration::try_from(*elapsed).unwrap_or_default();
    let off = (end.duration_since(recorded.at) - life).abs();
    (off > skew(true) + elapsed).then(|| {
        let expected = format!("5 minutes after this answer, {}", recorded.at);
        Nonconformance::new(format!("`{EXPIRES_AT}` cannot be right"), expected, end)
            .of_rule("OUT-4")
    })
}

/// The time of the last change of an object, in either spelling.
pub(super) fn changed(members: &Map<String, Value>) -> Option<Timestamp> {
    CHANGE_TIMES.iter().find_map(|name| time(members, name))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn wrong(object: &Value, is_ours: bool) -> Option<String> {
        let found = contradiction(object.as_object().expect("an object"), is_ours);
        found.map(|finding| finding.what)
    }

    fn at(minute: u32) -> String {
        format!("2026-01-01T12:{minute:02}:00Z")
    }

    #[test]
    fn an_end_is_the_last_change() {
        let order = |end: u32| json!({ "id": "o", "updatedAt": at(5), "settledAt": at(end) });
        assert_eq!(wrong(&order(5), true), None);
        let early = wrong(&order(4), true).expect("is early");
        assert!(early.starts_with("`settledAt` of \"o\""), "{early}");
        assert_eq!(wrong(&order(4), false), None, "that nothing changes afterwards is decided");
    }

    #[test]
    fn a_session_changes_with_each_document() {
        let session = |last: u32| {
            json!({
                "id": "s", "updatedAt": at(5), "documents": [{ "createdAt": at(last) }],
            })
        };
        assert_eq!(wrong(&session(5), true), None);
        assert!(wrong(&session(6), true).is_some());
    }

    #[test]
    fn an_entry_follows_the_settlement_of_its_order() {
        let entry = |made: u32| {
            json!({
                "id": "e", "createdAt": at(made), "order": { "settledAt": at(5) },
            })
        };
        assert_eq!((wrong(&entry(5), true), wrong(&entry(4), false)), (None, None));
        assert!(wrong(&entry(4), true).is_some() && wrong(&entry(2), false).is_some());
    }

    #[test]
    fn a_session_lives_for_seven_days() {
        let session = |end: &str| {
            json!({
                "id": "s", "hostedUrl": "https://x", "created_at": at(0), "expiresAt": end,
            })
        };
        let is_right = |end: &str, is_ours: bool| {
            let session = session(end);
            wrong_life(session.as_object().expect("an object"), is_ours).is_none()
        };
        assert!(is_right("2026-01-08T12:00:00Z", true));
        assert!(!is_right("2026-01-08T13:00:00Z", true));
        assert!(is_right("2026-01-08T23:59:59Z", false));
        assert!(!is_right("2099-01-01T00:00:00Z", false));
    }
}
