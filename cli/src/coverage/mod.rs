//! The coverage of a kept run: the command, and its text for the terminal.

mod command;
mod lacks;
mod report;
mod text;

pub(crate) use command::{coverage, coverage_report};
pub(crate) use report::CoverageReport;
