//! Times: a resource is made between its request and the answer, on the merchant's clock, and its other times follow.

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
        key,
        operation::{CREATED, FUTURE_TIMES, LATER_TIMES, OTHER_TIMES},
    },
    oracle::{
        ArrivedEvent,
        source::{each_object, in_answer, in_event},
    },
    world::RecordedExchange,
};

const CHECK: &str = "times";

/// The difference of the clocks that is allowed: that of a sandbox on the same machine, and that of any other target.
const SKEW: [SignedDuration; 2] = [SignedDuration::from_secs(5), SignedDuration::from_mins(2)];

/// Findings about times in answers and events that cannot be right. If the merchant was made for the scenario, nothing of it is
/// older than the time at which the scenario was `opened`.
pub(crate) fn check(
    record: &[RecordedExchange],
    events: &[ArrivedEvent],
    contract: &Contract,
    layers: &Layers,
    opened: Option<Timestamp>,
) -> Vec<Nonconformance> {
    let is_ours = layers.bind(Layer::Decided);
    let skew = skew(is_ours);
    let mut findings = Vec::new();
    let begun = opened.map(|opened| back(opened, skew));
    for recorded in record.iter().filter(|one| one.is_own) {
        let Exchange { request, response, elapsed } = recorded.exchange.as_ref();
        if response.status / 100 != 2 {
            continue;
        }
        let elapsed = SignedDuration::try_from(*elapsed).unwrap_or_default();
        let asked = back(recorded.at, elapsed + skew);
        // Other targets may answer a repeated request with the first answer, and not say so.
        let is_first = is_ours && !recorded.is_repeated();
        let window = TimeWindow {
            from: Some(asked).filter(|_| is_first && response.status == 201),
            begun,
            to: ahead(recorded.at, skew),
            future: Some(asked).filter(|_| is_first && request.method == "POST"),
            is_ours,
        };
        let mut found = Vec::new();
        each_object(response.json(), &mut |members| {
            found.extend(of_resource(members, &window).or_else(|| of_members(members, &window)));
        });
        let shown = |finding| in_answer(finding, CHECK, &recorded.exchange, contract);
        findings.extend(found.into_iter().map(shown));
    }
    let ended = record.last().map(|last| ahead(last.at, skew));
    if let Some((begun, ended)) = begun.zip(ended) {
        let known = made_times(record);
        findings.extend(events.iter().filter_map(|event| of_event(event, begun, ended, &known)));
        let window =
            TimeWindow { from: None, begun: Some(begun), to: ended, future: None, is_ours };
        for event in events {
            let mut found = None;
            each_object(&event.body, &mut |members| {
                found = found.take().or_else(|| of_members(members, &window));
            });
            findings.extend(found.map(|finding| in_event(finding, CHECK, event)));
        }
    }
    findings
}

/// The times between which the times of an answer lie.
struct TimeWindow {
    /// For a new resource.
    from: Option<Timestamp>,
    /// For everything of a new merchant.
    begun: Option<Timestamp>,
    to: Timestamp,
    /// For what ends later.
    future: Option<Timestamp>,
    /// True if each time of the answer is meant, not only those of resources.
    is_ours: bool,
}

/// The difference of the clocks that is allowed.
pub(super) fn skew(is_ours: bool) -> SignedDuration {
    SKEW[usize::from(!is_ours)]
}

pub(super) fn back(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.checked_sub(by).unwrap_or(Timestamp::MIN)
}

fn ahead(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.checked_add(by).unwrap_or(Timestamp::MAX)
}

pub(super) fn time(members: &Map<String, Value>, member: &str) -> Option<Timestamp> {
    members.get(member)?.as_str()?.parse().ok()
}

/// The finding about the times of one resource.
fn of_resource(members: &Map<String, Value>, window: &TimeWindow) -> Option<Nonconformance> {
    let made = time(members, key::CREATED_AT)?;
    let told = |member: &str, expected: String, actual: Timestamp| {
        let id = members.get("id").map(ToString::to_string).unwrap_or_default();
        Nonconformance::new(format!("`{member}` of {id} cannot be right"), expected, actual)
    };
    if let Some(from) = window.from.filter(|from| made < *from) {
        return Some(told(key::CREATED_AT, format!("not before its request ({from})"), made));
    }
    if made > window.to {
        let expected = format!("not after this answer ({})", window.to);
        return Some(told(key::CREATED_AT, expected, made));
    }
    LATER_TIMES.iter().find_map(|member| {
        let later = time(members, member)?;
        if later < made {
            return Some(told(member, format!("not before `{}`, {made}", key::CREATED_AT), later));
        }
        let expected = format!("not after this answer ({})", window.to);
        (later > window.to).then(|| told(member, expected, later))
    })
}

