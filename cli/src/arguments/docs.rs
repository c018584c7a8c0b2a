//! The options of `docs`.

use std::path::PathBuf;

use clap::Args;

use super::common::SuiteArgument;

/// The examples in the help of `docs`.
pub(super) const DOCS_HELP: &str = "Examples:
  conform docs -o site               with the verdicts of the last run, if one is kept
  conform docs -o site --run DIR     with those of another run
  conform docs -o site --no-run      requirements only

Open site/index.html: no server is needed (docs/living-documentation.md).

Exit code: 0 written, whatever the verdicts are; 2 not written.";

/// Options of `docs`.
#[derive(Debug, Args)]
pub(crate) struct DocsArguments {
    /// The folder of the site; an earlier site in it is replaced, and a folder with other files is refused
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: PathBuf,

    /// The folder of the run whose verdicts and exchanges are shown [default: the last one in target/conform/runs, if
    /// there is one]
    #[arg(long, value_name = "DIR")]
    pub(crate) run: Option<PathBuf>,

    /// Show no verdicts, although a run is kept
    #[arg(long, conflicts_with = "run")]
    pub(crate) no_run: bool,

    #[command(flatten)]
    pub(crate) suite: SuiteArgument,
}
