//! The events of a scenario, told in a way that does not depend on the order in which those about different things came.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    headers::add_headers,
    id_leaf::id_of,
    leaves::{Leaves, Origins, is_id},
    words::is_digits,
};
use crate::kept::{KeptPart, KeptStory};

/// The place of a delivery's number of attempts.
pub(super) const ATTEMPTS: &str = "attempts";

/// The place of what a repeated delivery has in the place of the first one's body.
pub(super) const REPETITION: &str = "repetition";

/// The members by which an event is known.
#[derive(Clone, Copy, Debug)]
pub struct EventKeys<'a> {
    /// The one with its type.
    pub type_key: &'a str,
    /// The one with its id.
    pub id_key: &'a str,
}

/// The leaf of what an event is about.
const IT: &str = "<it>";

/// An event of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TracedEvent {
    /// Its type.
    pub(super) event: String,
    /// Headers and members.
    pub(super) leaves: Leaves,
    /// The place of the first delivery among the parts of the story.
    pub(super) part: usize,
}

/// The events of a scenario.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TracedEvents {
    /// Each under its type, what it is about, and its number among alike ones.
    pub(super) events: BTreeMap<String, TracedEvent>,
    /// The order of the events about one resource.
    pub(super) orders: BTreeMap<String, String>,
}

/// An event as it was delivered.
struct Delivered {
    event: String,
    body: Value,
    leaves: Leaves,
    /// The place of the first delivery among the parts of the story.
    part: usize,
    attempts: usize,
}

impl TracedEvents {
    /// The events of a story. They come in any order, but for those about one thing.
    pub(super) fn of(story: &KeptStory, origins: &mut Origins, keys: EventKeys<'_>) -> Self {
        let mut deliveries = deliveries(story, keys);
        name_ids(&mut deliveries, origins);
        let types = deliveries.iter().map(|delivered| delivered.event.clone()).collect();
        let mut events = BTreeMap::new();
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let mut orders: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for Delivered { event, mut leaves, part, attempts, .. } in deliveries {
            let resource = resource_of(&leaves, origins, keys);
            leaves.values_mut().filter(|leaf| **leaf == resource).for_each(|leaf| {
                IT.clone_into(leaf);
            });
            unnumber(&mut leaves, &types);
            if attempts > 1 {
                leaves.insert(ATTEMPTS.to_owned(), attempts.to_string());
            }
            let number = numbers.entry(format!("{event} {resource}")).or_default();
            *number += 1;
            let key = format!("{event} {resource} {number}");
            orders.entry(resource).or_default().push(event.clone());
            events.insert(key, TracedEvent { event, leaves, part });
        }
        name_forms(&mut events);
        orders.retain(|_, events| events.len() > 1);
        let told = orders.into_iter().map(|(resource, events)| (resource, events.join(", ")));
        Self { events, orders: told.collect() }
    }
}

/// The events in the order of their first deliveries, each with headers and address as its leaves.
fn deliveries(story: &KeptStory, keys: EventKeys<'_>) -> Vec<Delivered> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut deliveries: Vec<Delivered> = Vec::new();
    for (part, delivery) in story.parts.iter().enumerate() {
        let KeptPart::Delivery { message, subpath, .. } = delivery else { continue };
        let body = message.json().unwrap_or_default();
        let text = |key: &str| body.get(key).and_then(Value::as_str).map(str::to_owned);
        let event = text(keys.type_key).unwrap_or_else(|| "(none)".to_owned());
        let event = event.replace(char::is_whitespace, "_");
        let id = text(keys.id_key).unwrap_or_else(|| message.body.clone());
        if let Some(place) = places.get(&id) {
            let first = &mut deliveries[*place];
            first.attempts += 1;
            if first.body != body {
                first.leaves.insert(REPETITION.to_owned(), "another body".to_owned());
            }
            continue;
        }
        places.insert(id, deliveries.len());
        let mut leaves = Leaves::new();
        add_headers(&mut leaves, message);
        if !subpath.is_empty() {
            leaves.insert("address".to_owned(), subpath.clone());
        }
        deliveries.push(Delivered { event, body, leaves, part, attempts: 1 });
    }
    deliveries
}

