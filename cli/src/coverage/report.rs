//! The coverage of a run in its report.

use conformance_harness::coverage::CoverageFigure;
use serde::Serialize;

use super::lacks::Lack;

/// The coverage of a run, for its report.
#[derive(Debug, Serialize)]
pub(crate) struct CoverageReport {
    /// The parts of the documents, and how much of each was covered.
    pub(crate) figures: Vec<CoverageFigure>,
    /// The gaps, by section.
    pub(crate) missing: Vec<Lack>,
}
