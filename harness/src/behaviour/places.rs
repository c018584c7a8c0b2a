//! The differences between two messages, place by place. A list of another length or order, and a part that is gone or moved as a
//! whole, are one difference each.

use std::collections::BTreeSet;

use super::{
    compare_lists::{take_lists, take_varying_lists},
    difference::{BehaviourDifference, ChangedMessage},
    differing::{Differing, TIME, difference, told},
    headers::HEADER,
    kind::{DifferenceKind, kind_of},
    leaves::{general_pointer, list_length},
    seen::{ABSENT, SeenLeaves, SeenValues},
    subtrees::take_subtrees,
    trace::STATUS,
};

/// The place of the media type, by which a body is read.
const MEDIA_TYPE: &str = "header content-type";

/// The differences between the leaves of two messages.
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
    let mut vary =
        [STATUS, MEDIA_TYPE].into_iter().filter_map(|at| Some((at, varying.remove(at)?)));
    let vary = vary.next();
    let vary = vary.map(|(place, values)| of(DifferenceKind::ConstantVaries, place, values));
    // An answer that ends in another way is another message.
    let is_other =
        vary.is_some() || statuses.as_ref().is_some_and(BehaviourDifference::ends_comparison);
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

/// True if a place had one value in all runs before, and has others in some runs after. Moments of times, the lengths of lists
/// and the items of longer ones depend on the moment of the reading.
fn varies(place: &str, (before, after): (&SeenValues, &SeenValues)) -> bool {
    let [is_absent, may_be_absent] = [before, after].map(|values| values.contains(ABSENT));
    if is_absent || before.len() != 1 || after.len() < 2 {
        return false;
    }
    if place == STATUS {
        return true;
    }
    if place.starts_with(HEADER) {
        // Numbers, as of seconds to wait, depend on the moment.
        let is_number = |value: &String| value.parse::<f64>().is_ok();
        return !before.iter().any(is_number) || may_be_absent;
    }
    let is_item = general_pointer(place).contains('*');
    if !place.starts_with('/') || (may_be_absent && is_item) {
        return false;
    }
    let has_length = after.iter().any(|value| list_length(value).is_some());
    let has_times = after.iter().any(|value| is_time(value));
    !has_length && (!has_times || time_forms(after).len() > 1)
}

fn is_time(leaf: &str) -> bool {
    leaf.starts_with(TIME)
}

/// The forms in which times are written, without what tells their moment.
fn time_forms(values: &SeenValues) -> BTreeSet<&str> {
    let times = values.iter().filter_map(|leaf| leaf.strip_prefix(TIME));
    times.filter_map(|rest| rest.split([' ', '>']).next()).collect()
}

#[cfg(test)]
mod tests {
    use super::{DifferenceKind as Kind, *};

    /// Leaves of one or several runs; `|` stands between the values that were seen in a place.
    fn leaves(pairs: &[(&str, &str)]) -> SeenLeaves {
        let seen = |values: &str| values.split('|').map(str::to_owned).collect();
        pairs.iter().map(|(place, values)| ((*place).to_owned(), seen(values))).collect()
    }

