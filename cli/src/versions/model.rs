//! The note of a comparison, as data.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use conformance_harness::{
    behaviour::{ApiChange, ChangeClass},
    quote::{counted, escaped},
};
use serde::Serialize;

/// The most rules, journeys, scenarios or consequences that a note names.
pub(super) const NAMED: usize = 5;

/// A text with a capital at its start.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The note.
#[derive(Debug, Serialize)]
pub(super) struct ChangeNote {
    /// The side before.
    pub(super) before: String,
    /// The side after.
    pub(super) after: String,
    pub(super) basis: ComparisonBasis,
    /// The changes, worst first.
    pub(super) changes: Vec<NotedChange>,
    /// Facts that weaken the comparison.
    pub(super) warnings: Vec<String>,
    /// The changes of the documents that nobody observed.
    pub(super) undocumented: Vec<String>,
}

/// The observations on which a note rests.
#[derive(Debug, Default, Serialize)]
pub(super) struct ComparisonBasis {
    /// The scenarios that were compared.
    pub(super) scenarios: usize,
    /// Those of them of which the comparing ended before their end.
    pub(super) diverged: usize,
    /// The calls that were compared.
    pub(super) calls: usize,
    /// The operations of these calls.
    pub(super) operations: BTreeSet<String>,
    /// The types of events that were compared.
    pub(super) events: BTreeSet<String>,
    /// The differences that did not show again.
    pub(super) noise: usize,
}

impl ComparisonBasis {
    /// Adds what was compared of other scenarios.
    pub(super) fn join(&mut self, other: Self) {
        self.scenarios += other.scenarios;
        self.diverged += other.diverged;
        self.calls += other.calls;
        self.operations.extend(other.operations);
        self.events.extend(other.events);
        self.noise += other.noise;
    }
}

/// A change with what a reader needs.
#[derive(Debug, Serialize)]
pub(super) struct NotedChange {
    #[serde(flatten)]
    pub(super) change: ApiChange,
    /// The rules of its scenarios.
    pub(super) rules: Vec<TouchedRule>,
    /// The features of its scenarios.
    pub(super) journeys: Vec<String>,
    /// The title of the example, and its step.
    pub(super) title: String,
    pub(super) step: Option<String>,
    /// The message before and after, as lines with `-` and `+`.
    pub(super) difference: String,
    /// The command that shows the example.
    pub(super) command: Option<String>,
    /// The word of the documents about it; none if no documents are given.
    pub(super) documents: Option<String>,
}

impl NotedChange {
    /// The lines of the difference, each with the kind by which it is painted.
    pub(super) fn lines(&self) -> Vec<(&'static str, String)> {
        let kind = |line: &str| match line.as_bytes().first() {
            Some(b'-') => "removed",
            Some(b'+') => "added",
            _ => "note",
        };
        self.difference.lines().map(|line| (kind(line), escaped(line))).collect()
    }

    /// The operation or event under which it stands.
    fn heading(&self) -> String {
        let first = self.change.messages.iter().next();
        first.cloned().unwrap_or_else(|| "journeys".to_owned())
    }
}

/// Changes of one operation or event.
pub(super) type OperationChanges<'a> = (String, Vec<&'a NotedChange>);

/// A rule that a change touches.
#[derive(Debug, Serialize)]
pub(super) struct TouchedRule {
    pub(super) id: String,
    pub(super) sentence: String,
    /// True if a scenario of it was green before and is red after.
    pub(super) is_broken: bool,
}

impl ChangeNote {
    /// The changes by weight, then by operation or event.
    pub(super) fn grouped(&self) -> Vec<(ChangeClass, Vec<OperationChanges<'_>>)> {
        let mut groups: BTreeMap<ChangeClass, BTreeMap<String, Vec<&NotedChange>>> =
            BTreeMap::new();
        for noted in &self.changes {
            let of_class = groups.entry(noted.change.class).or_default();
            of_class.entry(noted.heading()).or_default().push(noted);
        }
        groups.into_iter().map(|(class, all)| (class, all.into_iter().collect())).collect()
    }

    /// The number of changes of a weight that are not allowed.
    pub(super) fn count(&self, class: ChangeClass) -> usize {
        let counts =
            |noted: &&NotedChange| noted.change.class == class && noted.change.allowed.is_none();
        self.changes.iter().filter(counts).count()
    }

    /// The first sentence.
    pub(super) fn headline(&self) -> String {
        let allowed = self.changes.iter().filter(|noted| noted.change.allowed.is_some()).count();
        let counts = [ChangeClass::Breaking, ChangeClass::Undecided, ChangeClass::Harmless]
            .map(|class| (self.count(class), class.to_string()));
        let mut told: Vec<String> = counts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, class)| format!("{count} {class}"))
            .collect();
        if allowed > 0 {
            told.push(format!("{allowed} allowed"));
        }
        if told.is_empty() { "nothing changed for consumers".to_owned() } else { told.join(", ") }
    }

    /// The words for what the note rests on.
    pub(super) fn basis_words(&self) -> String {
        let ComparisonBasis { scenarios, diverged, calls, operations, events, noise } = &self.basis;
        let mut words = format!(
            "compared: {} with {} of {}, and {} of events",
            counted(*scenarios, "scenario"),
            counted(*calls, "call"),
            counted(operations.len(), "operation"),
            counted(events.len(), "type")
        );
        if *diverged > 0 {
            let _ = write!(
                words,
                "; of {} only the part up to the first difference after which nothing can be compared",
                counted(*diverged, "scenario")
            );
        }
        if *noise > 0 {
            let noise = counted(*noise, "scenario");
            let _ = write!(words, "; differences in {noise} did not show again");
        }
        words
    }
}