/// The finding about a time of an object that lies before its merchant, or on the wrong side of its answer.
fn of_members(members: &Map<String, Value>, window: &TimeWindow) -> Option<Nonconformance> {
    let told = |name: &str, expected: String, actual: Timestamp| {
        Nonconformance::new(format!("`{name}` cannot be right"), expected, actual)
    };
    members.keys().find_map(|name| {
        let at = time(members, name)?;
        let is_past = name == key::CREATED_AT
            || LATER_TIMES.contains(&name.as_str())
            || (window.is_ours && OTHER_TIMES.contains(&name.as_str()));
        if let Some(begun) = window.begun.filter(|begun| is_past && at < *begun) {
            return Some(told(name, format!("not before the scenario began ({begun})"), at));
        }
        if is_past && at > window.to {
            return Some(told(name, format!("not after this answer ({})", window.to), at));
        }
        let is_future = FUTURE_TIMES.contains(&name.as_str());
        let asked = window.future.filter(|asked| is_future && at < *asked)?;
        Some(told(name, format!("not before the request ({asked})"), at))
    })
}

/// The times at which resources were made, as answers show them.
fn made_times(record: &[RecordedExchange]) -> Vec<(String, Timestamp)> {
    let mut made = Vec::new();
    for recorded in record {
        each_object(recorded.exchange.response.json(), &mut |members| {
            let id = members.get("id").and_then(Value::as_str);
            made.extend(id.map(str::to_owned).zip(time(members, key::CREATED_AT)));
        });
    }
    made
}

/// The finding about the time of an event: it lies within the scenario, and not before its resource was made.
fn of_event(
    event: &ArrivedEvent,
    begun: Timestamp,
    ended: Timestamp,
    known: &[(String, Timestamp)],
) -> Option<Nonconformance> {
    let at = event.time()?;
    let made = known.iter().find(|(id, _)| *id == event.resource).map(|(_, made)| *made);
    // Some targets give the seconds only.
    let is_early = made.is_some_and(|made| at.as_second() < made.as_second());
    if let Some((name, end)) = ended_at_once(event, at) {
        let what = format!("`{name}` of {} {} cannot be right", event.event_type, event.id);
        let finding = Nonconformance::new(what, format!("later than the event ({at})"), end);
        return Some(in_event(finding, CHECK, event));
    }
    let expected = if is_early {
        format!("not before what it is about was made ({made:?})")
    } else if at < begun {
        format!("not before the scenario began ({begun})")
    } else if at > ended {
        format!("not after it arrived ({ended})")
    } else {
        return None;
    };
    let what = format!("the time of {} {} cannot be right", event.event_type, event.id);
    Some(in_event(Nonconformance::new(what, expected, at), CHECK, event))
}

/// The end of something that a creation's event shows, if it does not lie after the event.
fn ended_at_once(event: &ArrivedEvent, at: Timestamp) -> Option<(String, Timestamp)> {
    let mut found = None;
    each_object(&event.body, &mut |members| {
        let mut ends = FUTURE_TIMES.iter().filter_map(|name| Some((*name, time(members, name)?)));
        let wrong = ends.find(|(_, end)| event.event_type.ends_with(CREATED) && *end <= at);
        found = found.take().or(wrong.map(|(name, end)| (name.to_owned(), end)));
    });
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn finding(resource: &Value, from: Option<&str>) -> Option<String> {
        let at = |text: &str| text.parse().expect("a time");
        let window = TimeWindow {
            from: from.map(at),
            begun: None,
            to: at("2026-01-01T12:00:00Z"),
            future: None,
            is_ours: true,
        };
        let found = of_resource(resource.as_object().expect("an object"), &window);
        found.map(|finding| finding.expected)
    }

    #[test]
    fn a_resource_is_made_between_its_request_and_its_answer() {
        let made = |time: &str| json!({ "id": "a", "createdAt": time });
        assert_eq!(finding(&made("2026-01-01T11:59:59Z"), Some("2026-01-01T11:59:58Z")), None);
        let early = finding(&made("2026-01-01T11:00:00Z"), Some("2026-01-01T11:59:58Z"));
        assert!(early.expect("is early").starts_with("not before its request"));
        let late = finding(&made("2026-01-01T13:00:00+00:00"), None);
        assert!(late.expect("is late").starts_with("not after this answer"));
    }

    #[test]
    fn the_other_times_follow_the_first() {
        let mut order = json!({ "id": "a", "createdAt": "2026-01-01T11:00:00Z" });
        order["settledAt"] = json!("2026-01-01T10:59:59Z");
        let early = finding(&order, None).expect("is early");
        assert!(early.starts_with("not before `createdAt`"), "{early}");
    }
}
