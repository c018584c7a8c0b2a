//! The coverage of a kept run: the part of the documents that it exercised and asserted, with what is missing.

mod catalogue;
mod exercise;
mod expectation;
mod figures;
mod measure;
mod reader;
mod sides;
#[cfg(test)]
mod tests;
mod transitions;

pub use figures::{
    Assertion, BoundCoverage, ChangeCoverage, CoverageFigure, EventCoverage, MemberCoverage,
    OperationCoverage, RunCoverage, StatusCount, StoryCount, ValueCoverage, ValueRoom,
};
pub use measure::{CoverageSources, measure};
pub use transitions::{ResourceStates, StateChange, TransitionFileError, load_transitions};
