//! Changes: differences of many scenarios, each told once.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    class::{ChangeClass, ClassRow, ClassTable},
    compare::ScenarioComparison,
    difference::{BehaviourDifference, ChangedMessage},
    kind::{DifferenceKind, type_words},
};
/// A change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ApiChange {
    /// The name of its class.
    pub id: String,
    /// The weight.
    pub class: ChangeClass,
    /// The consumers whom it hits.
    pub hits: String,
    /// The sentence.
    pub says: String,
    /// The advice.
    pub advice: String,
    /// The operations and events in which it shows.
    pub messages: BTreeSet<String>,
    /// The places in them.
    pub places: BTreeSet<String>,
    /// The value before, in the example.
    pub before: String,
    /// The value after, in the example.
    pub after: String,
    /// The scenarios in which it shows.
    pub scenarios: BTreeSet<String>,
    /// Those of them in which nothing differed before.
    #[serde(skip)]
    pub leading: BTreeSet<String>,
    /// Equal for equal changes.
    #[serde(skip)]
    pub key: String,
    /// True if it is about the verdicts of scenarios.
    #[serde(skip)]
    pub is_verdict: bool,
    /// The example.
    pub example: ChangeExample,
    /// The words of the changes that follow from it.
    pub consequences: Vec<String>,
    /// These changes, which count once it is allowed.
    #[serde(skip)]
    pub following: Vec<Self>,
    /// The reason for which it is allowed, if it is.
    pub allowed: Option<String>,
}

/// The scenario that shows a change best: the first one in which nothing else differed before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeExample {
    /// The scenario.
    pub scenario: String,
    /// The number of the step, from 0; none for what the suite reads after the steps.
    pub step: Option<usize>,
    /// The places of the message in both stories.
    pub parts: (Option<usize>, Option<usize>),
}

/// Equal for differences that are one change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct ChangeKey {
    row: String,
    member: String,
    values: Option<(String, String)>,
}

impl ChangeKey {
    fn of(row: &ClassRow, difference: &BehaviourDifference) -> Self {
        let member = match &difference.message {
            ChangedMessage::Scenario => String::new(),
            _ if difference.place.is_empty() => String::new(),
            // The names tell it, wherever the member stands.
            _ if difference.kind == DifferenceKind::MemberRenamed => String::new(),
            _ => member_of(&difference.place).to_owned(),
        };
        let values = (difference.before.clone(), difference.after.clone());
        let values = has_telling_values(difference.kind).then_some(values);
        Self { row: row.id.clone(), member, values }
    }
}

/// True if other values are another change: two words are, two amounts are not.
fn has_telling_values(kind: DifferenceKind) -> bool {
    use DifferenceKind as Kind;
    matches!(
        kind,
        Kind::StatusChanged
            | Kind::MemberRenamed
            | Kind::WordChanged
            | Kind::TimeFormChanged
            | Kind::TimeDistanceChanged
            | Kind::FlagChanged
            | Kind::HeaderChanged
            | Kind::IdFormChanged
            | Kind::EventGone
            | Kind::EventNew
            | Kind::EventDoubled
            | Kind::RuleBroken
            | Kind::RuleMended
            | Kind::RuleBrokenOtherwise
    )
}

/// The first of some messages, as the subject of a sentence in the singular.
fn some(messages: &[&str]) -> String {
    match messages {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first, others @ ..] => format!("{first} (and {} more)", others.len()),
    }
}

/// The words for a body as a whole, in the place of a member's name.
const WHOLE: &str = "the whole body";

/// The last name in a place.
#[must_use]
pub fn member_of(place: &str) -> &str {
    place.rsplit('/').find(|part| *part != "*").unwrap_or(place)
}

/// Differences that are one change.
#[derive(Debug, Default)]
struct ChangeGroup<'a> {
    /// The row, and the first difference; of those that come first in their scenario, if there is one.
    shown: Option<(&'a ClassRow, String, BehaviourDifference)>,
    scenarios: BTreeSet<String>,
    /// The scenarios in which nothing differed before.
    leading: BTreeSet<String>,
    messages: BTreeSet<String>,
    places: BTreeSet<String>,
}

/// Gathers the differences of scenarios.
#[derive(Debug)]
pub struct ChangeGatherer<'a> {
    table: &'a ClassTable,
    groups: BTreeMap<ChangeKey, ChangeGroup<'a>>,
}

