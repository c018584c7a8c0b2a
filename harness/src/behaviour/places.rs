//! The differences between two messages, place by place. Lists of another length or order and members with another name are one
//! difference each.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use super::{
    difference::{BehaviourDifference, ChangedMessage},
    kind::{DifferenceKind, kind_of},
    leaves::{general_pointer, list_length},
    seen::{ABSENT, SeenLeaves, SeenValues},
    trace::STATUS,
};

/// The word between the values that were seen in one place.
pub(super) const OR: &str = " or ";

pub(super) fn told(values: &SeenValues) -> String {
    values.iter().map(String::as_str).collect::<Vec<_>>().join(OR)
}

pub(super) fn difference(
    kind: DifferenceKind,
    message: ChangedMessage,
    place: &str,
    (before, after): (&SeenValues, &SeenValues),
) -> BehaviourDifference {
    BehaviourDifference {
        kind,
        message,
        place: general_pointer(place),
        statuses: Default::default(),
        before: told(before),
        after: told(after),
        step: None,
        parts: (None, None),
        is_first: false,
    }
}

pub(super) fn of_leaves(
    before: &SeenLeaves,
    after: &SeenLeaves,
    message: &ChangedMessage,
    step: Option<usize>,
    parts: (Option<usize>, Option<usize>),
) -> Vec<BehaviourDifference> {
    let absent = BTreeSet::from([ABSENT.to_owned()]);
    let places: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut differing: BTreeMap<&str, (&SeenValues, &SeenValues)> = BTreeMap::new();
    let mut varying = Vec::new();
    for place in places {
        let pair = (before.get(place).unwrap_or(&absent), after.get(place).unwrap_or(&absent));
        if pair.0.is_disjoint(pair.1) {
            differing.insert(place, pair);
        } else if varies(place, pair) {
            varying.push(difference(DifferenceKind::ConstantVaries, message.clone(), place, pair));
        }
    }
    let mut found = Vec::new();
    if let Some(statuses) = differing.remove(STATUS) {
        found.push(difference(DifferenceKind::StatusChanged, message.clone(), STATUS, statuses));
    } else {
        take_lists(&mut differing, (before, after), message, &mut found);
        take_renamed(&mut differing, message, &mut found);
        for (place, values) in differing {
            let kind = kind_of(place, &told(values.0), &told(values.1));
            found.push(difference(kind, message.clone(), place, values));
        }
        found.append(&mut varying);
    }
    for difference in &mut found {
        difference.step = step;
        difference.parts = parts;
    }
    found
}

/// True if a place had one value in all runs before, and has others in some runs after. Times, the lengths of lists and the items
/// of longer ones depend on the moment of the reading.
fn varies(place: &str, (before, after): (&SeenValues, &SeenValues)) -> bool {
    let of_moment = |value: &String| value.starts_with("<time") || list_length(value).is_some();
    let is_item = general_pointer(place).contains('*');
    let [is_absent, may_be_absent] = [before, after].map(|values| values.contains(ABSENT));
    place.starts_with('/')
        && before.len() == 1
        && after.len() > 1
        && !is_absent
        && !(may_be_absent && is_item)
        && !after.iter().any(of_moment)
}

type Differing<'a> = BTreeMap<&'a str, (&'a SeenValues, &'a SeenValues)>;

/// Moves lists with a different length or order, and their items, from `differing` to `found`.
fn take_lists(
    differing: &mut Differing<'_>,
    (before, after): (&SeenLeaves, &SeenLeaves),
    message: &ChangedMessage,
    found: &mut Vec<BehaviourDifference>,
) {
    let length = |values: Option<&SeenValues>| list_length(values?.first()?);
    let lists: Vec<&String> = before
        .iter()
        .filter(|(_, values)| length(Some(values)).is_some())
        .map(|(at, _)| at)
        .collect();
    for list in lists {
        let (Some(one), Some(other)) = (length(before.get(list)), length(after.get(list))) else {
            continue;
        };
        let prefix = format!("{list}/");
        let has_other_items = differing.keys().any(|place| place.starts_with(&prefix));
        let kind = match other.cmp(&one) {
            Ordering::Less => DifferenceKind::ItemGone,
            Ordering::Greater => DifferenceKind::ItemNew,
            Ordering::Equal if has_other_items && is_reordered(before, after, &prefix) => {
                DifferenceKind::ItemsReordered
            }
            Ordering::Equal => continue,
        };
        if kind != DifferenceKind::ItemsReordered && !differing.contains_key(list.as_str()) {
            continue;
        }
        found.push(difference(kind, message.clone(), list, (&before[list], &after[list])));
        differing.retain(|place, _| *place != list.as_str() && !place.starts_with(&prefix));
    }
}

/// True if a list has the same items in other places.
fn is_reordered(before: &SeenLeaves, after: &SeenLeaves, prefix: &str) -> bool {
    let (mut one, mut other) = (items(before, prefix), items(after, prefix));
    if one == other {
        return false;
    }
    one.sort();
    other.sort();
    one == other
}

/// The items of a list, without the order of times, which depends on theirs.
fn items(leaves: &SeenLeaves, prefix: &str) -> Vec<String> {
    let mut items: BTreeMap<&str, String> = BTreeMap::new();
    for (place, values) in leaves.range(prefix.to_owned()..) {
        let Some(rest) = place.strip_prefix(prefix) else { break };
        let (number, member) = rest.split_once('/').unwrap_or((rest, ""));
        let value = told(values);
        let value = if value.starts_with("<time") { "<time>" } else { &value };
        let item = items.entry(number).or_default();
        let _ = writeln!(item, "{member}={value}");
    }
    items.into_values().collect()
}

/// Takes members that are gone where another one is new that has their value, and whose place differs in one name only.
fn take_renamed(
    differing: &mut Differing<'_>,
    message: &ChangedMessage,
    found: &mut Vec<BehaviourDifference>,
) {
    let is_absent = |values: &SeenValues| values.len() == 1 && values.contains(ABSENT);
    let gone =
        differing.iter().filter(|(place, (_, after))| place.starts_with('/') && is_absent(after));
    let gone: Vec<&str> = gone.map(|(place, _)| *place).collect();
    for place in gone {
        let Some((before, _)) = differing.get(place).copied() else { continue };
        let renamed = differing.iter().find_map(|(other, (was, now))| {
            let is_same = is_absent(was) && *now == before;
            is_same.then(|| Some((*other, renaming(place, other)?)))?
        });
        let Some((new, names)) = renamed else { continue };
        let [one, other] = names.map(|name| BTreeSet::from([name]));
        let kind = DifferenceKind::MemberRenamed;
        found.push(difference(kind, message.clone(), place, (&one, &other)));
        differing.remove(place);
        differing.remove(new);
    }
}

/// The two names in which places differ, if they differ in one name only.
fn renaming(one: &str, other: &str) -> Option<[String; 2]> {
    if one.matches('/').count() != other.matches('/').count() {
        return None;
    }
    let mut differing = one.split('/').zip(other.split('/')).filter(|(one, other)| one != other);
    let (before, after) = differing.next()?;
    differing.next().is_none().then(|| [before.to_owned(), after.to_owned()])
}
