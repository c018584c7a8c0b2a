//! Parts of a message that are gone, new, moved or of another type as a whole: one difference each, in place of one for each
//! value in them.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    difference::{BehaviourDifference, ChangedMessage},
    differing::{BothLeaves, Differing, difference, told},
    id_leaf::id_of,
    kind::{DifferenceKind, kind_of},
    seen::{ABSENT, SeenLeaves, SeenValues},
    words::is_digits,
};
use crate::quote::listed;

/// The word for an object in the place of a value.
const OBJECT: &str = "{…}";

/// The leaf of an object without members.
const EMPTY: &str = "{}";

/// The most names of members that moved into another object.
const NAMED: usize = 3;

/// The places of a part that one side has, below the place of the whole part.
type PartPlaces = BTreeMap<String, BTreeSet<String>>;

/// Moves parts that are gone, new or moved as a whole from `differing` to `found`.
pub(super) fn take_subtrees(
    differing: &mut Differing<'_>,
    (before, after): BothLeaves<'_>,
    message: &ChangedMessage,
    found: &mut Vec<BehaviourDifference>,
) {
    // An object that got its first members, or lost its last ones, is still there.
    let is_empty = |values: &SeenValues| values.iter().all(|value| value == EMPTY);
    let has_more = |place: &str, side: &SeenLeaves| has_below(side, place);
    differing.retain(|place, (was, is)| {
        let filled = is_empty(was) && is_absent(is) && has_more(place, after);
        let emptied = is_absent(was) && is_empty(is) && has_more(place, before);
        let is_there = filled || (emptied && !place.is_empty());
        !is_there
    });
    let gone = parts(differing, before, after, |(_, is)| is_absent(is));
    let new = parts(differing, after, before, |(was, _)| is_absent(was));
    let mut take = |kind, place: &str, values: (String, String), taken: &BTreeSet<String>| {
        let (was, is) = (BTreeSet::from([values.0]), BTreeSet::from([values.1]));
        found.push(difference(kind, message.clone(), place, (&was, &is)));
        differing.retain(|place, _| !taken.contains(*place));
    };
    let mut moved: BTreeSet<&String> = BTreeSet::new();
    for (place, places) in &new {
        if let Some((at, names, taken)) = movement(place, places, (before, after), &gone) {
            moved.extend(gone.iter().filter(|(_, own)| own.is_subset(&taken)).map(|(at, _)| at));
            moved.insert(place);
            take(DifferenceKind::MemberRenamed, &at, names, &taken);
        }
    }
    for (place, places) in gone.iter().filter(|(at, own)| own.len() > 1 && !moved.contains(at)) {
        let is = after.get(place).map_or_else(|| ABSENT.to_owned(), told);
        let is = if is == EMPTY { ABSENT.to_owned() } else { is };
        let taken = places.iter().chain([place]).cloned().collect();
        take(kind_of(place, OBJECT, &is), place, (OBJECT.to_owned(), is), &taken);
    }
    for (place, places) in new.iter().filter(|(at, own)| own.len() > 1 && !moved.contains(at)) {
        let was = before.get(place).map_or_else(|| ABSENT.to_owned(), told);
        let taken = places.iter().chain([place]).cloned().collect();
        take(kind_of(place, &was, OBJECT), place, (was, OBJECT.to_owned()), &taken);
    }
}

fn is_absent(values: &SeenValues) -> bool {
    values.len() == 1 && values.contains(ABSENT)
}

/// True if a message has places below this one.
fn has_below(leaves: &SeenLeaves, place: &str) -> bool {
    let below = format!("{place}/");
    leaves.range(below.clone()..).next().is_some_and(|(first, _)| first.starts_with(&below))
}

/// The largest parts that one side has and the other one lacks as a whole, each with its places. A single value is a part, too.
fn parts(
    differing: &Differing<'_>,
    own: &SeenLeaves,
    other: &SeenLeaves,
    is_alone: impl Fn(&(&SeenValues, &SeenValues)) -> bool,
) -> PartPlaces {
    let alone = differing.iter().filter(|(place, pair)| is_json(place) && is_alone(pair));
    let alone: BTreeSet<&str> = alone.map(|(place, _)| *place).collect();
    let mut parts = PartPlaces::new();
    for place in &alone {
        let whole = ancestors(place).find(|whole| {
            let below = format!("{whole}/");
            let mut places = own.range(below.clone()..).map(|(place, _)| place.as_str());
            let all_alone = places
                .by_ref()
                .take_while(|place| place.starts_with(&below))
                .all(|place| alone.contains(place));
            all_alone && !has_below(other, whole)
        });
        let whole = whole.unwrap_or(place).to_owned();
        parts.entry(whole).or_default().insert((*place).to_owned());
    }
    parts
}

fn is_json(place: &str) -> bool {
    place.is_empty() || place.starts_with('/')
}

/// The places of the objects and lists around a place, the outermost first.
fn ancestors(place: &str) -> impl Iterator<Item = &str> {
    place.match_indices('/').map(|(at, _)| &place[..at])
}

/// The place, the names before and after, and all places that belong to it, if a new part has the values of what is gone: under
/// another name, or in another object.
fn movement(
    place: &str,
    places: &BTreeSet<String>,
    (before, after): BothLeaves<'_>,
    gone: &PartPlaces,
) -> Option<(String, (String, String), BTreeSet<String>)> {
    let content = |leaves: &SeenLeaves, places: &BTreeSet<String>, whole: &str| {
        let told = |place: &String| Some((place[whole.len()..].to_owned(), values(leaves, place)?));
        places.iter().map(told).collect::<Option<BTreeMap<_, _>>>()
    };
    let new = content(after, places, place)?;
    let whole = gone.iter().find_map(|(old, own)| {
        let names = renaming(old, place)?;
        (content(before, own, old)? == new).then(|| (old.clone(), names, own))
    });
    if let Some((old, names, own)) = whole {
        return Some((old, names, own.union(places).cloned().collect()));
    }
    let (parent, name) = place.rsplit_once('/')?;
    let old = |rest: &String| format!("{parent}{rest}");
    let is_gone = |at: &String| gone.values().any(|own| own.contains(at));
    let all = new.iter().all(|(rest, told)| {
        is_gone(&old(rest)) && values(before, &old(rest)).as_ref() == Some(told)
    });
    if !all || new.keys().any(String::is_empty) {
        return None;
    }
    let names: Vec<&str> = new.keys().map(|rest| rest.trim_start_matches('/')).collect();
    let taken = new.keys().map(old).chain(places.iter().cloned()).collect();
    Some((place.to_owned(), (listed(&names, NAMED), format!("{name}/")), taken))
}

/// The values in a place, without the names of new ids: these tell the place.
fn values(leaves: &SeenLeaves, place: &str) -> Option<BTreeSet<String>> {
    Some(leaves.get(place)?.iter().map(|value| unnamed(value).to_owned()).collect())
}

/// A leaf without the name of an id that is new: its form alone.
pub(super) fn unnamed(leaf: &str) -> &str {
    id_of(leaf).and_then(|id| id.form).unwrap_or(leaf)
}

/// The two names in which places differ, if they differ in one name only.
fn renaming(one: &str, other: &str) -> Option<(String, String)> {
    if one.matches('/').count() != other.matches('/').count() {
        return None;
    }
    let mut differing = one.split('/').zip(other.split('/')).filter(|(one, other)| one != other);
    let (before, after) = differing.next()?;
    let are_names = !is_digits(before) && !is_digits(after);
    (are_names && differing.next().is_none()).then(|| (before.to_owned(), after.to_owned()))
}
