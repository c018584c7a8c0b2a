//! The usual leaves of a kind of message. A record tells of each message only what differs from them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    forms::{Outline, Usual, forms_of},
    leaves::{general_pointer, list_length},
    line::{joined, separated},
    seen::{ABSENT, SeenLeaves, SeenValues, is_recorded},
};

/// The usual leaves of each kind of message, each under its place with `*` for items. A kind whose messages have several usual
/// forms has several entries: `getOrder 200`, `getOrder 200 (2)` and so on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "WrittenTemplates", try_from = "WrittenTemplates")]
pub(super) struct Templates(BTreeMap<String, Usual>);

/// The usual leaves as a record has them: refusals above all are the same for many operations, and are written once.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
struct WrittenTemplates(BTreeMap<String, WrittenForm>);

#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum WrittenForm {
    /// The name of the entry that has the same leaves.
    SameAs(String),
    Leaves(Usual),
}

impl From<Templates> for WrittenTemplates {
    fn from(templates: Templates) -> Self {
        let mut names: BTreeMap<Usual, String> = BTreeMap::new();
        let written = templates.0.into_iter().map(|(name, usual)| {
            if let Some(first) = names.get(&usual) {
                return (name, WrittenForm::SameAs(first.clone()));
            }
            names.insert(usual.clone(), name.clone());
            (name, WrittenForm::Leaves(usual))
        });
        Self(written.collect())
    }
}

impl TryFrom<WrittenTemplates> for Templates {
    type Error = String;

    fn try_from(written: WrittenTemplates) -> Result<Self, String> {
        let read = written.0.iter().map(|(name, form)| match form {
            WrittenForm::Leaves(usual) => Ok((name.clone(), usual.clone())),
            WrittenForm::SameAs(first) => match written.0.get(first) {
                Some(WrittenForm::Leaves(usual)) => Ok((name.clone(), usual.clone())),
                _ => Err(format!(
                    "usual: {name:?} is the same as {first:?}, which has no places and values here; record again"
                )),
            },
        });
        read.collect::<Result<_, _>>().map(Self)
    }
}

/// The messages of each kind, each once, from which templates are made.
#[derive(Debug, Default)]
pub(super) struct TemplateCounts(BTreeMap<String, BTreeSet<SeenLeaves>>);

impl TemplateCounts {
    /// Counts a message.
    pub(super) fn count(&mut self, kind: &str, leaves: &SeenLeaves) {
        self.0.entry(kind.to_owned()).or_default().insert(leaves.clone());
    }

    /// The usual leaves.
    pub(super) fn templates(self) -> Templates {
        let mut templates = BTreeMap::new();
        for (kind, messages) in self.0 {
            let messages: Vec<Outline> = messages.iter().map(Outline::of).collect();
            let forms = forms_of(&messages).into_iter().enumerate();
            templates.extend(forms.map(|(place, usual)| (form_name(&kind, place), usual)));
        }
        Templates(templates)
    }
}

/// The name of a form of a kind; the first one has the name of the kind.
fn form_name(kind: &str, place: usize) -> String {
    if place == 0 { kind.to_owned() } else { format!("{kind} ({})", place + 1) }
}

/// The words before the number of a form, and all words if they have none.
pub(super) fn without_form(words: &str) -> (&str, &str) {
    let number = words.rsplit_once(" (").filter(|(_, number)| {
        number.strip_suffix(')').is_some_and(|number| number.parse::<usize>().is_ok())
    });
    number.map_or((words, ""), |(before, _)| (before, &words[before.len()..]))
}

impl Templates {
    /// The form that is nearest to the leaves, as the end of its name, and the leaves that are not as usual there.
    pub(super) fn nearest(&self, kind: &str, leaves: &SeenLeaves) -> (String, SeenLeaves) {
        let forms = (0..).map(|place| form_name(kind, place));
        let forms = forms.map_while(|name| self.0.get(&name).map(|usual| (name, usual)));
        let outline = Outline::of(leaves);
        let nearest = forms.min_by_key(|(_, usual)| outline.cost(usual));
        nearest.map_or((String::new(), leaves.clone()), |(name, usual)| {
            (name[kind.len()..].to_owned(), differing_from(usual, leaves))
        })
    }

    /// The leaves of a message of which these differ from the usual ones of a form.
    pub(super) fn completed(&self, form: &str, differing: SeenLeaves) -> SeenLeaves {
        let only = |values: &SeenValues, leaf: &str| values.len() == 1 && values.contains(leaf);
        let (missing, mut leaves): (SeenLeaves, SeenLeaves) =
            differing.into_iter().partition(|(_, values)| only(values, ABSENT));
        let is_missing = |place: &str| {
            missing.contains_key(place)
                || missing.keys().any(|one| {
                    place.strip_prefix(one.as_str()).is_some_and(|rest| rest.starts_with('/'))
                })
        };
        // A list stands before its items.
        for (general, value) in self.0.get(form).into_iter().flatten() {
            for place in places(general, &leaves) {
                if !leaves.contains_key(&place) && !is_missing(&place) && is_recorded(&place) {
                    leaves.insert(place, separated(value));
                }
            }
        }
        leaves.retain(|_, values| !only(values, WHOLE));
        leaves
    }
}

