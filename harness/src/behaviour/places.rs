//! The differences between two messages, place by place. A list of another length or order, and a part that is gone or moved as a
//! whole, are one difference each.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    compare_lists::{take_lists, take_varying_lists},
    difference::{BehaviourDifference, ChangedMessage},
    headers::HEADER,
    kind::{DifferenceKind, kind_of},
    leaves::{general_pointer, list_length},
    seen::{ABSENT, SeenLeaves, SeenValues},
    subtrees::take_subtrees,
    trace::STATUS,
    traced_events::ATTEMPTS,
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
    // What is delivered once says nothing of its attempts.
    let told = |values: &SeenValues| match told(values).as_str() {
        ABSENT if place == ATTEMPTS => "1".to_owned(),
        other => other.to_owned(),
    };
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
    let (mut differing, mut varying) = (Differing::new(), Differing::new());
    for place in places {
        let pair = (before.get(place).unwrap_or(&absent), after.get(place).unwrap_or(&absent));
        if pair.0.is_disjoint(pair.1) {
            differing.insert(place, pair);
        } else if varies(place, pair) {
            varying.insert(place, pair);
        }
    }
    let of = |kind, place: &str, values| difference(kind, message.clone(), place, values);
    let statuses = differing.remove(STATUS);
    let statuses = statuses.map(|values| of(DifferenceKind::StatusChanged, STATUS, values));
    let vary = varying.remove(STATUS);
    let vary = vary.map(|values| of(DifferenceKind::ConstantVaries, STATUS, values));
    // An answer that ends in another way is another message.
    let is_other = vary.is_some() || statuses.as_ref().is_some_and(|one| one.ends_comparison());
    let mut found: Vec<BehaviourDifference> = statuses.into_iter().chain(vary).collect();
    if !is_other {
        let sides = (before, after);
        take_lists(&mut differing, sides, message, &mut found);
        take_varying_lists(&mut varying, sides, message, &mut found);
        take_subtrees(&mut differing, sides, message, &mut found);
        for (place, values) in differing {
            let kind = kind_of(place, &told(values.0), &told(values.1));
            found.push(of(kind, place, values));
        }
        let varying = varying.into_iter();
        found.extend(varying.map(|(at, values)| of(DifferenceKind::ConstantVaries, at, values)));
    }
    for difference in &mut found {
        difference.step = step;
        difference.parts = parts;
    }
    found
}

/// True if a place had one value in all runs before, and has others in some runs after. Moments of times, the lengths of lists and
/// the items of longer ones depend on the moment of the reading, and values of headers on the message.
fn varies(place: &str, (before, after): (&SeenValues, &SeenValues)) -> bool {
    let [is_absent, may_be_absent] = [before, after].map(|values| values.contains(ABSENT));
    if is_absent || before.len() != 1 || after.len() < 2 {
        return false;
    }
    if place == STATUS {
        return true;
    }
    if place.starts_with(HEADER) {
        return may_be_absent;
    }
    let is_item = general_pointer(place).contains('*');
    place.starts_with('/')
        && !(may_be_absent && is_item)
        && !after.iter().any(|value| list_length(value).is_some())
        && !(after.iter().any(|value| is_time(value)) && time_forms(after).len() < 2)
}

fn is_time(leaf: &str) -> bool {
    leaf.starts_with(TIME)
}

/// The forms in which times are written, without what tells their moment.
fn time_forms(values: &SeenValues) -> BTreeSet<&str> {
    let times = values.iter().filter_map(|leaf| leaf.strip_prefix(TIME));
    times.filter_map(|rest| rest.split([' ', '>']).next()).collect()
}

/// The beginning of a leaf that tells a time.
pub(super) const TIME: &str = "<time ";

/// The places that differ, with the values of both sides.
pub(super) type Differing<'a> = BTreeMap<&'a str, (&'a SeenValues, &'a SeenValues)>;
