//! The options of `snapshots`.

use clap::{Args, Subcommand};

use super::common::{EMBEDDED, SuiteArgument};

/// The help after the options.
pub(super) const SNAPSHOTS_HELP: &str = "Examples:\n  \
    conform snapshots                          what is accepted, waits for review, or is unused\n  \
    conform snapshots review                   look at each pending one, and accept or reject it\n  \
    conform snapshots accept PIN-3.2           accept one\n  \
    conform snapshots accept --all --target staging.yaml\n\n\
    A run leaves a value that differs from its snapshot pending. In an accepted file a person can write [any] in \
    the place of a value, or of a part of a text, that differs from run to run. A target has snapshots of its own \
    if its profile says `snapshots: FOLDER`, beside the profile. `cargo insta review` does the same as `review`.\n\n\
    Exit code: 0 nothing waits, 1 something does, 2 a file cannot be read or written.";

/// Options of `snapshots`.
#[derive(Debug, Args)]
pub(crate) struct SnapshotsArguments {
    #[command(subcommand)]
    pub(crate) action: Option<SnapshotsAction>,

    /// The target whose own snapshots are meant, by its profile; without one the suite's
    #[arg(long, value_name = "TARGET", default_value = EMBEDDED, global = true)]
    pub(crate) target: String,

    #[command(flatten)]
    pub(crate) suite: SuiteArgument,
}

/// One action on snapshots.
#[derive(Clone, Debug, Default, Subcommand)]
pub(crate) enum SnapshotsAction {
    /// List every snapshot, and what waits for review
    #[default]
    List,
    /// Show each pending snapshot with its difference, and ask what to do
    Review,
    /// Accept pending snapshots
    Accept(ChosenSnapshots),
    /// Remove pending snapshots; what is accepted stays
    Reject(ChosenSnapshots),
    /// Remove snapshots that no scenario uses
    Prune,
}

/// The snapshots that are meant.
#[derive(Clone, Debug, Args)]
pub(crate) struct ChosenSnapshots {
    /// Their names, as `conform snapshots` lists them
    #[arg(value_name = "NAME", required_unless_present = "all")]
    pub(crate) names: Vec<String>,

    /// All pending ones
    #[arg(long, conflicts_with = "names")]
    pub(crate) all: bool,
}
