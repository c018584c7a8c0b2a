//! A scenario that has ended: the end of each step, as its result and its story tell it.

use std::time::Duration;

use conformance_harness::{
    exchange::ANSWER_MARK,
    kept::{KeptMessage, KeptPart, KeptStory},
    quote::shortened,
    report::fault_text,
    run::CaseResult,
    story::StepFate,
    verdict::{Fault, Verdict},
};
use jiff::{SignedDuration, Timestamp};

/// The name of the step that stands for the checks after a scenario's steps.
pub(super) const CHECKS: &str = "the suite checks books, orders, deliveries and all messages";

/// The most pieces of evidence of one step; a scenario rarely has more than two.
const MOST_EVIDENCE: usize = 10;

/// The most letters of a message that stands in for evidence.
const LONGEST_MESSAGE: usize = 6_000;

/// The end of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StepEnd {
    Passed,
    Failed,
    Skipped,
    /// Its assertion does not bind the target, or nobody knows what became of it.
    NotJudged,
}

/// A scenario that has ended.
pub(super) struct EndedTest {
    pub(super) outcome: CaseResult,
    /// The steps, those of the backgrounds first.
    pub(super) steps: Vec<EndedStep>,
    /// The checks of the suite after the steps; none if the scenario does not apply.
    pub(super) checks: Option<EndedStep>,
}

/// A step that has ended.
pub(super) struct EndedStep {
    pub(super) end: StepEnd,
    pub(super) begun: Timestamp,
    pub(super) time: Duration,
    /// The reasons why it did not pass, as people read them.
    pub(super) message: Option<String>,
    /// The messages that show it.
    pub(super) evidence: Vec<String>,
}

/// The end of a step and its time in milliseconds since the scenario's begin, as the story tells it.
type Told = (StepFate, Option<f64>, f64);

impl EndedTest {
    /// A scenario with this result; without a story, the ends of its steps follow from the result alone.
    pub(super) fn new(outcome: CaseResult, story: Option<&KeptStory>) -> Self {
        let stopped = stopped_step(&outcome);
        let told = story.map(told_steps);
        let is_carried_out = stopped.is_some() || outcome.verdict != Verdict::NotApplicable;
        let own = usize::from(stopped.is_some()).min(outcome.reasons.len());
        let (of_step, of_checks) = outcome.reasons.split_at(own);
        let mut steps = Vec::new();
        let mut last = outcome.begun;
        for index in 0..outcome.case.steps.len() {
            let (fate, at, ms) = told
                .as_ref()
                .and_then(|told| told.get(index).copied())
                .unwrap_or((fate_without_story(&outcome, index, stopped), None, 0.0));
            let begun = at.map_or(last, |at| later(outcome.begun, at));
            let time = Duration::try_from_secs_f64(ms / 1e3).unwrap_or_default();
            last = later(begun, ms);
            let mut step = EndedStep { begun, time, ..EndedStep::at(begun) };
            if Some(index) == stopped {
                step.explain(outcome.verdict, of_step);
                if step.evidence.is_empty() && step.end == StepEnd::Failed {
                    step.evidence.extend(story.and_then(|story| last_exchange(story, index)));
                }
            } else {
                (step.end, step.message) = end_of(fate, outcome.verdict);
            }
            steps.push(step);
        }
        let mut checks = EndedStep::at(last);
        let end = later(outcome.begun, outcome.wall.as_secs_f64() * 1e3);
        checks.time = Duration::try_from(end.duration_since(last)).unwrap_or_default();
        checks.explain(outcome.verdict, of_checks);
        if !is_carried_out && let Some(first) = steps.first_mut() {
            first.message = checks.message.take();
        }
        Self { steps, checks: is_carried_out.then_some(checks), outcome }
    }

    /// The time at which it ended.
    pub(super) fn ended(&self) -> Timestamp {
        later(self.outcome.begun, self.outcome.wall.as_secs_f64() * 1e3)
    }
}

impl EndedStep {
    /// A step that passed at once.
    fn at(begun: Timestamp) -> Self {
        let (end, time) = (StepEnd::Passed, Duration::ZERO);
        Self { end, begun, time, message: None, evidence: Vec::new() }
    }

