//! The coverage of a kept run: the command, and its text for the terminal.

mod command;
mod lacks;
mod text;

pub(crate) use command::{CoverageReport, coverage, coverage_report};
