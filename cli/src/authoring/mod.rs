//! The commands for authors of scenarios: check, format, new, steps, watch; and the stories of a run.

mod check;
mod chosen;
mod explained;
mod format;
mod markdown;
mod new;
mod questions;
mod steps;
mod teller;
mod watch;
mod workbench;

pub(crate) use check::check;
pub(crate) use format::format;
pub(crate) use markdown::phrase_as_markdown;
pub(crate) use new::new;
pub(crate) use steps::steps;
pub(crate) use teller::{StoryTeller, without_evidence};
pub(crate) use watch::watch;
pub(crate) use workbench::{CheckedSuite, Workbench};
