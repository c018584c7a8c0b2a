//! Causes: the few mistakes of a target that explain all failures of a run.

mod clue;
mod example;
mod gather;
mod report;

pub(crate) use clue::clue_words;
pub use example::Example;
pub use gather::{Cause, Causes};
pub use report::causes_text;
