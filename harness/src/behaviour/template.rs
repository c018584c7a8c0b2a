//! The usual leaves of a kind of message. A record tells of each message only what differs from them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    leaves::{general_pointer, list_length},
    line::{joined, separated},
    seen::{ABSENT, SeenLeaves, SeenValues, is_recorded},
};

/// The usual leaves of each kind of message, each under its place with `*` for items.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Templates(BTreeMap<String, BTreeMap<String, String>>);

/// The counts from which templates are made.
#[derive(Debug, Default)]
pub(super) struct TemplateCounts(BTreeMap<String, KindCounts>);

#[derive(Debug, Default)]
struct KindCounts {
    messages: usize,
    /// For each place: the messages that have it, and how often each leaf was there.
    places: BTreeMap<String, (usize, BTreeMap<String, usize>)>,
}

impl TemplateCounts {
    /// Counts a message.
    pub(super) fn count(&mut self, kind: &str, leaves: &SeenLeaves) {
        let counts = self.0.entry(kind.to_owned()).or_default();
        counts.messages += 1;
        let mut seen = BTreeSet::new();
        for (place, values) in leaves {
            let general = general_pointer(place);
            let (messages, values_there) = counts.places.entry(general.clone()).or_default();
            *messages += usize::from(seen.insert(general));
            *values_there.entry(joined(values)).or_default() += 1;
        }
    }

    /// The usual leaves: those of places that half of the messages have.
    pub(super) fn templates(self) -> Templates {
        let of_kind = |counts: KindCounts| {
            let usual = counts.places.into_iter().filter_map(|(place, (messages, values))| {
                let (value, _) = values.into_iter().max_by_key(|(_, count)| *count)?;
                (messages * 2 > counts.messages).then_some((place, value))
            });
            usual.collect()
        };
        Templates(self.0.into_iter().map(|(kind, counts)| (kind, of_kind(counts))).collect())
    }
}

impl Templates {
    /// The leaves that are not as usual; those that are usual and missing have a leaf that says so.
    pub(super) fn differing(&self, kind: &str, leaves: &SeenLeaves) -> SeenLeaves {
        let Some(usual) = self.0.get(kind) else { return leaves.clone() };
        let mut differing: SeenLeaves = leaves
            .iter()
            .filter(|(place, values)| {
                usual.get(&general_pointer(place)).is_none_or(|value| *value != joined(values))
            })
            .map(|(place, values)| (place.clone(), values.clone()))
            .collect();
        for general in usual.keys() {
            for place in places(general, leaves) {
                if !leaves.contains_key(&place) && is_recorded(&place) {
                    let missing = topmost_missing(&place, leaves);
                    differing.insert(missing, BTreeSet::from([ABSENT.to_owned()]));
                }
            }
        }
        differing
    }

    /// The leaves of a message of which these differ from the usual ones.
    pub(super) fn completed(&self, kind: &str, differing: SeenLeaves) -> SeenLeaves {
        let only_absent = |values: &SeenValues| values.len() == 1 && values.contains(ABSENT);
        let (missing, mut leaves): (SeenLeaves, SeenLeaves) =
            differing.into_iter().partition(|(_, values)| only_absent(values));
        let is_missing = |place: &str| {
            missing.contains_key(place)
                || missing.keys().any(|one| {
                    place.strip_prefix(one.as_str()).is_some_and(|rest| rest.starts_with('/'))
                })
        };
        // A list stands before its items.
        for (general, value) in self.0.get(kind).into_iter().flatten() {
            for place in places(general, &leaves) {
                if !leaves.contains_key(&place) && !is_missing(&place) && is_recorded(&place) {
                    leaves.insert(place, separated(value));
                }
            }
        }
        leaves
    }
}

/// The places for which a general one stands in a message with these lists.
fn places(general: &str, leaves: &SeenLeaves) -> Vec<String> {
    let mut parts = general.split('/');
    let mut places = vec![parts.next().unwrap_or_default().to_owned()];
    for part in parts {
        let grown = places.into_iter().flat_map(|place| {
            if part == "*" {
                let numbers = 0..length(leaves.get(&place));
                numbers.map(|number| format!("{place}/{number}")).collect::<Vec<_>>()
            } else {
                vec![format!("{place}/{part}")]
            }
        });
        places = grown.collect();
    }
    places
}

/// The most items that a list had.
fn length(values: Option<&SeenValues>) -> usize {
    let lengths = values.into_iter().flatten().filter_map(|leaf| list_length(leaf));
    lengths.max().unwrap_or_default()
}

/// The place, or the highest one above it below which there is nothing.
fn topmost_missing(place: &str, leaves: &SeenLeaves) -> String {
    let mut missing = place;
    while let Some((parent, _)) = missing.rsplit_once('/') {
        let prefix = format!("{parent}/");
        let has_some = leaves
            .range(prefix.clone()..)
            .next()
            .is_some_and(|(first, _)| first.starts_with(&prefix));
        if parent.is_empty() || has_some || leaves.contains_key(parent) {
            break;
        }
        missing = parent;
    }
    missing.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(pairs: &[(&str, &str)]) -> SeenLeaves {
        let one = |(place, leaf): &(&str, &str)| {
            ((*place).to_owned(), BTreeSet::from([(*leaf).to_owned()]))
        };
        pairs.iter().map(one).collect()
    }

    #[test]
    fn a_message_is_what_differs_and_what_is_usual() {
        let usual = leaves(&[
            ("/fee/amount", "1"),
            ("/fee/currency", "EUR"),
            ("/orders", "[2]"),
            ("/orders/0/state", "DONE"),
            ("/orders/1/state", "DONE"),
            ("status", "200"),
        ]);
        let empty = leaves(&[("/orders", "[0]"), ("status", "200")]);
        let longer = leaves(&[
            ("/orders", "[3]"),
            ("/orders/0/state", "DONE"),
            ("/orders/1/state", "OPEN"),
            ("/orders/2/id", "7"),
            ("status", "200"),
        ]);
        let mut counts = TemplateCounts::default();
        for message in [&usual, &usual, &usual, &empty, &longer] {
            counts.count("a", message);
        }
        let templates = counts.templates();
        assert!(templates.differing("a", &usual).is_empty());
        let short = templates.differing("a", &empty);
        assert_eq!(short, leaves(&[("/fee", ABSENT), ("/orders", "[0]")]));
        for message in [&usual, &empty, &longer] {
            let again = templates.completed("a", templates.differing("a", message));
            assert_eq!(&again, message);
        }
    }
}
