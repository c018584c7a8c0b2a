//! A record: the behaviour of a target in a file that people can review. It has the usual answer of each operation and the usual
//! form of each event, and for each scenario what differs from them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{self, Read as _},
    path::Path,
};

use serde::{Deserialize, Serialize};

use super::{
    compare::GREEN,
    line::{CallHead, Paths, joined, line, read_line, separated},
    recorded::{RecordedScenario, shared},
    seen::{SeenCall, SeenEvent, SeenLeaves, SeenScenario},
    template::{TemplateCounts, Templates, without_form},
    trace::STATUS,
};
use crate::{files, yaml};

/// The number of the form of a record.
const FORM: u32 = 2;

/// The first letters of a record.
const BEGIN: &str = "record:";

/// The mark before an event that did not come in every run.
const UNSTEADY: &str = "sometimes ";

/// The beginning of the order of events about one resource.
const ORDER: &str = "order of ";

/// A record that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{path} is no record that can be read: {reason}; `conform record` writes one")]
pub struct RecordError {
    path: String,
    reason: String,
}

/// The facts about a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordFacts {
    /// The target.
    pub target: String,
    /// The layers that were held against it.
    pub layers: String,
    /// The digest of the feature files.
    pub digest: String,
    /// The number of runs.
    pub runs: usize,
}

/// A record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BehaviourRecord {
    record: u32,
    /// The facts about it.
    #[serde(flatten)]
    pub facts: RecordFacts,
    /// The usual method and path of each operation.
    paths: Paths,
    /// The usual answers and events.
    usual: Templates,
    /// Calls, under their digests: many scenarios have the same.
    calls: BTreeMap<String, String>,
    /// The names of the calls of a step that has several, likewise.
    steps: BTreeMap<String, String>,
    /// Events, and orders of events, likewise.
    events: BTreeMap<String, String>,
    /// The names of all events of a scenario, likewise.
    journeys: BTreeMap<String, String>,
    /// The books at the ends of scenarios, likewise.
    books: BTreeMap<String, BTreeMap<String, String>>,
    /// The scenarios, each in one line.
    scenarios: BTreeMap<String, RecordedScenario>,
}

/// Makes a record: all scenarios are counted first, then added.
#[derive(Debug, Default)]
pub struct Recorder {
    counts: TemplateCounts,
    paths: Paths,
}

fn kind_of_call(call: &SeenCall) -> String {
    let status = call.leaves.get(STATUS).map(joined).unwrap_or_default();
    format!("{} {status}", call.operation)
}

/// The calls of steps, each with the number of its step. The books tell the effects in less words than all that is read after the
/// steps.
fn recorded_calls(scenario: &SeenScenario) -> impl Iterator<Item = (usize, &SeenCall)> {
    scenario.calls.iter().map_while(|call| Some((call.step?, call)))
}

fn head_of(call: &SeenCall) -> CallHead {
    CallHead { operation: call.operation.clone(), target: call.target.clone() }
}

impl Recorder {
    /// Counts a scenario.
    pub fn count(&mut self, scenario: &SeenScenario) {
        for (_, call) in recorded_calls(scenario) {
            self.counts.count(&kind_of_call(call), &call.as_recorded().leaves);
            head_of(call).note(&mut self.paths);
        }
        let events = scenario.events.values().filter(|_| !scenario.is_open);
        for event in events {
            self.counts.count(&event.event, &event.leaves);
        }
    }

    /// A record without scenarios, in which all that were counted can be told.
    #[must_use]
    pub fn begin(self, facts: RecordFacts) -> BehaviourRecord {
        BehaviourRecord {
            record: FORM,
            facts,
            paths: self.paths,
            usual: self.counts.templates(),
            calls: BTreeMap::new(),
            steps: BTreeMap::new(),
            events: BTreeMap::new(),
            journeys: BTreeMap::new(),
            books: BTreeMap::new(),
            scenarios: BTreeMap::new(),
        }
    }
}

impl BehaviourRecord {
    /// True if a file begins like a record.
    #[must_use]
    pub fn is_record(path: &Path) -> bool {
        let mut begin = [0; BEGIN.len()];
        let read = File::open(path).and_then(|mut file| file.read_exact(&mut begin));
        read.is_ok() && begin == BEGIN.as_bytes()
    }

    /// Reads a record.
    ///
    /// # Errors
    /// If the file cannot be read, or is no record.
    pub fn load(path: &Path) -> Result<Self, RecordError> {
        let wrong = |reason: String| RecordError { path: path.display().to_string(), reason };
        let text = files::read_text(path).map_err(|error| wrong(error.to_string()))?;
        let value = yaml::parse(&text).map_err(|error| wrong(error.to_string()))?;
        match value.get("record").and_then(serde_json::Value::as_u64) {
            Some(form) if form == u64::from(FORM) => {}
            form => {
                return Err(wrong(format!("its form is {form:?}, and this version knows {FORM}")));
            }
        }
        serde_json::from_value(value).map_err(|error| wrong(error.to_string()))
    }

    /// The text of the record.
    ///
    /// # Errors
    /// If it cannot be written as YAML.
    pub fn text(&self) -> io::Result<String> {
        serde_yaml::to_string(self).map_err(io::Error::other)
    }

