//! Kept runs: where they lie, the story of a scenario, and its comparison with another run.

mod ended;
mod merge;
mod place;
mod replay;
mod show;
mod story_text;

pub(crate) use ended::{results, summary_of};
pub(crate) use merge::merge;
pub(crate) use place::{
    begin_keeping, chosen_of, comparison_folder, kept_line, last_kept, latest, not_kept, run_facts,
};
pub(crate) use replay::replay;
pub(crate) use show::show;
pub(crate) use story_text::{StoryDetail, story_text};