/// Adds the members of events to their leaves. Ids that only events tell are numbered in the order of the things in the same
/// event that answers told before, because the order of deliveries is chance.
fn name_ids(deliveries: &mut [Delivered], origins: &mut Origins) {
    let mut order: Vec<usize> = (0..deliveries.len()).collect();
    order.sort_by_cached_key(|place| {
        let delivered = &deliveries[*place];
        (origins.newest("", &delivered.body), delivered.event.clone())
    });
    for place in order {
        let Delivered { event, body, leaves, .. } = &mut deliveries[place];
        leaves.append(&mut origins.leaves(event, body));
    }
}

/// The thing that an event is about: of the ids in it, but for its own, the one that was given last.
fn resource_of(leaves: &Leaves, origins: &Origins, keys: EventKeys<'_>) -> String {
    let ids = leaves.iter().filter(|(place, _)| {
        let name = place.rsplit('/').next().unwrap_or_default();
        is_id(name) && name != keys.id_key
    });
    let last = ids.filter_map(|(_, leaf)| Some((origins.number_of(leaf)?, leaf))).max();
    last.and_then(|(_, leaf)| id_of(leaf)).map_or_else(String::new, |id| id.name.to_owned())
}

/// Tells the form of a value that events give wherever they have it: which of them came first is chance.
fn name_forms(events: &mut BTreeMap<String, TracedEvent>) {
    let given = |leaf: &String| {
        let id = id_of(leaf)?;
        (id.form.is_some()).then(|| (id.name.to_owned(), leaf.clone()))
    };
    let all = events.values().flat_map(|event| event.leaves.values());
    let forms: BTreeMap<String, String> = all.filter_map(given).collect();
    for leaf in events.values_mut().flat_map(|event| event.leaves.values_mut()) {
        if let Some(form) = forms.get(leaf) {
            leaf.clone_from(form);
        }
    }
}

/// Takes the numbers out of names that events give: deliveries have no order.
fn unnumber(leaves: &mut Leaves, events: &BTreeSet<String>) {
    let is_of_event = |leaf: &str| {
        let name = id_of(leaf).map(|id| id.name.trim_start_matches('<'));
        name.and_then(|name| name.split([':', ' ', '>']).next())
            .is_some_and(|source| events.contains(source))
    };
    for leaf in leaves.values_mut().filter(|leaf| is_of_event(leaf)) {
        if let Some((name, number)) = leaf.trim_end_matches('>').rsplit_once(' ')
            && is_digits(number)
        {
            *leaf = format!("{name}>");
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use serde_json::json;

    use super::*;
    use crate::kept::KeptMessage;

    #[test]
    fn the_order_of_events_about_different_things_changes_nothing() {
        let event = |user: &str, session: &str, state: &str| {
            let data = json!({ "userId": user, "kycId": session, "state": state });
            let body = json!({ "type": "kyc", "id": format!("{user}{state}"), "data": data });
            KeptPart::Delivery {
                at: 0.0,
                subpath: String::new(),
                message: KeptMessage { headers: Vec::new(), body: body.to_string() },
                reply: "200".to_owned(),
            }
        };
        let id = |digit: char| format!("5ada78ed-288f-43b5-b98c-89036{digit}e04fe3");
        let [ana, bruno, one, other] = ['1', '2', '3', '4'].map(id);
        let [begun, done] = ["CREATED", "APPROVED"];
        let order = |parts: Vec<KeptPart>| {
            let keys = EventKeys { type_key: "type", id_key: "id" };
            let mut origins = Origins::default();
            origins.leaves("createUser", &json!([{ "id": ana }, { "id": bruno }]));
            let story = KeptStory {
                scenario: String::new(),
                begun: Timestamp::UNIX_EPOCH,
                parts,
                books: Vec::new(),
            };
            let mut told = TracedEvents::of(&story, &mut origins, keys);
            told.events.values_mut().for_each(|event| event.part = 0);
            told
        };
        let all = [
            event(&ana, &one, begun),
            event(&ana, &one, done),
            event(&bruno, &other, begun),
            event(&bruno, &other, done),
        ];
        let in_turn = |places: [usize; 4]| order(places.map(|place| all[place].clone()).to_vec());
        let told = in_turn([0, 1, 2, 3]);
        assert_eq!(told.events.len(), 4, "{told:?}");
        assert_eq!(in_turn([2, 0, 3, 1]), told);
        assert_eq!(in_turn([2, 3, 0, 1]), told);
        assert_ne!(in_turn([1, 0, 2, 3]), told);
    }
}
