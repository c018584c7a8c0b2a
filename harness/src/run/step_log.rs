//! The times of a scenario's steps, for its story.

use std::time::Instant;

use jiff::Timestamp;

use super::Plan;
use crate::{
    story::{Book, StepFate, Story, StoryMoment, ToldStep},
    suite::{Case, CaseStep},
};

/// The steps that were begun.
pub(super) struct StepLog {
    begun: (Timestamp, Instant),
    steps: Vec<StepTime>,
}

struct StepTime {
    line: usize,
    begun: Instant,
    /// Its end; none while it runs.
    ended: Option<Instant>,
    passed: bool,
}

impl StepLog {
    /// A log that begins now.
    pub(super) fn begun() -> Self {
        Self { begun: (Timestamp::now(), Instant::now()), steps: Vec::new() }
    }

    /// The time at which it began.
    pub(super) fn time(&self) -> Timestamp {
        self.begun.0
    }

    /// Notes that a step begins.
    pub(super) fn begin(&mut self, step: &CaseStep) {
        let (line, begun) = (step.line, Instant::now());
        self.steps.push(StepTime { line, begun, ended: None, passed: false });
    }

    /// Notes that the last step has passed.
    pub(super) fn passed(&mut self) {
        if let Some(last) = self.steps.last_mut() {
            (last.ended, last.passed) = (Some(Instant::now()), true);
        }
    }

    /// Notes that the steps are over.
    pub(super) fn close(&mut self) {
        if let Some(last) = self.steps.last_mut() {
            last.ended.get_or_insert_with(Instant::now);
        }
    }

    /// The story so far of a scenario with these steps.
    pub(super) fn story(
        &self,
        plan: &Plan,
        case: &Case,
        moments: Vec<StoryMoment>,
        books: Vec<Book>,
    ) -> Story {
        let mut times = self.steps.iter().peekable();
        let steps = case.steps.iter().map(|step| {
            let time = times.next_if(|time| time.line == step.line);
            let fate = match time {
                Some(StepTime { passed: true, .. }) => StepFate::Passed,
                Some(StepTime { ended: Some(_), .. }) => StepFate::Stopped,
                Some(_) => StepFate::Running,
                None if !plan.binds(step) => StepFate::NotBinding,
                None => StepFate::NotReached,
            };
            ToldStep {
                text: format!("{}{}", step.keyword, step.value),
                argument: argument(step),
                line: step.line,
                time: time.map(|time| (time.begun, time.ended.unwrap_or_else(Instant::now))),
                fate,
            }
        });
        Story { begun: self.begun, steps: steps.collect(), moments, books }
    }
}

/// The text or the table below a step.
fn argument(step: &gherkin::Step) -> Option<String> {
    let table = step.table.as_ref().map(|table| {
        let rows = table.rows.iter().map(|row| format!("| {} |", row.join(" | ")));
        rows.collect::<Vec<_>>().join("\n")
    });
    step.docstring.clone().or(table)
}