/// The leaves that are not as usual; those that are usual and missing have a leaf that says so.
fn differing_from(usual: &Usual, leaves: &SeenLeaves) -> SeenLeaves {
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
                let (place, leaf) = if has_below(&place, leaves) {
                    (place, WHOLE)
                } else {
                    (topmost_missing(&place, leaves), ABSENT)
                };
                differing.insert(place, BTreeSet::from([leaf.to_owned()]));
            }
        }
    }
    differing
}

/// The leaf of a place that usually has a value, and here has members or items of its own.
const WHOLE: &str = "{…}";

/// True if something stands below a place.
fn has_below(place: &str, leaves: &SeenLeaves) -> bool {
    let prefix = format!("{place}/");
    leaves.range(prefix.clone()..).next().is_some_and(|(first, _)| first.starts_with(&prefix))
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
        if parent.is_empty() || has_below(parent, leaves) || leaves.contains_key(parent) {
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
    fn forms_that_are_the_same_are_written_once() {
        let mut counts = TemplateCounts::default();
        for kind in ["a 401", "b 401", "c 200"] {
            counts.count(kind, &leaves(&[("status", &kind[2..])]));
        }
        let templates = counts.templates();
        let written = serde_json::to_value(&templates).expect("is written");
        assert_eq!(
            written,
            serde_json::json!({
                "a 401": { "status": "401" }, "b 401": "a 401", "c 200": { "status": "200" },
            })
        );
        assert_eq!(serde_json::from_value::<Templates>(written).expect("is read"), templates);
        let lost = serde_json::json!({ "b 401": "a 401" });
        let error = serde_json::from_value::<Templates>(lost).expect_err("there is no such entry");
        assert!(error.to_string().contains("\"b 401\" is the same as \"a 401\""), "{error}");
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
        let alike = |note: &str| {
            let mut alike = usual.clone();
            alike.extend(leaves(&[("/note", note)]));
            alike
        };
        let mut counts = TemplateCounts::default();
        for message in [&usual, &alike("a"), &alike("b"), &empty, &longer] {
            counts.count("a", message);
        }
        let templates = counts.templates();
        let short = differing_from(&templates.0["a"], &empty);
        assert_eq!(short, leaves(&[("/fee", ABSENT), ("/orders", "[0]")]));
        for message in [&usual, &empty, &longer] {
            let (form, differing) = templates.nearest("a", message);
            assert_eq!(&templates.completed(&format!("a{form}"), differing), message);
        }
    }

    #[test]
    fn a_place_has_a_value_in_one_item_and_members_in_another() {
        let usual = leaves(&[("/l", "[2]"), ("/l/0/a", "null"), ("/l/1/a", "null"), ("s", "200")]);
        let mixed = leaves(&[("/l", "[2]"), ("/l/0/a", "null"), ("/l/1/a/b", "1"), ("s", "200")]);
        let root = leaves(&[("", "[0]"), ("s", "200")]);
        let mut counts = TemplateCounts::default();
        for message in [&usual, &mixed, &root] {
            counts.count("a", message);
        }
        let templates = counts.templates();
        for message in [&usual, &mixed, &root] {
            let (form, differing) = templates.nearest("a", message);
            assert_eq!(&templates.completed(&format!("a{form}"), differing), message);
        }
    }

    #[test]
    fn messages_of_another_form_have_usual_leaves_of_their_own() {
        let message = |kind: &str, number: usize| {
            let members =
                (0..20).map(|member| (format!("/{kind}{member}"), format!("{kind} value")));
            let own = [("/id".to_owned(), number.to_string())];
            let leaves = members.chain(own).map(|(place, leaf)| (place, BTreeSet::from([leaf])));
            leaves.collect::<SeenLeaves>()
        };
        let mut counts = TemplateCounts::default();
        let all: Vec<SeenLeaves> = (0..10)
            .map(|number| message(if number % 3 == 0 { "card" } else { "bank" }, number))
            .collect();
        for one in &all {
            counts.count("get 200", one);
        }
        let templates = counts.templates();
        let names: Vec<&str> = templates.0.keys().map(String::as_str).collect();
        assert_eq!(names, ["get 200", "get 200 (2)"]);
        for one in &all {
            let (form, differing) = templates.nearest("get 200", one);
            assert!(differing.len() <= 1, "{differing:?}");
            assert_eq!(&templates.completed(&format!("get 200{form}"), differing), one);
        }
        assert_eq!(without_form("get → 200 (2)"), ("get → 200", " (2)"));
        assert_eq!(without_form("get(<a>, <b>) → 200"), ("get(<a>, <b>) → 200", ""));
    }
}
