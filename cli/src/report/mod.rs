//! Reports of a run in files: one page for people, data for programs, a summary for a build server.

mod choice;
mod github;
pub(crate) mod html;
mod model;
mod recorder;
mod story;

pub(crate) use choice::{ReportChoice, RunReports};
pub(crate) use recorder::RunRecorder;
