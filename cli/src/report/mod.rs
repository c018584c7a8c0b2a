//! Reports of a run in files: one page for people, data for programs, a summary for a build server.

mod choice;
mod github;
mod html;
mod model;
mod recorder;

pub(crate) use choice::{ReportChoice, RunReports};
pub(crate) use recorder::RunRecorder;