    /// Adds a scenario that was counted.
    pub fn add(&mut self, id: &str, scenario: &SeenScenario) {
        let mut recorded = RecordedScenario { is_open: scenario.is_open, ..Default::default() };
        let verdict = joined(&scenario.verdicts);
        recorded.verdict = (verdict != GREEN).then_some(verdict);
        let mut steps: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (step, call) in recorded_calls(scenario) {
            let line = self.line_of(call);
            steps.entry(step).or_default().push(shared(&mut self.calls, line));
        }
        recorded.steps = steps
            .into_iter()
            .map(|(step, calls)| match calls.as_slice() {
                [call] => (step, call.clone()),
                calls => (step, shared(&mut self.steps, calls.join(" "))),
            })
            .collect();
        if !scenario.is_open {
            self.add_ends(scenario, &mut recorded);
        }
        self.scenarios.insert(id.to_owned(), recorded);
    }

    fn line_of(&self, call: &SeenCall) -> String {
        let (form, differing) = self.usual.nearest(&kind_of_call(call), &call.as_recorded().leaves);
        let status = call.leaves.get(STATUS).map(joined).unwrap_or_default();
        line(&format!("{} → {status}{form}", head_of(call).words(&self.paths)), &differing)
    }

    /// Adds what is seen at the end of a scenario: its events and its books.
    fn add_ends(&mut self, scenario: &SeenScenario, recorded: &mut RecordedScenario) {
        let events = scenario.events.iter().map(|(key, event)| {
            let (form, differing) = self.usual.nearest(&event.event, &event.leaves);
            let mark = if event.is_steady { "" } else { UNSTEADY };
            line(&format!("{mark}{key}{form}"), &differing)
        });
        let orders = scenario.orders.iter();
        let orders = orders.map(|(resource, all)| format!("{ORDER}{resource}: {}", joined(all)));
        let lines = events.chain(orders);
        let names: Vec<String> = lines.map(|line| shared(&mut self.events, line)).collect();
        if !names.is_empty() {
            recorded.events = Some(shared(&mut self.journeys, names.join(" ")));
        }
        let books = scenario.books.iter();
        let books: BTreeMap<String, String> =
            books.map(|(account, book)| (account.clone(), joined(book))).collect();
        if !books.is_empty() {
            recorded.books = Some(shared(&mut self.books, books));
        }
    }

    /// The ids of the scenarios.
    #[must_use]
    pub fn scenarios(&self) -> BTreeSet<String> {
        self.scenarios.keys().cloned().collect()
    }

    /// A scenario; none if the record does not have it.
    #[must_use]
    pub fn scenario(&self, id: &str) -> Option<SeenScenario> {
        let recorded = self.scenarios.get(id)?;
        let mut calls = Vec::new();
        for (step, name) in &recorded.steps {
            let names = self.steps.get(name).unwrap_or(name).split(' ');
            let lines = names.map(|name| self.calls.get(name));
            let lines = lines.collect::<Option<Vec<_>>>()?;
            calls.extend(lines.into_iter().map(|line| self.call(*step, line)));
        }
        let (mut events, mut orders) = (BTreeMap::new(), SeenLeaves::new());
        let names = recorded.events.as_ref().and_then(|name| self.journeys.get(name));
        for name in names.into_iter().flat_map(|names| names.split(' ')) {
            let line = self.events.get(name)?;
            match line.strip_prefix(ORDER).and_then(|line| line.rsplit_once(": ")) {
                Some((resource, all)) => {
                    orders.insert(resource.to_owned(), separated(all));
                }
                None => events.extend([self.event(line)]),
            }
        }
        let books = recorded.books.as_ref().and_then(|name| self.books.get(name));
        let read = |told: &BTreeMap<String, String>| -> SeenLeaves {
            told.iter().map(|(place, values)| (place.clone(), separated(values))).collect()
        };
        Some(SeenScenario {
            verdicts: separated(recorded.verdict.as_deref().unwrap_or(GREEN)),
            calls,
            is_open: recorded.is_open,
            events,
            orders,
            books: books.map(read).unwrap_or_default(),
            is_recorded: true,
        })
    }

    fn call(&self, step: usize, line: &str) -> SeenCall {
        let (head, differing) = read_line(line);
        let (words, status) = head.rsplit_once(" → ").unwrap_or((&head, ""));
        let CallHead { operation, target } = CallHead::read(words, &self.paths);
        let leaves = self.usual.completed(&format!("{operation} {status}"), differing);
        SeenCall { step: Some(step), operation, target, leaves, part: None }
    }

    fn event(&self, line: &str) -> (String, SeenEvent) {
        let (head, differing) = read_line(line);
        let (key, form) = without_form(&head);
        let (is_steady, key) = match key.strip_prefix(UNSTEADY) {
            Some(key) => (false, key),
            None => (true, key),
        };
        let event = key.split(' ').next().unwrap_or_default().to_owned();
        let leaves = self.usual.completed(&format!("{event}{form}"), differing);
        (key.to_owned(), SeenEvent { event, leaves, is_steady, part: None })
    }
}
