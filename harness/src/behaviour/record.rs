//! A record: the behaviour of a target in a file that people can review. It has the usual answer of each operation and the usual
//! form of each event, and for each scenario what differs from them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{self, Read as _},
    path::Path,
};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    compare::GREEN,
    line::{CallHead, Paths, read_line, separated},
    numbered::line_of,
    recorded::{RecordedScenario, SEVERAL},
    seen::{SeenCall, SeenEvent, SeenLeaves, SeenScenario},
    template::{Templates, without_form},
};
use crate::{files, yaml};

/// The number of the form of a record.
pub(super) const FORM: u32 = 5;

/// The first letters of a record.
const BEGIN: &str = "record:";

/// The mark before an event that did not come in every run.
pub(super) const UNSTEADY: &str = "sometimes ";

/// The beginning of the order of events about one resource.
pub(super) const ORDER: &str = "order of ";

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
    pub(super) record: u32,
    /// The facts about it.
    #[serde(flatten)]
    pub facts: RecordFacts,
    /// The usual method and path of each operation.
    pub(super) paths: Paths,
    /// The usual answers and events.
    pub(super) usual: Templates,
    /// Calls, under their digests: many scenarios have the same. The number of an id may stand beside the digest.
    pub(super) calls: BTreeMap<String, String>,
    /// The names of the calls of a step that has several, likewise.
    pub(super) steps: BTreeMap<String, String>,
    /// Events, and orders of events, likewise.
    pub(super) events: BTreeMap<String, String>,
    /// The names of all events of a scenario, likewise.
    pub(super) journeys: BTreeMap<String, String>,
    /// The books at the ends of scenarios, likewise.
    pub(super) books: BTreeMap<String, BTreeMap<String, String>>,
    /// The scenarios, each in one line.
    pub(super) scenarios: BTreeMap<String, RecordedScenario>,
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
    /// If the file cannot be read, or is not a record.
    pub fn load(path: &Path) -> Result<Self, RecordError> {
        let wrong = |reason: String| RecordError { path: path.display().to_string(), reason };
        let text = files::read_text(path).map_err(|error| wrong(error.to_string()))?;
        let value = yaml::parse(&text).map_err(|error| wrong(error.to_string()))?;
        let form = value.get("record");
        if form.and_then(Value::as_u64) != Some(u64::from(FORM)) {
            let found = form.map_or_else(|| "missing".to_owned(), ToString::to_string);
            return Err(wrong(format!(
                "its form, the value of `record`, is {found}, and this version knows {FORM}"
            )));
        }
        yaml::typed(value, &text, None).map_err(wrong)
    }

    /// The text of the record.
    ///
    /// # Errors
    /// If it cannot be written as YAML.
    pub fn text(&self) -> io::Result<String> {
        serde_yaml::to_string(self).map_err(io::Error::other)
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
            let names = match name.strip_prefix(SEVERAL) {
                Some(name) => self.steps.get(name)?,
                None => name,
            };
            let lines = names.split(' ').map(|name| line_of(&self.calls, name));
            let lines = lines.collect::<Option<Vec<_>>>()?;
            calls.extend(lines.into_iter().map(|line| self.call(*step, &line)));
        }
        let (mut events, mut orders) = (BTreeMap::new(), SeenLeaves::new());
        let names = recorded.events.as_ref().and_then(|name| self.journeys.get(name));
        for name in names.into_iter().flat_map(|names| names.split(' ')) {
            let line = line_of(&self.events, name)?;
            match line.strip_prefix(ORDER).and_then(|line| line.rsplit_once(": ")) {
                Some((resource, all)) => {
                    orders.insert(resource.to_owned(), separated(all));
                }
                None => events.extend([self.event(&line)]),
            }
        }
        let books = recorded.books.as_ref().and_then(|name| self.books.get(name));
        let read = |told: &BTreeMap<String, String>| -> SeenLeaves {
            told.iter().map(|(place, values)| (place.clone(), separated(values))).collect()
        };
        Some(SeenScenario {
            runs: self.facts.runs,
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
        let (missing, key) = match key.strip_prefix(UNSTEADY) {
            Some(key) => (1, key),
            None => (0, key),
        };
        let event = key.split(' ').next().unwrap_or_default().to_owned();
        let leaves = self.usual.completed(&format!("{event}{form}"), differing);
        (key.to_owned(), SeenEvent { event, leaves, missing, part: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A record in which a call and several calls have the same name.
    const RECORD: &str = "record: 5
target: it
layers: guides
digest: abc
runs: 1
paths: {open: POST /accounts, read: GET /accounts/<open>}
usual: {}
calls: {nctay: read → 200, zopen: open → 201; /id=new uuid <open>}
steps: {nctay: zopen zopen:2 nctay}
events: {}
journeys: {}
books: {}
scenarios: {A-1.1: 0:nctay, A-1.2: 3:+nctay}
";

    #[test]
    fn a_call_and_several_calls_may_have_the_same_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("record.yaml");
        std::fs::write(&path, RECORD).expect("written");
        let record = BehaviourRecord::load(&path).expect("a record");
        let calls = |id: &str| {
            let calls = record.scenario(id).expect("the scenario").calls.into_iter();
            calls.map(|call| (call.step, call.operation)).collect::<Vec<_>>()
        };
        let read = |step| (Some(step), "read".to_owned());
        let open = || (Some(3), "open".to_owned());
        assert_eq!(calls("A-1.1"), [read(0)]);
        assert_eq!(calls("A-1.2"), [open(), open(), read(3)]);
        let ids = record.scenario("A-1.2").expect("the scenario").calls;
        let ids = ids.into_iter().filter_map(|call| call.leaves.get("/id").cloned());
        let words: Vec<String> = ids.map(|values| values.into_iter().collect()).collect();
        assert_eq!(words, ["new uuid <open>", "new uuid <open 2>"]);
    }
}
