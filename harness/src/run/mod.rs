//! Runs cases: in any order, side by side, each step under a deadline, and gives each its verdict.

mod audience;
mod break_off;
mod coverage;
mod current;
mod obstacle;
mod panics;
mod phrases;
mod plan;
mod runner;
mod scenario;
mod scope;
mod step_index;
mod step_log;
mod subject;
mod summary;
mod tally;

pub use break_off::BreakOff;
pub use coverage::{Coverage, Extent};
pub use current::current_case;
pub use obstacle::Obstacle;
pub use phrases::{IndexedPhrase, PhraseIndex, phrases};
pub use plan::Plan;
pub use runner::run;
pub use scope::{Gap, TargetScope};
pub use step_index::arguments_in;
pub use subject::Subject;
pub use summary::{CallTimes, CaseResult, Observer, RunStats, Summary};
