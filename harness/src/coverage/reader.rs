//! Reads the stories of a run one by one, and counts what each exercised and asserted.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    catalogue::Catalogue,
    exercise::{RequestEnd, SeenChanges, StateReadings},
    expectation::StepExpectation,
    sides::query_value,
    transitions::ResourceStates,
};
use crate::{
    kept::{KeptMessage, KeptPart, KeptStory},
    schema::Contract,
    story::StepFate,
};

/// The counts of a run so far.
pub(super) struct StoryReader<'a> {
    pub(super) contract: &'a Contract,
    pub(super) resources: &'a [ResourceStates],
    /// The key of an event's type in its envelope.
    pub(super) type_key: &'a str,
    pub(super) catalogue: Catalogue,
    /// The requests of each operation, and the scenarios that sent one.
    pub(super) calls: BTreeMap<String, (usize, usize)>,
    /// The answers of each operation by status.
    pub(super) statuses: BTreeMap<String, BTreeMap<u16, usize>>,
    /// The deliveries of each type of event, and those that were accepted.
    pub(super) deliveries: BTreeMap<String, (usize, usize)>,
    pub(super) changes: SeenChanges,
    pub(super) cut_requests: usize,
}

/// The place in a story.
#[derive(Default)]
struct StoryPosition {
    /// True from the first `Then` on, until the next `Given` or `When`.
    is_expecting: bool,
    expectation: Option<StepExpectation>,
    /// The answers of the step, each with the number of its message.
    answers: Vec<(usize, Value)>,
    /// The last answer before the step.
    last: Option<(usize, Value)>,
    states: StateReadings,
    operations: BTreeSet<String>,
}

impl StoryReader<'_> {
    /// Counts a story.
    pub(super) fn read(&mut self, story: &KeptStory) {
        let mut position = StoryPosition::default();
        for part in &story.parts {
            match part {
                KeptPart::Step { text, argument, fate, .. } => {
                    self.end_step(&mut position);
                    position.begin_step(text, argument.as_deref(), *fate);
                }
                KeptPart::Checks { .. } => {
                    self.end_step(&mut position);
                    position.expectation = None;
                }
                KeptPart::Exchange { method, path, request, status, answer, .. } => {
                    let answer = answer.json().unwrap_or_default();
                    self.read_exchange(&mut position, (method, path), request, *status, answer);
                }
                KeptPart::Delivery { message, reply, .. } => self.read_delivery(message, reply),
                KeptPart::Act { .. } => {}
            }
        }
        self.end_step(&mut position);
        for operation in position.operations {
            self.calls.entry(operation).or_default().1 += 1;
        }
    }

    fn read_exchange(
        &mut self,
        position: &mut StoryPosition,
        (method, path): (&str, &str),
        request: &KeptMessage,
        status: u16,
        answer: Value,
    ) {
        let documented = self.contract.lookup(method, path);
        let Some(id) = documented.operation_id().map(str::to_owned) else { return };
        self.calls.entry(id.clone()).or_default().0 += 1;
        *self.statuses.entry(id.clone()).or_default().entry(status).or_default() += 1;
        self.read_request(&id, path, request, &RequestEnd::of(status, &answer));
        if let Some(message) = self.catalogue.answer(&id, status).filter(|_| !answer.is_null()) {
            let reader = self.catalogue.reader(message);
            let reader = reader.of_answer(self.resources, &mut position.states, &mut self.changes);
            reader.read(&answer);
            position.answers.push((message, answer));
        }
        position.operations.insert(id);
    }

    fn read_request(&mut self, id: &str, path: &str, request: &KeptMessage, end: &RequestEnd) {
        if let Some(message) = self.catalogue.requests.get(id).copied() {
            if let Some(body) = request.json() {
                self.catalogue.reader(message).of_request(end, None).read(&body);
            }
            self.cut_requests += usize::from(request.is_cut());
        }
        let Some((_, query)) = path.split_once('?') else { return };
        let Some(parameters) = self.catalogue.parameters.get(id) else { return };
        let Ok(address) = reqwest::Url::parse(&format!("http://query.invalid/?{query}")) else {
            return;
        };
        let mut found = Vec::new();
        for (name, text) in address.query_pairs() {
            let fitting = parameters.iter().filter(|(parameter, _)| parameter.fits(&name));
            found.extend(fitting.map(|(_, message)| {
                let value = query_value(&text, &self.catalogue.messages[*message].shape.nodes[0]);
                (*message, name.to_string(), value)
            }));
        }
        for (message, name, value) in found {
            self.catalogue.reader(message).of_request(end, Some(&name)).read(&value);
        }
    }

    fn read_delivery(&mut self, message: &KeptMessage, reply: &str) {
        let Some(body) = message.json() else { return };
        let Some(event_type) = body.get(self.type_key).and_then(Value::as_str) else { return };
        let (delivered, accepted) = self.deliveries.entry(event_type.to_owned()).or_default();
        *delivered += 1;
        *accepted += usize::from(reply.starts_with('2'));
        if let Some(message) = self.catalogue.events.get(event_type).copied() {
            self.catalogue.reader(message).read(&body);
        }
    }

    /// Notes the assertions of the step that ends here: of its answers, else of the last one before it, and of named events.
    fn end_step(&mut self, position: &mut StoryPosition) {
        if let Some(expectation) = position.expectation.take() {
            let before = position.last.iter().filter(|_| position.answers.is_empty());
            for (message, answer) in position.answers.iter().chain(before) {
                let message = &mut self.catalogue.messages[*message];
                message.asserted.extend(expectation.asserted(&message.shape, answer));
            }
            self.assert_events(&expectation);
        }
        if let Some(last) = position.answers.pop() {
            position.last = Some(last);
        }
        position.answers.clear();
    }

    fn assert_events(&mut self, expectation: &StepExpectation) {
        for (event_type, message) in &self.catalogue.events {
            if !expectation.names_event(event_type) {
                continue;
            }
            let message = &mut self.catalogue.messages[*message];
            let own_type = format!("/{}", self.type_key);
            let nodes = message.shape.nodes.iter().enumerate();
            let is_named = |place: &str| place == own_type || expectation.names(place);
            let named = nodes.filter(|(_, node)| is_named(&node.place)).map(|(index, _)| index);
            message.asserted.extend(named);
        }
    }
}

impl StoryPosition {
    fn begin_step(&mut self, text: &str, argument: Option<&str>, fate: StepFate) {
        let (keyword, sentence) = text.split_once(' ').unwrap_or((text, ""));
        match keyword {
            "Then" => self.is_expecting = true,
            "Given" | "When" => self.is_expecting = false,
            _ => {}
        }
        let is_judged = matches!(fate, StepFate::Passed | StepFate::Stopped);
        self.expectation =
            (self.is_expecting && is_judged).then(|| StepExpectation::of(sentence, argument));
    }
}
