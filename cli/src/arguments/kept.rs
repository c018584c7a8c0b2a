//! The options about kept runs.

use std::path::PathBuf;

use clap::Args;
use conformance_harness::kept::EvidenceChoice;

use super::common::{SuiteArgument, TargetArguments};
use crate::report::ReportChoice;

/// The part of a run that is kept, and its place.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct KeepArguments {
    /// Keep the run in this folder; an earlier one in it is replaced [default: a new folder in target/conform/runs, of
    /// which the last five stay]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// The scenarios of which steps, exchanges, deliveries and books are kept
    #[arg(long, value_name = "SCENARIOS", value_enum, default_value_t = EvidenceKind::All)]
    pub(crate) evidence: EvidenceKind,
}

/// The scenarios whose stories are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum EvidenceKind {
    /// Of none
    None,
    /// Of those that did not pass
    Failed,
    /// Of all
    #[default]
    All,
}

impl From<EvidenceKind> for EvidenceChoice {
    fn from(kind: EvidenceKind) -> Self {
        match kind {
            EvidenceKind::None => Self::None,
            EvidenceKind::Failed => Self::Failed,
            EvidenceKind::All => Self::All,
        }
    }
}

/// Options of `show`.
#[derive(Debug, Args)]
pub(crate) struct ShowArguments {
    /// The scenario, as in OUT-1.3, or one row of an outline, as in OUT-1.3#2; without it the results of the run
    #[arg(value_name = "ID")]
    pub(crate) id: Option<String>,

    /// The folder of the run [default: the last one in target/conform/runs]
    #[arg(long, value_name = "DIR")]
    pub(crate) run: Option<PathBuf>,

    /// Show headers, whole bodies, the requests for a shell, and what the suite reads after the steps
    #[arg(long)]
    pub(crate) full: bool,

    /// Print the story as JSON
    #[arg(long, conflicts_with = "full")]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) suite: SuiteArgument,
}

/// Options of `merge`.
#[derive(Debug, Args)]
pub(crate) struct MergeArguments {
    /// The folders of the parts; one folder alone is read again, for its reports
    #[arg(value_name = "DIR", required = true)]
    pub(crate) runs: Vec<PathBuf>,

    /// The folder of the merged run; an earlier run in it is replaced
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,

    /// Write a report, as `conform run` does; may be repeated
    #[arg(long, value_name = "FORM[=FILE]")]
    pub(crate) report: Vec<ReportChoice>,

    /// Write a JUnit report
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,

    /// The folder of an earlier run, to say what is newly red, no longer red, still red and slower
    #[arg(long, value_name = "DIR")]
    pub(crate) compare: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) suite: SuiteArgument,
}

/// Options of `replay`.
#[derive(Debug, Args)]
pub(crate) struct ReplayArguments {
    /// The scenario, as in OUT-1.3, or one row of an outline, as in OUT-1.3#2
    #[arg(value_name = "ID")]
    pub(crate) id: String,

    /// The folder of the run with which it is compared [default: the last one in target/conform/runs]
    #[arg(long, value_name = "DIR")]
    pub(crate) run: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) target: TargetArguments,

    #[command(flatten)]
    pub(crate) suite: SuiteArgument,
}
