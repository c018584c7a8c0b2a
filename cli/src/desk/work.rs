//! The work of the desk: the tree of features, the check of a text, the run of its scenarios.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    rc::Rc,
};

use conformance_harness::{
    kept::{KeptPart, KeptStory},
    report::fault_text,
    run::{BreakOff, CaseResult, Observer},
    story::Story,
    suite::{Case, FeatureMistake},
};
use ralio_conformance::{check::complete, portal::merchant_in};
use serde_json::{Value, json};
use tokio::sync::{mpsc::UnboundedSender, oneshot};

use crate::{
    authoring::{CheckedSuite, Workbench},
    error::CommandError,
};

/// A text in the editor, which may not be saved.
#[derive(Debug, serde::Deserialize)]
pub(super) struct EditedText {
    pub(super) path: String,
    pub(super) text: String,
    /// The line of the cursor: its scenario or rule runs; without a line, the whole file.
    #[serde(default)]
    pub(super) line: Option<usize>,
    /// True if all scenarios of the rule at the line run.
    #[serde(default)]
    pub(super) whole_rule: bool,
}

/// A text in the editor, with the place of the cursor.
#[derive(Debug, serde::Deserialize)]
pub(super) struct TypedText {
    pub(super) text: String,
    pub(super) line: usize,
    pub(super) column: usize,
}

/// Something that the page asks for.
#[derive(Debug)]
pub(super) enum DeskWork {
    Tree(oneshot::Sender<Value>),
    Check(EditedText, oneshot::Sender<Value>),
    /// Completions at a line and a column of a text.
    Complete(TypedText, oneshot::Sender<Value>),
    Run(EditedText, UnboundedSender<Value>),
    /// A link to the Portal of a merchant.
    Portal(i64, oneshot::Sender<Result<String, String>>),
    Stop,
}

/// Does one piece of work. A page that is gone needs no answer.
pub(super) async fn work(bench: &Workbench, work: DeskWork, break_off: &BreakOff) {
    match work {
        DeskWork::Tree(answer) => drop(answer.send(tree(bench))),
        DeskWork::Check(edited, answer) => {
            let found = match with(bench, &edited) {
                Ok(checked) => mistakes(&checked, &edited),
                Err(error) => json!([unread(&edited, &error)]),
            };
            drop(answer.send(json!({ "mistakes": found })));
        }
        DeskWork::Complete(typed, answer) => {
            let TypedText { text, line, column } = typed;
            let found = complete(&text, line, column, &bench.description);
            drop(answer.send(json!({ "completions": found })));
        }
        DeskWork::Run(edited, events) => run(bench, &edited, &events, break_off).await,
        DeskWork::Portal(merchant, answer) => {
            let started = &bench.started;
            let key = started.operator_key.clone();
            let link =
                ralio_conformance::sign_in_link(&started.target, &bench.secrets, key, merchant);
            drop(answer.send(link.await));
        }
        DeskWork::Stop => break_off.because("stopped at the desk"),
    }
}

/// The features with their rules and scenarios, and the target.
fn tree(bench: &Workbench) -> Value {
    let target = &bench.started.target;
    let read = match bench.read(BTreeMap::new()) {
        Ok(read) => read,
        Err(error) => return json!({ "error": error.to_string() }),
    };
    let mut features: BTreeMap<&Path, Vec<&Rc<Case>>> = BTreeMap::new();
    for path in read.files.texts.keys() {
        features.entry(path).or_default();
    }
    for case in &read.files.suite.cases {
        features.entry(&case.path).or_default().push(case);
    }
    let features = features.into_iter().map(|(path, cases)| {
        let mut rules: Vec<(String, Vec<Value>)> = Vec::new();
        let mut last = "";
        for case in cases {
            if case.scenario_id() == last {
                continue;
            }
            last = case.scenario_id();
            let title = case.rule.as_ref().map(|rule| format!("{} {}", rule.id, rule.sentence));
            let title = title.unwrap_or_default();
            let scenario = json!({ "id": last, "name": case.name, "line": case.lines.start() });
            match rules.last_mut().filter(|(known, _)| *known == title) {
                Some((_, scenarios)) => scenarios.push(scenario),
                None => rules.push((title, vec![scenario])),
            }
        }
        let rules: Vec<Value> = rules
            .into_iter()
            .map(|(title, scenarios)| json!({ "title": title, "scenarios": scenarios }))
            .collect();
        let broken = read.mistakes_in(path).count();
        json!({ "path": path, "rules": rules, "mistakes": broken })
    });
    json!({
        "target": target.name,
        "portal": target.portal_url,
        "features": features.collect::<Vec<_>>(),
    })
}