    /// Gives it the end and the words that follow from its reasons.
    fn explain(&mut self, verdict: Verdict, reasons: &[Fault]) {
        let is_judged = |fault: &Fault| !matches!(fault, Fault::NotApplicable { .. });
        self.end = match verdict {
            _ if reasons.is_empty() => StepEnd::Passed,
            Verdict::Failed | Verdict::Error if reasons.iter().any(is_judged) => StepEnd::Failed,
            Verdict::Passed | Verdict::Warning => StepEnd::Passed,
            _ => StepEnd::Skipped,
        };
        let words: Vec<String> = reasons.iter().map(|fault| words(verdict, fault)).collect();
        self.message = Some(words.join("\n")).filter(|text| !text.is_empty());
        let evidence = reasons.iter().filter_map(|fault| match fault {
            Fault::Nonconformance(finding) => finding.evidence.clone(),
            Fault::Error { .. } | Fault::NotApplicable { .. } => None,
        });
        self.evidence = evidence.take(MOST_EVIDENCE).collect();
    }
}

/// A reason as people read it, without its evidence.
fn words(verdict: Verdict, fault: &Fault) -> String {
    match fault {
        Fault::Error { message } => format!("error: {message}"),
        Fault::NotApplicable { reason } => format!("not applicable: {reason}"),
        Fault::Nonconformance(finding) => {
            let mut finding = finding.clone();
            finding.evidence = None;
            let kind = match verdict {
                Verdict::Warning | Verdict::KnownDeviation => format!("{verdict}: "),
                _ => String::new(),
            };
            let text = fault_text(&Fault::Nonconformance(finding.clone()));
            format!("{kind}{}\n{}", finding.what, text.trim_end())
        }
    }
}

/// The first reason of a scenario in one line.
pub(super) fn first_words(outcome: &CaseResult) -> Option<String> {
    outcome.reasons.first().map(|fault| match fault {
        Fault::Nonconformance(finding) => finding.what.clone(),
        other => words(outcome.verdict, other),
    })
}

/// The number of the step that stopped a scenario.
fn stopped_step(outcome: &CaseResult) -> Option<usize> {
    let line = outcome.stopped_at.as_ref()?.line;
    outcome.case.steps.iter().position(|step| step.line == line)
}

fn told_steps(story: &KeptStory) -> Vec<Told> {
    let steps = story.parts.iter().filter_map(|part| match part {
        KeptPart::Step { at, ms, fate, .. } => Some((*fate, *at, *ms)),
        _ => None,
    });
    steps.collect()
}

fn fate_without_story(outcome: &CaseResult, index: usize, stopped: Option<usize>) -> StepFate {
    match (stopped, outcome.verdict) {
        (Some(stopped), _) if index < stopped => StepFate::Passed,
        (Some(_), _) | (None, Verdict::NotApplicable) => StepFate::NotReached,
        // An error without a step is one before the first or after the last.
        (None, Verdict::Error) => StepFate::NotBinding,
        (None, _) => StepFate::Passed,
    }
}

/// The end of a step that no reason is about. After a warning the rest of a scenario is not carried out, and yet it passed.
fn end_of(fate: StepFate, verdict: Verdict) -> (StepEnd, Option<String>) {
    let not_judged = |reason: &str| (StepEnd::NotJudged, Some(format!("not judged: {reason}")));
    match fate {
        StepFate::Passed | StepFate::Stopped | StepFate::Running => (StepEnd::Passed, None),
        StepFate::NotBinding if verdict == Verdict::Error => {
            not_judged("the run kept no story of this scenario, or it does not bind the target")
        }
        StepFate::NotBinding => not_judged("it does not bind the target"),
        StepFate::NotReached if verdict == Verdict::Warning => {
            not_judged("the scenario ended before")
        }
        StepFate::NotReached => (StepEnd::Skipped, None),
    }
}

/// The last request of a step with its answer.
fn last_exchange(story: &KeptStory, index: usize) -> Option<String> {
    let is_step =
        |part: &&KeptPart| matches!(part, KeptPart::Step { .. } | KeptPart::Checks { .. });
    let steps = story.parts.iter().enumerate().filter(|(_, part)| is_step(part));
    let mut places = steps.map(|(place, _)| place).skip(index);
    let from = places.next()?;
    let to = places.next().unwrap_or(story.parts.len());
    story.parts[from..to].iter().rev().find_map(|part| match part {
        KeptPart::Exchange { status, answer: KeptMessage { body, .. }, .. } => {
            let command = part.command().unwrap_or_default();
            let text = format!("{command}{ANSWER_MARK}{status}\n{body}");
            Some(shortened(&text, LONGEST_MESSAGE))
        }
        _ => None,
    })
}

/// So many milliseconds after a time.
fn later(time: Timestamp, ms: f64) -> Timestamp {
    let passed = Duration::try_from_secs_f64(ms / 1e3).unwrap_or_default();
    let passed = SignedDuration::try_from(passed).unwrap_or_default();
    time.checked_add(passed).unwrap_or(time)
}