impl<'a> ChangeGatherer<'a> {
    /// With the classes of this table.
    #[must_use]
    pub fn new(table: &'a ClassTable) -> Self {
        Self { table, groups: BTreeMap::new() }
    }

    /// Adds a scenario.
    pub fn add(&mut self, scenario: &str, comparison: &ScenarioComparison) {
        for difference in &comparison.differences {
            let Some(row) = self.table.row(difference) else { continue };
            let group = self.groups.entry(ChangeKey::of(row, difference)).or_default();
            group.add(row, scenario, difference);
        }
    }

    /// The changes, worst first.
    #[must_use]
    pub fn changes(self) -> Vec<ApiChange> {
        let all = self.groups.iter().filter_map(|(key, group)| group.change(key));
        let (mut changes, following): (Vec<_>, Vec<_>) =
            all.partition(|change: &ApiChange| !change.leading.is_empty());
        for follower in following {
            let causes = changes.iter().enumerate();
            let causes = causes.filter(|(_, change)| change.may_cause(&follower));
            let shared =
                |change: &ApiChange| change.leading.intersection(&follower.scenarios).count();
            match causes.max_by_key(|(_, change)| shared(change)).map(|(place, _)| place) {
                Some(place) => {
                    changes[place].consequences.push(follower.says.clone());
                    changes[place].following.push(follower);
                }
                // No change that weighs as much explains it.
                None => changes.push(ApiChange { leading: follower.scenarios.clone(), ..follower }),
            }
        }
        changes.sort_by_key(|change| (change.class, usize::MAX - change.scenarios.len()));
        changes
    }
}

impl ApiChange {
    /// True if another change may follow from this one: it comes first in one of its scenarios, and weighs as much. A scenario
    /// may be red because of anything that is not harmless.
    fn may_cause(&self, follower: &Self) -> bool {
        let weighs = self.class <= follower.class
            || (follower.is_verdict && self.class != ChangeClass::Harmless);
        weighs && !self.leading.is_disjoint(&follower.scenarios)
    }
}

impl<'a> ChangeGroup<'a> {
    fn add(&mut self, row: &'a ClassRow, scenario: &str, difference: &BehaviourDifference) {
        let is_first = difference.is_first && self.leading.is_empty();
        if is_first || self.shown.is_none() {
            self.shown = Some((row, scenario.to_owned(), difference.clone()));
        }
        self.scenarios.insert(scenario.to_owned());
        if difference.is_first {
            self.leading.insert(scenario.to_owned());
        }
        match &difference.message {
            ChangedMessage::Answer(name) | ChangedMessage::Event(name) => {
                self.messages.insert(name.clone());
            }
            ChangedMessage::Scenario => {}
        }
        self.places.insert(difference.place.clone());
    }

    fn change(&self, key: &ChangeKey) -> Option<ApiChange> {
        let (row, scenario, difference) = self.shown.as_ref()?;
        let messages: Vec<&str> = self.messages.iter().map(String::as_str).collect();
        let what = match &difference.message {
            ChangedMessage::Scenario => scenario.clone(),
            _ => some(&messages),
        };
        // The whole body has no name that could stand in quotes.
        let (quoted, member) = match member_of(&difference.place) {
            "" => (WHOLE.to_owned(), WHOLE),
            name => (format!("`{name}`"), name),
        };
        let words = [
            ("{what}", what.as_str()),
            ("`{member}`", &quoted),
            ("{member}", member),
            ("{before}", &difference.before),
            ("{after}", &difference.after),
            ("{before_type}", type_words(&difference.before)),
            ("{after_type}", type_words(&difference.after)),
        ];
        let filled = |text: &str| {
            words.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
        };
        Some(ApiChange {
            id: row.id.clone(),
            class: row.class,
            hits: row.hits.clone(),
            says: filled(&row.says),
            advice: filled(&row.advice),
            messages: self.messages.clone(),
            places: self.places.clone(),
            before: difference.before.clone(),
            after: difference.after.clone(),
            scenarios: self.scenarios.clone(),
            leading: self.leading.clone(),
            key: format!("{key:?}"),
            is_verdict: difference.kind.is_verdict(),
            example: ChangeExample {
                scenario: scenario.clone(),
                step: difference.step,
                parts: difference.parts,
            },
            consequences: Vec::new(),
            following: Vec::new(),
            allowed: None,
        })
    }
}
