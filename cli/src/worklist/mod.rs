//! The worklist of a run for the person at the Portal: in the terminal, and as a page for a second screen.

mod choice;
mod page;
mod run_worklist;

pub(crate) use choice::WorklistChoice;
pub use page::WorklistPage;
pub(crate) use run_worklist::RunWorklist;
