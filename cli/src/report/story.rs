//! The story of a scenario for the page: a time line, a sequence diagram, and books.

use askama::Template;
use conformance_harness::{
    exchange::path_kind,
    kept::{KeptMessage, KeptPart, KeptStory},
    quote::shortened,
    story::StepFate,
};
use ralio_conformance::edition;

/// The lanes of the diagram: a name, and the distance from the left.
const LANES: [(&str, i32); 4] =
    [("Webhook endpoint", 90), ("Merchant", 290), ("API", 600), ("Portal", 830)];

/// The distances of the lanes from the left.
const ENDPOINT: i32 = LANES[0].1;
const MERCHANT: i32 = LANES[1].1;
const API: i32 = LANES[2].1;
const PORTAL: i32 = LANES[3].1;

/// The most messages of a diagram.
const MOST_LINES: usize = 60;

/// The height of a message in a diagram.
const ROW: i32 = 24;

/// The width of a letter of a label.
const LETTER: i32 = 7;

/// The most letters of a body or a command on the page: of a scenario that passed, and of one that did not.
const LONGEST_TEXT: [usize; 2] = [500, 4_000];

/// A story as a part of a page.
#[derive(Template)]
#[template(path = "story.html")]
struct StoryTemplate<'a> {
    story: &'a KeptStory,
    /// The id of the section.
    id: String,
    title: &'a str,
    verdict: String,
    class: &'static str,
    reasons: &'a [String],
    /// True if the diagram is shown at once.
    is_open: bool,
    lanes: [(&'static str, i32); 4],
    lines: Vec<DiagramLine>,
    /// True if not all messages are in the diagram.
    is_cut: bool,
    height: i32,
    steps: Vec<StoryStep<'a>>,
}

/// A message in the diagram.
struct DiagramLine {
    y: i32,
    from: i32,
    to: i32,
    /// The way back from the tip of the arrow.
    back: i32,
    middle: i32,
    label: String,
    is_red: bool,
}

/// A step with what happened in it.
struct StoryStep<'a> {
    /// Seconds since the begin of the scenario.
    at: Option<f64>,
    text: String,
    argument: Option<&'a str>,
    class: &'static str,
    parts: Vec<StoryItem>,
}

/// Something that happened, in one line, and its details.
struct StoryItem {
    head: String,
    details: Vec<(&'static str, String)>,
}

/// The heading of a story on a page of its own.
pub(super) struct StoryHeading<'a> {
    pub(super) title: &'a str,
    pub(super) verdict: String,
    pub(super) class: &'static str,
    /// The mistakes, if it did not pass.
    pub(super) reasons: &'a [String],
}

/// The story as HTML; without a heading as a part of something that has one.
pub(super) fn story_html(
    story: &KeptStory,
    heading: Option<StoryHeading<'_>>,
) -> Result<String, askama::Error> {
    let lines = lines(story);
    let is_cut = lines.len() > MOST_LINES;
    let lines: Vec<DiagramLine> = lines.into_iter().take(MOST_LINES).collect();
    let rows = i32::try_from(lines.len()).unwrap_or_default();
    let is_page = heading.is_some();
    let none = StoryHeading { title: "", verdict: String::new(), class: "", reasons: &[] };
    let StoryHeading { title, verdict, class, reasons } = heading.unwrap_or(none);
    let id = if is_page { story.scenario.clone() } else { format!("story-{}", story.scenario) };
    let height = 40 + ROW * rows;
    let is_green = class == "good";
    let steps = steps(story, LONGEST_TEXT[usize::from(!is_green)]);
    let is_open = !is_page;
    StoryTemplate {
        story,
        id,
        title,
        verdict,
        class,
        reasons,
        is_open,
        lanes: LANES,
        lines,
        is_cut,
        height,
        steps,
    }
    .render()
}

