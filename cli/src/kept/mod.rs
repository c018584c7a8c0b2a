//! Kept runs: where they lie, the story of a scenario, and its comparison with another run.

mod place;
mod replay;
mod show;
mod story_text;

pub(crate) use place::{Keeping, kept_line, latest, not_kept};
pub(crate) use replay::replay;
pub(crate) use show::show;
