//! Makes a record of scenarios. Many have the same calls and events, so each of these is kept once.

use std::{
    collections::{BTreeMap, HashMap},
    hash::Hash,
    rc::Rc,
};

use super::{
    compare::GREEN,
    line::{CallHead, Paths, joined, line},
    numbered::name_of,
    record::{BehaviourRecord, FORM, ORDER, RecordFacts, UNSTEADY},
    recorded::{RecordedScenario, SEVERAL, shared},
    seen::{SeenCall, SeenLeaves, SeenScenario},
    template::TemplateCounts,
    trace::STATUS,
};

/// Makes a record of scenarios.
#[derive(Debug, Default)]
pub struct Recorder {
    calls: KnownOnce<RecordedCall>,
    events: KnownOnce<RecordedEvent>,
    scenarios: BTreeMap<String, NotedScenario>,
}

/// Things of which many are the same: each once, in the order in which they were seen first.
#[derive(Debug)]
struct KnownOnce<T> {
    places: HashMap<Rc<T>, usize>,
    all: Vec<Rc<T>>,
}

impl<T> Default for KnownOnce<T> {
    fn default() -> Self {
        Self { places: HashMap::new(), all: Vec::new() }
    }
}

impl<T: Eq + Hash> KnownOnce<T> {
    /// The place of a thing.
    fn place(&mut self, thing: T) -> usize {
        if let Some(place) = self.places.get(&thing) {
            return *place;
        }
        let (place, thing) = (self.all.len(), Rc::new(thing));
        self.all.push(Rc::clone(&thing));
        self.places.insert(thing, place);
        place
    }
}

/// A call as a record tells it.
#[derive(Debug, PartialEq, Eq, Hash)]
struct RecordedCall {
    operation: String,
    target: String,
    leaves: SeenLeaves,
}

impl RecordedCall {
    fn of(call: &SeenCall) -> Self {
        let SeenCall { operation, target, leaves, .. } = call.as_recorded();
        Self { operation, target, leaves }
    }

    fn status(&self) -> String {
        self.leaves.get(STATUS).map(joined).unwrap_or_default()
    }

    fn kind(&self) -> String {
        format!("{} {}", self.operation, self.status())
    }

    fn head(&self) -> CallHead {
        CallHead { operation: self.operation.clone(), target: self.target.clone() }
    }
}

/// An event as a record tells it.
#[derive(Debug, PartialEq, Eq, Hash)]
struct RecordedEvent {
    event: String,
    /// The words before its leaves.
    head: String,
    leaves: SeenLeaves,
}

/// A scenario, with the places of its calls and events.
#[derive(Debug)]
struct NotedScenario {
    verdict: Option<String>,
    is_open: bool,
    /// For each step with calls its number and its calls.
    steps: BTreeMap<usize, Vec<usize>>,
    events: Vec<usize>,
    orders: Vec<String>,
    books: BTreeMap<String, String>,
}

impl Recorder {
    /// Adds a scenario.
    pub fn add(&mut self, id: &str, scenario: &SeenScenario) {
        let verdict = joined(&scenario.verdicts);
        let mut noted = NotedScenario {
            verdict: (verdict != GREEN).then_some(verdict),
            is_open: scenario.is_open,
            steps: BTreeMap::new(),
            events: Vec::new(),
            orders: Vec::new(),
            books: BTreeMap::new(),
        };
        for call in &scenario.calls {
            // The books tell the effects in less words than all that is read after the steps.
            let Some(step) = call.step else { break };
            let place = self.calls.place(RecordedCall::of(call));
            noted.steps.entry(step).or_default().push(place);
        }
        if !scenario.is_open {
            self.note_end(scenario, &mut noted);
        }
        self.scenarios.insert(id.to_owned(), noted);
    }

    /// Notes what is seen at the end of a scenario: its events and its books.
    fn note_end(&mut self, scenario: &SeenScenario, noted: &mut NotedScenario) {
        let events = scenario.events.iter().map(|(key, event)| {
            let mark = if event.missing == 0 { "" } else { UNSTEADY };
            let (event, leaves) = (event.event.clone(), event.leaves.clone());
            self.events.place(RecordedEvent { event, head: format!("{mark}{key}"), leaves })
        });
        noted.events = events.collect();
        let orders = scenario.orders.iter();
        let orders = orders.map(|(resource, all)| format!("{ORDER}{resource}: {}", joined(all)));
        noted.orders = orders.collect();
        let books = scenario.books.iter();
        noted.books = books.map(|(account, book)| (account.clone(), joined(book))).collect();
    }

    /// The record of all scenarios.
    #[must_use]
    pub fn record(self, facts: RecordFacts) -> BehaviourRecord {
        let mut paths = Paths::new();
        let mut counts = TemplateCounts::default();
        for call in &self.calls.all {
            call.head().note(&mut paths);
            counts.count(&call.kind(), &call.leaves);
        }
        for event in &self.events.all {
            counts.count(&event.event, &event.leaves);
        }
        let usual = counts.templates();
        let calls = self.calls.all.iter().map(|call| {
            let (form, differing) = usual.nearest(&call.kind(), &call.leaves);
            let head = format!("{} → {}{form}", call.head().words(&paths), call.status());
            line(&head, &differing)
        });
        let calls: Vec<String> = calls.collect();
        let events = self.events.all.iter().map(|event| {
            let (form, differing) = usual.nearest(&event.event, &event.leaves);
            line(&format!("{}{form}", event.head), &differing)
        });
        let events: Vec<String> = events.collect();
        let mut record = BehaviourRecord {
            record: FORM,
            facts,
            paths,
            usual,
            calls: BTreeMap::new(),
            steps: BTreeMap::new(),
            events: BTreeMap::new(),
            journeys: BTreeMap::new(),
            books: BTreeMap::new(),
            scenarios: BTreeMap::new(),
        };
        for (id, noted) in self.scenarios {
            let recorded = noted.recorded(&calls, &events, &mut record);
            record.scenarios.insert(id, recorded);
        }
        record
    }
}

impl NotedScenario {
    /// The scenario as a record has it; what others have as well goes to the tables of the record.
    fn recorded(
        self,
        calls: &[String],
        events: &[String],
        record: &mut BehaviourRecord,
    ) -> RecordedScenario {
        let steps = self.steps.into_iter().map(|(step, places)| {
            let names = places.iter().map(|place| name_of(&mut record.calls, &calls[*place]));
            let names: Vec<String> = names.collect();
            match names.as_slice() {
                [call] => (step, call.clone()),
                names => {
                    let name = shared(&mut record.steps, names.join(" "));
                    (step, format!("{SEVERAL}{name}"))
                }
            }
        });
        let steps = steps.collect();
        let lines = self.events.iter().map(|place| events[*place].clone()).chain(self.orders);
        let names: Vec<String> = lines.map(|line| name_of(&mut record.events, &line)).collect();
        let events = (!names.is_empty()).then(|| shared(&mut record.journeys, names.join(" ")));
        let books = (!self.books.is_empty()).then(|| shared(&mut record.books, self.books));
        let Self { verdict, is_open, .. } = self;
        RecordedScenario { steps, events, books, is_open, verdict }
    }
}
