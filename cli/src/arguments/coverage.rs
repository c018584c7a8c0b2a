//! The options of `coverage`.

use std::path::PathBuf;

use clap::Args;

use super::common::SuiteArgument;

/// The examples in the help of `coverage`.
pub(super) const COVERAGE_HELP: &str = "Examples:
  conform coverage                    of the last run
  conform coverage --missing          with all that is missing
  conform coverage --run DIR --json   of another run, as data (docs/coverage.md)

Exit code: 0, also if something is missing; 2 if the run cannot be read.";

/// Options of `coverage`.
#[derive(Debug, Args)]
pub(crate) struct CoverageArguments {
    /// The folder of the run [default: the last one in target/conform/runs]
    #[arg(long, value_name = "DIR")]
    pub(crate) run: Option<PathBuf>,

    /// List all that is missing, not only the first lines of each section
    #[arg(long)]
    pub(crate) missing: bool,

    /// Print everything as JSON
    #[arg(long, conflicts_with = "missing")]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) suite: SuiteArgument,
}