    fn found(before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<(Kind, String)> {
        let message = ChangedMessage::Answer("getOrder".to_owned());
        let all = of_leaves(&leaves(before), &leaves(after), &message, None, (None, None));
        all.into_iter().map(|one| (one.kind, one.place)).collect()
    }

    fn one(kind: Kind, place: &str) -> Vec<(Kind, String)> {
        vec![(kind, place.to_owned())]
    }

    #[test]
    fn a_part_that_is_gone_or_another_as_a_whole_is_one_difference() {
        let fee = [("/fee/amount", "5"), ("/fee/currency", "EUR"), ("/state", "DONE")];
        let state = ("/state", "DONE");
        assert_eq!(found(&fee, &[state]), one(Kind::MemberGone, "/fee"));
        assert_eq!(found(&fee, &[state, ("/fee", "null")]), one(Kind::MemberNull, "/fee"));
        assert_eq!(found(&fee, &[state, ("/fee", "5")]), one(Kind::TypeChanged, "/fee"));
        assert_eq!(found(&[state, ("/fee", "null")], &fee), one(Kind::MemberFilled, "/fee"));
        assert_eq!(found(&[state], &fee), one(Kind::MemberNew, "/fee"));
        assert_eq!(found(&fee, &[]), one(Kind::MemberGone, ""));
        assert_eq!(found(&[("/data", "{}")], &[("/data/x", "1")]), one(Kind::MemberNew, "/data/x"));
    }

    #[test]
    fn what_moves_as_a_whole_is_one_difference() {
        let before = [("/fee/amount", "5"), ("/fee/id", "new uuid <a:fee.id>"), ("/n", "1")];
        let renamed = [("/cost/amount", "5"), ("/cost/id", "new uuid <a:cost.id>"), ("/n", "1")];
        assert_eq!(found(&before, &renamed), one(Kind::MemberRenamed, "/fee"));
        let page = [("/number", "1"), ("/size", "30"), ("/items", "[0]")];
        let inside = [("/page/number", "1"), ("/page/size", "30"), ("/items", "[0]")];
        assert_eq!(found(&page, &inside), one(Kind::MemberRenamed, "/page"));
        let wrapped = [("/data/number", "1"), ("/data/size", "30"), ("/data/items", "[0]")];
        assert_eq!(found(&page, &wrapped), one(Kind::MemberRenamed, "/data"));
    }

    #[test]
    fn a_list_in_another_order_is_one_difference() {
        let list = |first: &str, second: &str| {
            vec![
                ("/items".to_owned(), "[2]".to_owned()),
                ("/items/0/id".to_owned(), "new uuid <a>".to_owned()),
                ("/items/0/name".to_owned(), first.to_owned()),
                ("/items/0/size".to_owned(), format!("{}", first.len())),
                ("/items/1/id".to_owned(), "new uuid <a 2>".to_owned()),
                ("/items/1/name".to_owned(), second.to_owned()),
                ("/items/1/size".to_owned(), format!("{}", second.len())),
            ]
        };
        let pairs = |list: &[(String, String)]| -> SeenLeaves {
            let pairs: Vec<(&str, &str)> =
                list.iter().map(|(place, value)| (place.as_str(), value.as_str())).collect();
            leaves(&pairs)
        };
        let message = ChangedMessage::Answer("listOrders".to_owned());
        let kinds = |before: &SeenLeaves, after: &SeenLeaves| -> Vec<Kind> {
            let all = of_leaves(before, after, &message, None, (None, None));
            all.into_iter().map(|one| one.kind).collect()
        };
        let (one, other) = (pairs(&list("Ana", "Bruno")), pairs(&list("Bruno", "Ana")));
        assert_eq!(kinds(&one, &other), [Kind::ItemsReordered]);
        let mut both = one.clone();
        for (place, values) in &mut both {
            values.extend(other[place].iter().cloned());
        }
        assert_eq!(kinds(&one, &both), [Kind::ItemsReordered], "another order in each run");
    }

    #[test]
    fn an_answer_that_succeeds_otherwise_is_compared_to_its_end() {
        let body = |status, name| [(STATUS, status), (name, "5")];
        let made = body("201", "/amount");
        let both = found(&made, &body("200", "/sum"));
        let kinds: Vec<Kind> = both.into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, [Kind::StatusChanged, Kind::MemberRenamed]);
        let refused = found(&made, &body("422", "/code"));
        assert_eq!(refused, one(Kind::StatusChanged, STATUS));
        assert_eq!(found(&made, &body("201|503", "/amount")), one(Kind::ConstantVaries, STATUS));
    }

    #[test]
    fn a_header_that_comes_sometimes_varies_and_a_number_in_it_does_not() {
        let header = |value| [("header cache-control", value)];
        let place = "header cache-control";
        assert_eq!(
            found(&header("no-store"), &header("no-store|(absent)")),
            one(Kind::ConstantVaries, place)
        );
        assert_eq!(found(&header("332"), &header("332|333")), []);
    }
}
