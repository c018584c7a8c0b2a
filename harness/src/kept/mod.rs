//! Kept runs: a folder with the results of a run and the stories of its scenarios, from which reports are made and scenarios
//! are told.

mod comparison;
mod divergence;
mod folder;
mod keeper;
mod merge;
mod record;
mod result;

pub use comparison::{RunChanges, RunComparison, Slower};
pub use divergence::Divergence;
pub use folder::{KeptError, KeptFolder, KeptRun};
pub use keeper::{EvidenceChoice, RunKeeper};
pub use merge::{MergeError, merge};
pub use record::{KeptMessage, KeptPart, KeptStory};
pub use result::{KeptResult, RunFacts, RunHead, RunState, StoryPlace};