/// The suite with the text of the editor in the place of the file.
fn with(bench: &Workbench, edited: &EditedText) -> Result<CheckedSuite, CommandError> {
    bench.read([(PathBuf::from(&edited.path), edited.text.clone())].into())
}

/// The mistake of a suite that cannot be read any more.
fn unread(edited: &EditedText, error: &CommandError) -> FeatureMistake {
    let remedy = "look whether the folder of the suite is still there";
    FeatureMistake::in_line(Path::new(&edited.path), 1, error.to_string(), remedy)
}

fn mistakes(checked: &CheckedSuite, edited: &EditedText) -> Value {
    let own = checked.mistakes_in(Path::new(&edited.path));
    serde_json::to_value(own.collect::<Vec<_>>()).unwrap_or_default()
}

/// Runs the scenarios at a line, and tells each step as it begins and each scenario as soon as it has ended.
async fn run(
    bench: &Workbench,
    edited: &EditedText,
    events: &UnboundedSender<Value>,
    break_off: &BreakOff,
) {
    let say = |event: Value| drop(events.send(event));
    let checked = match with(bench, edited) {
        Ok(checked) => checked,
        Err(error) => {
            let found = json!([unread(edited, &error)]);
            return say(json!({ "kind": "mistakes", "mistakes": found }));
        }
    };
    let found = mistakes(&checked, edited);
    if found.as_array().is_some_and(|found| !found.is_empty()) {
        return say(json!({ "kind": "mistakes", "mistakes": found }));
    }
    let cases = checked.meant(Path::new(&edited.path), edited.line, edited.whole_rule);
    if cases.is_empty() {
        let message = "there is no scenario at this line";
        return say(json!({ "kind": "ended", "verdict": "error", "message": message }));
    }
    let scenarios = cases.iter().map(|case| json!({ "id": case.id, "name": case.name }));
    say(json!({ "kind": "begun", "scenarios": scenarios.collect::<Vec<_>>() }));
    let mut teller = DeskTeller { bench, events, stories: BTreeMap::new() };
    let suite = &checked.files.suite;
    let ended = bench.run(suite, cases, break_off.clone(), &mut teller).await;
    say(match ended {
        Ok(summary) => json!({
            "kind": "ended",
            "verdict": summary.words(),
            "code": summary.exit_code(),
            "message": summary.broken_off,
        }),
        Err(error) => {
            json!({ "kind": "ended", "verdict": "error", "message": error.to_string() })
        }
    });
}

/// Tells the page of each scenario and its steps.
struct DeskTeller<'a> {
    bench: &'a Workbench,
    events: &'a UnboundedSender<Value>,
    /// The stories of scenarios whose result is still to come.
    stories: BTreeMap<String, KeptStory>,
}

impl DeskTeller<'_> {
    /// The form of a story in which no secret stands.
    fn kept(&self, case: &Case, story: Story) -> KeptStory {
        KeptStory::of(&case.id, story, self.bench.secrets.clone())
    }
}

impl Observer for DeskTeller<'_> {
    fn ended(&mut self, outcome: &CaseResult) {
        let case = &outcome.case;
        let story = self.stories.remove(&case.id);
        let merchant = story.as_ref().and_then(|story| {
            story.parts.iter().find_map(|part| match part {
                KeptPart::Exchange { path, .. } => merchant_in(path),
                _ => None,
            })
        });
        let secrets = &self.bench.secrets;
        let reasons: Vec<String> =
            outcome.reasons.iter().map(|fault| secrets.mask(&fault_text(fault))).collect();
        let told = json!({
            "kind": "scenario",
            "id": case.id,
            "scenario": case.scenario_id(),
            "name": case.name,
            "line": case.line,
            "verdict": outcome.verdict.to_string(),
            "seconds": outcome.wall.as_secs_f64(),
            "stoppedAt": outcome.stopped_at.as_ref().map(|step| step.line),
            "reasons": reasons,
            "story": story,
            "merchant": merchant,
        });
        drop(self.events.send(told));
    }

    fn wants_stories(&self) -> bool {
        true
    }

    fn told(&mut self, case: &Case, story: Story) {
        let story = self.kept(case, story);
        self.stories.insert(case.id.clone(), story);
    }

    fn wants_progress(&self) -> bool {
        true
    }

    fn progressed(&mut self, case: &Case, story: Story) {
        let story = self.kept(case, story);
        drop(self.events.send(json!({ "kind": "step", "id": case.id, "story": story })));
    }
}
