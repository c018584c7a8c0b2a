//! Lists with another length or another order: one difference each, in place of one for each item.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use super::{
    difference::{BehaviourDifference, ChangedMessage},
    differing::{BothLeaves, Differing, TIME, difference, told},
    id_leaf::id_of,
    kind::DifferenceKind,
    leaves::list_length,
    seen::{SeenLeaves, SeenValues, WHOLE_ITEMS},
};

/// The words for the order of a list that is another one in each run.
const ORDERS: [&str; 2] = ["in one order", "in another order each time"];

/// Moves lists with a different length or order, and their items, from `differing` to `found`.
pub(super) fn take_lists(
    differing: &mut Differing<'_>,
    sides: BothLeaves<'_>,
    message: &ChangedMessage,
    found: &mut Vec<BehaviourDifference>,
) {
    for (list, lengths) in lists(sides) {
        let prefix = format!("{list}/");
        let has_other_items = differing.keys().any(|place| place.starts_with(&prefix));
        let kind = match lengths.1.cmp(&lengths.0) {
            Ordering::Less => DifferenceKind::ItemGone,
            Ordering::Greater => DifferenceKind::ItemNew,
            Ordering::Equal if has_other_items && is_reordered(differing, sides, &prefix) => {
                DifferenceKind::ItemsReordered
            }
            Ordering::Equal => continue,
        };
        if kind != DifferenceKind::ItemsReordered && !differing.contains_key(list.as_str()) {
            continue;
        }
        found.push(difference(kind, message.clone(), list, (&sides.0[list], &sides.1[list])));
        differing.retain(|place, _| *place != list.as_str() && !place.starts_with(&prefix));
    }
}

/// Moves the items of lists whose order is another one in each run from `varying` to `found`.
pub(super) fn take_varying_lists(
    varying: &mut Differing<'_>,
    sides: BothLeaves<'_>,
    message: &ChangedMessage,
    found: &mut Vec<BehaviourDifference>,
) {
    for (list, lengths) in lists(sides) {
        let prefix = format!("{list}/");
        if lengths.0 != lengths.1 || !mostly(varying, sides.0, &prefix) {
            continue;
        }
        let [one, another] = ORDERS.map(|words| BTreeSet::from([words.to_owned()]));
        let kind = DifferenceKind::ItemsReordered;
        found.push(difference(kind, message.clone(), list, (&one, &another)));
        varying.retain(|place, _| !place.starts_with(&prefix));
    }
}

/// The lists that both sides have, with their lengths.
fn lists(sides: BothLeaves<'_>) -> Vec<(&String, (usize, usize))> {
    let length = |values: Option<&SeenValues>| list_length(values?.first()?);
    let all = sides.0.iter().filter_map(|(list, values)| {
        let lengths = (length(Some(values))?, length(sides.1.get(list))?);
        Some((list, lengths))
    });
    all.collect()
}

/// True if a list has the same items in other places.
fn is_reordered(differing: &Differing<'_>, sides: BothLeaves<'_>, prefix: &str) -> bool {
    let (mut one, mut other) = (items(sides.0, prefix), items(sides.1, prefix));
    if one != other {
        one.sort();
        other.sort();
        if one == other {
            return true;
        }
    }
    // A record does not tell later items whole: they may stand in the place of the first ones.
    one.len() > WHOLE_ITEMS && has_cut_items(sides, prefix) && mostly(differing, sides.0, prefix)
}

/// The items of a list: each by its id, where an earlier message told it, or by its values. New ids have names in the order of
/// the list, and so may the times.
fn items(leaves: &SeenLeaves, prefix: &str) -> Vec<String> {
    let mut items: BTreeMap<usize, (Option<String>, String)> = BTreeMap::new();
    for (number, member, values) in members(leaves, prefix) {
        let value = told(values);
        let (id, content) = items.entry(number).or_default();
        match id_of(&value) {
            Some(known) if known.form.is_none() && matches!(member, "id" | "") => {
                *id = Some(value);
            }
            Some(new) if new.form.is_some() => {}
            _ if value.starts_with(TIME) => {}
            _ => {
                let _ = writeln!(content, "{member}={value}");
            }
        }
    }
    items.into_values().map(|(id, content)| id.unwrap_or(content)).collect()
}

/// The leaves of the items of a list: the number of the item, the place in it, and the values.
fn members<'a>(
    leaves: &'a SeenLeaves,
    prefix: &str,
) -> impl Iterator<Item = (usize, &'a str, &'a SeenValues)> {
    let own = leaves.range(prefix.to_owned()..);
    let own = own.map_while(move |(place, values)| Some((place.strip_prefix(prefix)?, values)));
    own.filter_map(|(rest, values)| {
        let (number, member) = rest.split_once('/').unwrap_or((rest, ""));
        Some((number.parse().ok()?, member, values))
    })
}

/// True if a side tells less of later items than of the first one.
fn has_cut_items((before, after): BothLeaves<'_>, prefix: &str) -> bool {
    let count = |leaves: &SeenLeaves, item: usize| {
        members(leaves, prefix).filter(|(number, ..)| *number == item).count()
    };
    [before, after].iter().any(|side| count(side, WHOLE_ITEMS) < count(side, 0))
}

/// True if more than half of the values of an item are among these places, and several are.
fn mostly(places: &Differing<'_>, leaves: &SeenLeaves, prefix: &str) -> bool {
    let mut counts: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (number, member, _) in members(leaves, prefix) {
        let (other, all) = counts.entry(number).or_default();
        let place = if member.is_empty() {
            format!("{prefix}{number}")
        } else {
            format!("{prefix}{number}/{member}")
        };
        *all += 1;
        *other += usize::from(places.contains_key(place.as_str()));
    }
    let items = counts.values().filter(|(other, all)| *other > 1 && 2 * *other > *all);
    items.count() > 1
}
