//! Values that were constant and vary: told apart from a change of the value, and from what varied before.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    compare::ScenarioComparison,
    difference::{BehaviourDifference, ChangedMessage},
    kind::DifferenceKind,
    leaves::general_pointer,
    seen::SeenScenario,
};

/// The least number of scenarios in which a value must vary: one alone may be chance.
const LEAST: usize = 2;

/// A place in a message.
type MemberPlace = (ChangedMessage, String);

/// The places of a comparison whose values vary.
#[derive(Debug, Default)]
pub struct VaryingPlaces {
    /// Those that were constant, with the scenarios in which they vary.
    after: BTreeMap<MemberPlace, BTreeSet<String>>,
    /// Those that varied before.
    before: BTreeSet<MemberPlace>,
}

impl VaryingPlaces {
    /// Notes the places of a scenario.
    pub fn note(&mut self, id: &str, before: &SeenScenario, comparison: &ScenarioComparison) {
        for call in &before.calls {
            let varied = call.leaves.iter().filter(|(_, values)| values.len() > 1);
            let message = ChangedMessage::Answer(call.operation.clone());
            self.before.extend(varied.map(|(place, _)| (message.clone(), general_pointer(place))));
        }
        for event in before.events.values() {
            let varied = event.leaves.iter().filter(|(_, values)| values.len() > 1);
            let message = ChangedMessage::Event(event.event.clone());
            self.before.extend(varied.map(|(place, _)| (message.clone(), general_pointer(place))));
        }
        for difference in &comparison.differences {
            if difference.kind == DifferenceKind::ConstantVaries {
                self.after.entry(place_of(difference)).or_default().insert(id.to_owned());
            }
        }
    }

    /// Adds those of other scenarios.
    pub fn join(&mut self, other: Self) {
        self.before.extend(other.before);
        for (place, scenarios) in other.after {
            self.after.entry(place).or_default().extend(scenarios);
        }
    }

    /// True if a place varies in enough scenarios, and varied in none before.
    fn is_proven(&self, place: &MemberPlace) -> bool {
        let scenarios = self.after.get(place).map_or(0, BTreeSet::len);
        scenarios >= LEAST && !self.before.contains(place)
    }
}

fn place_of(difference: &BehaviourDifference) -> MemberPlace {
    (difference.message.clone(), difference.place.clone())
}

impl ScenarioComparison {
    /// Tells other values in places that vary as what they are: in this scenario every run happened to show the other one.
    pub fn tell_varying(&mut self, places: &VaryingPlaces) {
        for difference in &mut self.differences {
            if places.after.contains_key(&place_of(difference)) {
                difference.kind = DifferenceKind::ConstantVaries;
            }
        }
    }

    /// Drops what varies perhaps by chance.
    pub fn drop_unproven(&mut self, places: &VaryingPlaces) {
        self.retain(|difference| {
            difference.kind != DifferenceKind::ConstantVaries
                || places.is_proven(&place_of(difference))
        });
    }

    /// Keeps some differences; the first of them is then the first one of the scenario.
    pub(super) fn retain(&mut self, is_kept: impl Fn(&BehaviourDifference) -> bool) {
        self.differences.retain(is_kept);
        if let Some(first) = self.differences.first_mut() {
            first.is_first = true;
        }
    }
}
