//! The differences between the events of a scenario on two targets.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    difference::{BehaviourDifference, ChangedMessage},
    differing::difference,
    kind::DifferenceKind,
    places::of_leaves,
    seen::{ABSENT, SeenEvent, SeenLeaves, SeenScenario, SeenValues},
    subtrees::unnamed,
};

/// Events under their keys.
type KeyedEvents<'a> = Vec<(&'a String, &'a SeenEvent)>;

/// The differences of events.
pub(super) fn of_events(before: &SeenScenario, after: &SeenScenario) -> Vec<BehaviourDifference> {
    let mut found = Vec::new();
    for (key, event) in &before.events {
        let Some(other) = after.events.get(key) else { continue };
        found.extend(of_pair(event, other));
        if event.missing == 0 && other.missing > 0 {
            found.push(sometimes_missing(event, other));
        }
    }
    let (mut gone, mut new) = (only_in(before, after), only_in(after, before));
    pair_others(&mut gone, &mut new, &mut found);
    take_renamed(&mut gone, &mut new, &mut found);
    let presences = gone.len() + new.len();
    for (key, event) in gone.into_values().flatten() {
        found.push(presence(key, event, before, false));
    }
    for (key, event) in new.into_values().flatten() {
        found.push(presence(key, event, before, true));
    }
    if presences == 0 {
        found.extend(of_orders(before, after));
    }
    found
}

fn of_pair(event: &SeenEvent, other: &SeenEvent) -> Vec<BehaviourDifference> {
    let message = ChangedMessage::Event(event.event.clone());
    of_leaves(&event.leaves, &other.leaves, &message, None, (event.part, other.part))
}

/// The events that come in every run of one side and in none of the other, by their types.
fn only_in<'a>(own: &'a SeenScenario, other: &SeenScenario) -> BTreeMap<&'a str, KeyedEvents<'a>> {
    let mut types: BTreeMap<&str, KeyedEvents<'_>> = BTreeMap::new();
    for (key, event) in &own.events {
        if event.missing == 0 && !other.events.contains_key(key) {
            types.entry(&event.event).or_default().push((key, event));
        }
    }
    types
}

/// Compares events of a type that came as often on both sides. They are known by what they are about, which may have another name
/// since an earlier message told it otherwise.
fn pair_others<'a>(
    gone: &mut BTreeMap<&'a str, KeyedEvents<'a>>,
    new: &mut BTreeMap<&'a str, KeyedEvents<'a>>,
    found: &mut Vec<BehaviourDifference>,
) {
    gone.retain(|event, events| {
        let Some(others) = new.get(event).filter(|others| others.len() == events.len()) else {
            return true;
        };
        for ((_, event), (_, other)) in events.iter().zip(others) {
            found.extend(of_pair(event, other));
        }
        new.remove(event);
        false
    });
}

/// Takes types of events of which another one came as often and with the same content.
fn take_renamed<'a>(
    gone: &mut BTreeMap<&'a str, KeyedEvents<'a>>,
    new: &mut BTreeMap<&'a str, KeyedEvents<'a>>,
    found: &mut Vec<BehaviourDifference>,
) {
    gone.retain(|event, events| {
        let is_same = |other: &str, others: &KeyedEvents<'_>| {
            let mut pairs = events.iter().zip(others);
            events.len() == others.len()
                && pairs.all(|((_, one), (_, two))| content(one, event) == content(two, other))
        };
        let renamed = new.iter().find(|(other, others)| is_same(other, others));
        let Some(other) = renamed.map(|(other, _)| *other) else { return true };
        let [was, is] = [*event, other].map(|name| BTreeSet::from([name.to_owned()]));
        let message = ChangedMessage::Event((*event).to_owned());
        let mut one = difference(DifferenceKind::MemberRenamed, message, "", (&was, &is));
        let part = |events: &KeyedEvents<'_>| events.first().and_then(|(_, event)| event.part);
        one.parts = (part(events), new.get(other).and_then(part));
        found.push(one);
        new.remove(other);
        false
    });
}

/// The members of an event without the name of its type, and without the names of ids.
fn content(event: &SeenEvent, name: &str) -> SeenLeaves {
    let members = event.leaves.iter().filter(|(place, _)| place.starts_with('/'));
    let told = |value: &String| unnamed(&value.replace(name, "")).to_owned();
    members.map(|(place, values)| (place.clone(), values.iter().map(told).collect())).collect()
}

/// An event that came in every run before, and comes in some only.
fn sometimes_missing(event: &SeenEvent, other: &SeenEvent) -> BehaviourDifference {
    let message = ChangedMessage::Event(event.event.clone());
    let [always, sometimes] =
        ["delivered", "delivered or not"].map(|words| SeenValues::from([words.to_owned()]));
    let kind = DifferenceKind::ConstantVaries;
    let mut found = difference(kind, message, "", (&always, &sometimes));
    found.parts = (event.part, other.part);
    found
}

fn of_orders(before: &SeenScenario, after: &SeenScenario) -> Vec<BehaviourDifference> {
    let mut found = Vec::new();
    for (resource, order) in &before.orders {
        let Some(other) = after.orders.get(resource) else { continue };
        if order.is_disjoint(other) {
            let kind = DifferenceKind::EventsReordered;
            found.push(difference(kind, ChangedMessage::Scenario, "", (order, other)));
        }
    }
    found
}

/// An event that came on one side only.
fn presence(
    key: &str,
    event: &SeenEvent,
    before: &SeenScenario,
    is_new: bool,
) -> BehaviourDifference {
    let (is_numbered_first, stem) = match key.rsplit_once(' ') {
        Some((stem, number)) => (number == "1", stem),
        None => (true, key),
    };
    let first = format!("{stem} 1");
    let kind = match is_new {
        false => DifferenceKind::EventGone,
        true if !is_numbered_first && before.events.contains_key(&first) => {
            DifferenceKind::EventDoubled
        }
        true => DifferenceKind::EventNew,
    };
    let there = BTreeSet::from([event.event.clone()]);
    let absent = BTreeSet::from([ABSENT.to_owned()]);
    let values = if is_new { (&absent, &there) } else { (&there, &absent) };
    let mut found = difference(kind, ChangedMessage::Event(event.event.clone()), "", values);
    found.parts = if is_new { (None, event.part) } else { (event.part, None) };
    found
}
