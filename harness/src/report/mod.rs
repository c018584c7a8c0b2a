//! The reports of a run for people and build servers, during the run and at its end.

mod failure;
mod junit;
mod observers;
mod paint;
mod progress;
mod summary;

pub use failure::failure_text;
pub use junit::JUnit;
pub use observers::Observers;
pub use paint::Paint;
pub use progress::Progress;
pub use summary::summary_text;
