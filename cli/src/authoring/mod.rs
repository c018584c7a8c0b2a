//! The commands for authors of scenarios: check, new, steps, watch; and the stories of a run.

mod check;
mod explained;
mod markdown;
mod new;
mod questions;
mod steps;
mod teller;
mod watch;
mod workbench;

pub(crate) use check::check;
pub(crate) use new::new;
pub(crate) use steps::steps;
pub(crate) use teller::StoryTeller;
pub(crate) use watch::watch;
pub(crate) use workbench::{CheckedSuite, Workbench};
