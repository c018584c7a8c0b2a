//! The reports of a run for people and build servers, during the run and at its end.

mod failure;
mod junit;
mod output;
mod paint;
mod progress;
mod report_file;
mod summary;
mod xml;

pub use failure::{failure_text, fault_text};
pub use junit::JUnit;
pub use output::Output;
pub use paint::Paint;
pub use progress::Progress;
pub use report_file::{ReportFile, ReportParts};
pub use summary::{rules_text, summary_text, verdict_text};
