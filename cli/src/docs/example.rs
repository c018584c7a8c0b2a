//! An example exchange of a scenario: the request that it is about, its answer, and the delivery that followed.

use conformance_harness::{
    exchange::shown,
    kept::{KeptPart, KeptStory},
    quote::shortened,
    suite::Case,
};
use gherkin::StepType;
use ralio_conformance::edition;

use crate::report::event_of;

/// The most letters of a body: the whole site stays small enough to be sent.
const LONGEST_BODY: usize = 2_000;

/// The example exchange of a case.
#[derive(Debug)]
pub(super) struct ScenarioExample {
    /// The case.
    pub(super) id: String,
    pub(super) messages: Vec<ExampleMessage>,
}

impl ScenarioExample {
    /// True if a body is not shown whole.
    pub(super) fn is_cut(&self) -> bool {
        self.messages.iter().any(|message| message.is_cut)
    }
}

/// A message of an example.
#[derive(Debug)]
pub(super) struct ExampleMessage {
    pub(super) name: &'static str,
    pub(super) head: String,
    /// The body; empty if there is none.
    pub(super) body: String,
    /// True if the body goes on.
    pub(super) is_cut: bool,
}

/// The messages of the example exchange of a scenario; none if it has no exchange and no delivery.
pub(super) fn example_of(story: &KeptStory, case: &Case) -> Vec<ExampleMessage> {
    let parts: Vec<(StepType, &KeptPart)> = in_steps(story, case);
    let best = parts.iter().enumerate().filter_map(|(at, (step, part))| {
        let KeptPart::Exchange { to, method, .. } = part else { return None };
        // The last one of the best kind counts.
        Some(((*step == StepType::When, to == edition::API, method != "GET", at), at))
    });
    let best = best.max().map(|(_, at)| at);
    let deliveries = parts.iter().enumerate().skip(best.unwrap_or_default());
    let mut deliveries = deliveries.filter(|(_, (_, part))| is_delivery(part));
    let delivery = deliveries.find(|(_, (step, _))| *step != StepType::Given).map(|(at, _)| at);
    let chosen = best.into_iter().chain(delivery);
    chosen.flat_map(|at| messages(parts[at].1)).collect()
}

/// The parts that happened in steps, each with the kind of its step.
fn in_steps<'a>(story: &'a KeptStory, case: &Case) -> Vec<(StepType, &'a KeptPart)> {
    let mut kind = StepType::Given;
    let mut parts = Vec::new();
    for part in &story.parts {
        match part {
            KeptPart::Step { line, .. } => {
                let step = case.steps.iter().find(|step| step.line == *line);
                kind = step.map_or(kind, |step| step.ty);
            }
            KeptPart::Checks { .. } => break,
            KeptPart::Exchange { .. } | KeptPart::Delivery { .. } => parts.push((kind, part)),
            KeptPart::Act { .. } => {}
        }
    }
    parts
}

fn is_delivery(part: &KeptPart) -> bool {
    matches!(part, KeptPart::Delivery { .. })
}

fn messages(part: &KeptPart) -> Vec<ExampleMessage> {
    match part {
        KeptPart::Exchange { to, method, path, request, status, answer, .. } => {
            let receiver = if to == edition::API { "" } else { to };
            let head = format!("{receiver} {method} {path}");
            vec![
                message("Request", head.trim_start(), &request.body),
                message("Answer", &status.to_string(), &answer.body),
            ]
        }
        KeptPart::Delivery { message: sent, reply, .. } => {
            let head = format!("{}, answered {reply}", event_of(sent));
            vec![message("Delivery", &head, &sent.body)]
        }
        KeptPart::Step { .. } | KeptPart::Checks { .. } | KeptPart::Act { .. } => Vec::new(),
    }
}

fn message(name: &'static str, head: &str, body: &str) -> ExampleMessage {
    let whole = shown(body.as_bytes());
    let body = shortened(&whole, LONGEST_BODY);
    ExampleMessage { name, head: shortened(head, LONGEST_BODY), is_cut: body != whole, body }
}
