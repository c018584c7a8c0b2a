//! Changes of state: a resource that changes its state has changed then, not before.

use std::collections::HashMap;

use conformance_harness::{
    layer::{Layer, Layers},
    schema::Contract,
    verdict::Nonconformance,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use crate::{
    edition::{key, operation::LATER_TIMES},
    oracle::{
        source::{each_object, in_answer},
        times::{back, skew, time},
    },
    world::RecordedExchange,
};

/// The last reading of a resource.
struct LastState {
    state: String,
    changed: Timestamp,
    /// The time on the merchant's clock at which it was read.
    read: Timestamp,
}

/// Findings about resources that show another state than before, and as the time of their last change one that lies before the
/// earlier reading.
pub(crate) fn check(
    record: &[RecordedExchange],
    contract: &Contract,
    layers: &Layers,
) -> Vec<Nonconformance> {
    let is_ours = layers.bind(Layer::Decided);
    let skew = skew(is_ours);
    let mut states: HashMap<String, LastState> = HashMap::new();
    let mut open: HashMap<(String, &'static str), Timestamp> = HashMap::new();
    let mut findings = Vec::new();
    // A repeated answer shows what was once.
    for recorded in record.iter().filter(|one| one.is_own && !one.is_repeated()) {
        each_object(recorded.exchange.response.json(), &mut |members| {
            let told = |finding| in_answer(finding, "times", &recorded.exchange, contract);
            // Other targets may leave this time out, or write null for it, where they show only a part.
            let later =
                LATER_TIMES.into_iter().filter(|member| is_ours || *member != key::UPDATED_AT);
            findings.extend(set_before(members, later, recorded.at, &mut open, skew).map(told));
            let Some((id, now)) = reading(members, recorded.at) else { return };
            if let Some(before) = states.get(&id)
                && before.state != now.state
                // Other targets may show an earlier state for a while, with its time.
                && (before.changed == now.changed || (is_ours && now.changed < before.changed))
                && now.changed < back(before.read, skew)
            {
                let what = format!("`{}` of {id:?} cannot be right", key::UPDATED_AT);
                let expected = format!(
                    "not before {}: it was {} then and is {} now",
                    before.read, before.state, now.state
                );
                let finding = Nonconformance::new(what, expected, now.changed);
                findings.push(in_answer(finding, "times", &recorded.exchange, contract));
            }
            states.insert(id, now);
        });
    }
    findings
}

/// The finding about a time that an earlier answer showed as not set, and that lies before this answer. `open` has the time
/// of the last such answer, by the id of the resource and the member.
fn set_before(
    members: &Map<String, Value>,
    later: impl Iterator<Item = &'static str>,
    read: Timestamp,
    open: &mut HashMap<(String, &'static str), Timestamp>,
    skew: SignedDuration,
) -> Option<Nonconformance> {
    let id = members.get("id")?.as_str()?;
    let mut finding = None;
    for member in later {
        let Some(value) = members.get(member) else { continue };
        let place = (id.to_owned(), member);
        if value.is_null() {
            open.insert(place, read);
        } else if let Some(unset) = open.get(&place)
            && let Some(set) = time(members, member).filter(|set| *set < back(*unset, skew))
        {
            let what = format!("`{member}` of {id:?} cannot be right");
            let expected = format!("not before {unset}: an answer showed then that it was not set");
            finding.get_or_insert_with(|| Nonconformance::new(what, expected, set));
        }
    }
    finding
}

/// The id of a resource with a state and a time of its last change, and this reading of it.
fn reading(members: &Map<String, Value>, read: Timestamp) -> Option<(String, LastState)> {
    let text = |name: &str| members.get(name)?.as_str().map(str::to_owned);
    let (id, state) = (text("id")?, text(key::STATE)?);
    Some((id, LastState { state, changed: time(members, key::UPDATED_AT)?, read }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_time_is_not_set_before_it_was_seen_unset() {
        let at = |hour: u32| format!("2026-01-01T{hour:02}:00:00Z");
        let mut open = HashMap::new();
        let mut is_wrong = |settled: Value, read: u32| {
            let order = json!({ "id": "o", "settledAt": settled });
            let read = at(read).parse().expect("a time");
            let skew = SignedDuration::from_secs(5);
            let order = order.as_object().expect("an object");
            set_before(order, LATER_TIMES.into_iter(), read, &mut open, skew).is_some()
        };
        assert!(!is_wrong(json!(at(9)), 10), "nothing was seen before");
        assert!(!is_wrong(Value::Null, 10));
        assert!(!is_wrong(json!(at(11)), 12));
        assert!(is_wrong(json!(at(9)), 12));
    }
}
