//! The usual forms of the messages of one kind, found by what the fewest letters tell.

use std::collections::{BTreeMap, BTreeSet};

use super::{leaves::general_pointer, line::joined, seen::SeenLeaves};

/// The usual leaves of one form, each under its place with `*` for items.
pub(super) type Usual = BTreeMap<String, String>;

/// The most usual forms of a kind.
const MOST_FORMS: usize = 16;

/// The messages that are tried as the beginning of a further form.
const SEEDS: usize = 8;

/// The letters around a place and its value in a line of a record.
const AROUND: usize = 8;

/// The leaves of a message with `*` for items in their places.
#[derive(Debug)]
pub(super) struct Outline {
    leaves: Vec<(String, String)>,
    places: BTreeSet<String>,
}

impl Outline {
    /// The outline of a message.
    pub(super) fn of(leaves: &SeenLeaves) -> Self {
        let leaves: Vec<(String, String)> =
            leaves.iter().map(|(place, values)| (general_pointer(place), joined(values))).collect();
        let places = leaves.iter().map(|(place, _)| place.clone()).collect();
        Self { leaves, places }
    }

    /// About the number of letters that tell how the message differs from a usual form.
    pub(super) fn cost(&self, usual: &Usual) -> usize {
        let other = self.leaves.iter().filter(|(place, value)| usual.get(place) != Some(value));
        let other = other.map(|(place, value)| letters(place, value));
        let missing = usual.iter().filter(|(place, _)| !self.places.contains(*place));
        let missing = missing.map(|(place, _)| letters(place, ""));
        other.chain(missing).sum()
    }
}

fn letters(place: &str, value: &str) -> usize {
    place.len() + value.len() + AROUND
}

/// The usual forms of messages: first that of most of them, then those that save more letters than they cost.
pub(super) fn forms_of(messages: &[Outline]) -> Vec<Usual> {
    let all: Vec<&Outline> = messages.iter().collect();
    let first = majority(&all);
    let mut costs: Vec<usize> = all.iter().map(|message| message.cost(&first)).collect();
    let mut forms = vec![first];
    while forms.len() < MOST_FORMS {
        let Some(found) = further_form(&all, &costs) else { break };
        if found.saved <= found.usual.iter().map(|(place, value)| letters(place, value)).sum() {
            break;
        }
        costs = costs.into_iter().zip(found.costs).map(|(old, new)| old.min(new)).collect();
        forms.push(found.usual);
    }
    forms
}

/// A form that might be added.
struct FoundForm {
    usual: Usual,
    /// The letters that it saves.
    saved: usize,
    /// The cost of each message by it.
    costs: Vec<usize>,
}

/// The form that saves most, begun from one of the messages that cost most so far.
fn further_form(all: &[&Outline], costs: &[usize]) -> Option<FoundForm> {
    let mut seeds: Vec<usize> = (0..all.len()).collect();
    seeds.sort_by_key(|place| std::cmp::Reverse(costs[*place]));
    // Seeds that cost about the same are often of one form; those of all costs are tried.
    let step = (seeds.len() / SEEDS).max(1);
    let tried = seeds.into_iter().step_by(step).map(|seed| {
        let like_seed = majority(&[all[seed]]);
        let near: Vec<&Outline> = (0..all.len())
            .filter(|place| all[*place].cost(&like_seed) < costs[*place])
            .map(|place| all[place])
            .collect();
        let usual = majority(&near);
        let new: Vec<usize> = all.iter().map(|message| message.cost(&usual)).collect();
        let saved = costs.iter().zip(&new).map(|(old, new)| old.saturating_sub(*new)).sum();
        FoundForm { usual, saved, costs: new }
    });
    tried.max_by_key(|found| found.saved)
}

/// The usual leaves: those of places that half of the messages have.
fn majority(messages: &[&Outline]) -> Usual {
    let mut places: BTreeMap<&str, (usize, BTreeMap<&str, usize>)> = BTreeMap::new();
    for message in messages {
        for place in &message.places {
            places.entry(place).or_default().0 += 1;
        }
        for (place, value) in &message.leaves {
            let (_, values) = places.entry(place).or_default();
            *values.entry(value).or_default() += 1;
        }
    }
    let usual = places.into_iter().filter_map(|(place, (count, values))| {
        let (value, _) = values.into_iter().max_by_key(|(_, count)| *count)?;
        (count * 2 > messages.len()).then(|| (place.to_owned(), value.to_owned()))
    });
    usual.collect()
}