/// The messages of the steps, for the diagram.
fn lines(story: &KeptStory) -> Vec<DiagramLine> {
    let mut lines = Vec::new();
    for part in &story.parts {
        let (from, to, label, is_red) = match part {
            KeptPart::Checks { .. } => break,
            KeptPart::Exchange { to, method, path, status, .. } => {
                let lane = if to == edition::API { API } else { PORTAL };
                let label = format!("{method} {} → {status}", short_path(path));
                (MERCHANT, lane, label, *status >= 400)
            }
            KeptPart::Delivery { message, reply, .. } => {
                (API, ENDPOINT, format!("{} → {reply}", event_of(message)), !reply.starts_with('2'))
            }
            KeptPart::Act { words, .. } => (MERCHANT, PORTAL, words.clone(), false),
            KeptPart::Step { .. } => continue,
        };
        let y = 44 + ROW * i32::try_from(lines.len()).unwrap_or_default();
        let back = if to > from { -7 } else { 7 };
        let letters = usize::try_from((to - from).abs() / LETTER).unwrap_or_default();
        let (middle, label) = (i32::midpoint(from, to), shortened(&label, letters));
        lines.push(DiagramLine { y, from, to, back, middle, label, is_red });
    }
    lines
}

/// The last parts of a path, without ids.
fn short_path(path: &str) -> String {
    let path = path_kind(path).replace("{id}", "…");
    let parts: Vec<&str> = path.split('/').collect();
    parts[parts.len().saturating_sub(3)..].join("/")
}

/// The type of the event in a delivery.
pub(crate) fn event_of(message: &KeptMessage) -> String {
    let body = serde_json::from_str::<serde_json::Value>(&message.body).unwrap_or_default();
    let named = body.get(edition::key::EVENT_TYPE).and_then(serde_json::Value::as_str);
    named.unwrap_or("a delivery").to_owned()
}

fn steps(story: &KeptStory, longest: usize) -> Vec<StoryStep<'_>> {
    let mut steps: Vec<StoryStep<'_>> = Vec::new();
    for part in &story.parts {
        match part {
            KeptPart::Step { at, text, argument, fate, .. } => {
                let (class, told) = match fate {
                    StepFate::Passed => ("", ""),
                    StepFate::Stopped => ("stopped", " ← the scenario ended here"),
                    StepFate::Running => ("", " (running)"),
                    StepFate::NotReached => ("dim", " (not reached)"),
                    StepFate::NotBinding => ("dim", " (does not bind this target)"),
                };
                steps.push(StoryStep {
                    at: at.map(|ms| ms / 1e3),
                    text: format!("{text}{told}"),
                    argument: argument.as_deref(),
                    class,
                    parts: Vec::new(),
                });
            }
            KeptPart::Checks { at } => steps.push(StoryStep {
                at: Some(at / 1e3),
                text: "After the steps, the suite reads everything and compares it".to_owned(),
                argument: None,
                class: "dim",
                parts: Vec::new(),
            }),
            other => {
                if let Some((step, detail)) = steps.last_mut().zip(detail(other, longest)) {
                    step.parts.push(detail);
                }
            }
        }
    }
    // The many requests at the end say little; their number is enough.
    if let Some(last) = steps.last_mut().filter(|step| step.class == "dim") {
        let count = last.parts.len();
        if count > 0 {
            last.parts.clear();
            last.text = format!("{}: {count} requests and deliveries", last.text);
        }
    }
    steps
}

fn detail(part: &KeptPart, longest: usize) -> Option<StoryItem> {
    match part {
        KeptPart::Exchange { ms, to, method, path, request, status, answer, .. } => {
            let mut details = Vec::new();
            // The command has the body of the request in it.
            match part.command() {
                Some(command) => details.push(("as curl", shortened(&command, longest))),
                None => add(&mut details, "request", &request.body, longest),
            }
            add(&mut details, "answer", &answer.body, longest);
            let head = format!("→ {to} {method} {path} ← {status} after {ms} ms");
            Some(StoryItem { head, details })
        }
        KeptPart::Delivery { subpath, message, reply, .. } => {
            let mut details = Vec::new();
            add(&mut details, "delivery", &message.body, longest);
            let head = format!("⇐ webhook{subpath} {}, answered {reply}", event_of(message));
            Some(StoryItem { head, details })
        }
        KeptPart::Act { words, .. } => {
            Some(StoryItem { head: format!("● {words}"), details: Vec::new() })
        }
        KeptPart::Step { .. } | KeptPart::Checks { .. } => None,
    }
}

fn add(details: &mut Vec<(&'static str, String)>, name: &'static str, body: &str, longest: usize) {
    if !body.is_empty() {
        details.push((name, shortened(body, longest)));
    }
}
