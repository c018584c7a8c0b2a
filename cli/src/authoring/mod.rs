//! The commands for authors of scenarios: check, steps.

mod check;
mod explained;
mod markdown;
mod search;
mod steps;

pub(crate) use check::check;
pub(crate) use steps::steps;
