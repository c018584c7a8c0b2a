//! The values in a place of a message on both sides, as a difference tells them.

use std::collections::BTreeMap;

use super::{
    difference::{BehaviourDifference, ChangedMessage},
    kind::DifferenceKind,
    leaves::general_pointer,
    seen::{ABSENT, SeenLeaves, SeenValues},
    traced_events::ATTEMPTS,
};

/// The leaves of both sides.
pub(super) type BothLeaves<'a> = (&'a SeenLeaves, &'a SeenLeaves);

/// The places that differ, with the values of both sides.
pub(super) type Differing<'a> = BTreeMap<&'a str, (&'a SeenValues, &'a SeenValues)>;

/// The beginning of a leaf that tells a time.
pub(super) const TIME: &str = "<time ";

/// The word between the values that were seen in one place.
pub(super) const OR: &str = " or ";

/// The values that were seen, as one text.
pub(super) fn told(values: &SeenValues) -> String {
    values.iter().map(String::as_str).collect::<Vec<_>>().join(OR)
}

/// A difference of this kind between the values in a place.
pub(super) fn difference(
    kind: DifferenceKind,
    message: ChangedMessage,
    place: &str,
    (before, after): (&SeenValues, &SeenValues),
) -> BehaviourDifference {
    // A message that is delivered once does not tell its attempts.
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
