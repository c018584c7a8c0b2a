//! Reports of a run in files: one page for people, data for programs, a summary for a build server.

mod choice;
mod ctrf;
mod ended_run;
mod ended_test;
mod github;
pub(crate) mod html;
mod messages;
mod model;
mod recorder;
mod story;

pub(crate) use choice::{ReportChoice, RunReports};
pub(crate) use ended_run::{EndedRun, RunSubject};
pub(crate) use model::{ScenarioReport, class, worst};
pub(crate) use recorder::RunRecorder;
pub(crate) use story::event_of;
