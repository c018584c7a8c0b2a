//! Values that were constant and vary: told apart from a change of the value, and from what varied before.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    compare::ScenarioComparison,
    difference::{BehaviourDifference, ChangedMessage},
    differing::OR,
    kind::DifferenceKind,
    leaves::general_pointer,
    seen::SeenScenario,
};

/// The least number of scenarios in which a value must vary: one alone may be chance.
const LEAST: usize = 2;

/// The same for events that do not always come: they may be late.
const LEAST_OF_EVENTS: usize = 3;

/// A place in a message.
type MemberPlace = (ChangedMessage, String);

/// The places of a comparison whose values vary.
#[derive(Debug, Default)]
pub struct VaryingPlaces {
    /// Those that were constant.
    after: BTreeMap<MemberPlace, SeenVariance>,
    /// Those that varied before.
    before: BTreeSet<MemberPlace>,
}

/// A value that varies.
#[derive(Debug, Default)]
struct SeenVariance {
    /// The scenarios that show it.
    scenarios: BTreeSet<String>,
    /// The constants before, and the values after, each as a difference tells it.
    before: BTreeSet<String>,
    after: BTreeSet<String>,
}

impl VaryingPlaces {
    /// Notes the places of a scenario.
    pub fn note(&mut self, id: &str, before: &SeenScenario, comparison: &ScenarioComparison) {
        let answers = before
            .calls
            .iter()
            .map(|call| (ChangedMessage::Answer(call.operation.clone()), &call.leaves));
        let events = before
            .events
            .values()
            .map(|event| (ChangedMessage::Event(event.event.clone()), &event.leaves));
        for (message, leaves) in answers.chain(events) {
            let varied = leaves.iter().filter(|(_, values)| values.len() > 1);
            self.before.extend(varied.map(|(place, _)| (message.clone(), general_pointer(place))));
        }
        for difference in &comparison.differences {
            if difference.kind == DifferenceKind::ConstantVaries {
                let seen = self.after.entry(place_of(difference)).or_default();
                seen.scenarios.insert(id.to_owned());
                seen.before.insert(difference.before.clone());
                seen.after.extend(difference.after.split(OR).map(str::to_owned));
            }
        }
    }

    /// Adds those of other scenarios.
    pub fn join(&mut self, other: Self) {
        self.before.extend(other.before);
        for (place, other) in other.after {
            let seen = self.after.entry(place).or_default();
            seen.scenarios.extend(other.scenarios);
            seen.before.extend(other.before);
            seen.after.extend(other.after);
        }
    }

    /// The variance of a place, if it is seen in enough scenarios, and there was none before.
    fn proven(&self, difference: &BehaviourDifference) -> Option<&SeenVariance> {
        let place = place_of(difference);
        let seen = self.after.get(&place)?;
        let is_event = matches!(place, (ChangedMessage::Event(_), ref at) if at.is_empty());
        let least = if is_event { LEAST_OF_EVENTS } else { LEAST };
        (seen.scenarios.len() >= least && !self.before.contains(&place)).then_some(seen)
    }

    /// True for another value that is one of those that vary: in its scenario every run happened to show it.
    fn is_part(&self, difference: &BehaviourDifference) -> bool {
        self.proven(difference).is_some_and(|seen| {
            seen.before.contains(&difference.before) && seen.after.contains(&difference.after)
        })
    }
}

fn place_of(difference: &BehaviourDifference) -> MemberPlace {
    (difference.message.clone(), difference.place.clone())
}

impl ScenarioComparison {
    /// Tells other values that are part of a variance as what they are.
    pub fn tell_varying(&mut self, places: &VaryingPlaces) {
        for difference in &mut self.differences {
            if places.is_part(difference) {
                difference.kind = DifferenceKind::ConstantVaries;
            }
        }
    }

    /// Drops what varies perhaps by chance.
    pub fn drop_unproven(&mut self, places: &VaryingPlaces) {
        self.retain(|difference| {
            difference.kind != DifferenceKind::ConstantVaries || places.proven(difference).is_some()
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

#[cfg(test)]
mod tests {
    use super::{
        super::{differing::difference, seen::SeenValues},
        *,
    };

    fn comparison(kind: DifferenceKind, before: &str, after: &str) -> ScenarioComparison {
        let message = ChangedMessage::Answer("getOrder".to_owned());
        let [before, after] = [before, after].map(|value| SeenValues::from([value.to_owned()]));
        let found = difference(kind, message, "/state", (&before, &after));
        ScenarioComparison { differences: vec![found], ..Default::default() }
    }

    #[test]
    fn a_value_varies_if_several_scenarios_show_it_and_another_change_stays_what_it_is() {
        use DifferenceKind::{ConstantVaries, WordChanged};
        let varies = comparison(ConstantVaries, "PENDING", "DONE or PENDING");
        let mut places = VaryingPlaces::default();
        let told = |mut comparison: ScenarioComparison, places: &VaryingPlaces| {
            comparison.tell_varying(places);
            comparison.drop_unproven(places);
            comparison.differences.first().map(|one| one.kind)
        };
        places.note("A", &SeenScenario::default(), &varies);
        assert_eq!(told(varies.clone(), &places), None, "one scenario may be chance");
        let other = comparison(WordChanged, "PENDING", "DONE");
        assert_eq!(told(other.clone(), &places), Some(WordChanged));
        places.note("B", &SeenScenario::default(), &varies);
        assert_eq!(told(varies, &places), Some(ConstantVaries));
        assert_eq!(told(other, &places), Some(ConstantVaries), "each run showed the other value");
        let renamed = comparison(WordChanged, "COMPLETED", "DONE");
        assert_eq!(told(renamed, &places), Some(WordChanged), "it was another constant");
    }
}
