//! The options of `record` and `diff`.

use std::path::PathBuf;

use clap::Args;

use super::common::{EMBEDDED, JOBS, SuiteArgument, jobs};
use crate::versions::NoteChoice;

/// The examples in the help of `diff`.
pub(super) const DIFF_HELP: &str = "\
Each side is a target (`sandbox`, `container` or a profile), a record (`conform record`) or the folder of a \
kept run. Two targets run the same scenarios side by side; a difference that does not show again is noise, not a change.

Examples:
  conform diff main.record.yaml staging.yaml          a record of the last version, and the new one
  conform diff old.yaml new.yaml --rule TRF-1         two targets, one rule
  conform diff one.record.yaml two.record.yaml --note markdown=note.md
  conform diff sandbox sandbox --fault ord-1a         to see what a note says of a change

Exit code: 0 nothing that breaks; 1 something breaks, or must be decided; 2 the sides could not be compared.";

/// The examples in the help of `record`.
pub(super) const RECORD_HELP: &str = "Examples:
  conform record -o sandbox.record.yaml
  conform record --target staging.yaml -o staging.record.yaml
  conform record --rule TRF-1 -o transfers.record.yaml
  conform record --from monday --from tuesday -o main.record.yaml    of runs that were kept

Exit code: 0 recorded, also if scenarios are red; 2 not recorded.";

/// Options of `diff`.
#[derive(Debug, Args)]
pub(crate) struct DiffArguments {
    /// The target, record or kept run before the change
    #[arg(value_name = "BEFORE")]
    pub(crate) before: String,

    /// The target, record or kept run after the change
    #[arg(value_name = "AFTER")]
    pub(crate) after: String,

    #[command(flatten)]
    pub(crate) chosen: ChosenArguments,

    /// Number of scenarios that run at the same time on each target
    #[arg(long, default_value_t = JOBS, value_name = "N", value_parser = jobs)]
    pub(crate) jobs: usize,

    /// Seed of the random order
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(crate) seed: u64,

    /// Write the note as `markdown`, `html` or `json`, each also with a file, as in `markdown=note.md`; may be repeated
    #[arg(long, value_name = "FORM[=FILE]")]
    pub(crate) note: Vec<NoteChoice>,

    /// The OpenAPI documents before and after: the note marks what they do not say, and lists what they say and nobody observed
    #[arg(long, value_names = ["OLD", "NEW"], num_args = 2)]
    pub(crate) openapi: Vec<PathBuf>,

    /// The weight of changes that give exit code 1
    #[arg(long, value_name = "WEIGHT", value_enum, default_value_t = FailOn::Breaking)]
    pub(crate) fail_on: FailOn,

    /// A file of changes that are allowed, each with a reason, and perhaps with a last day
    #[arg(long, value_name = "FILE")]
    pub(crate) allowed: Option<PathBuf>,

    /// The table of classes [default: schemas/changes.yaml in the suite]
    #[arg(long, value_name = "FILE")]
    pub(crate) classes: Option<PathBuf>,

    /// Inject this fault into the second target, which must be run here; may be repeated
    #[arg(long, value_name = "ID")]
    pub(crate) fault: Vec<String>,

    /// Inject this legal variant into the second target; may be repeated
    #[arg(long, value_name = "ID")]
    pub(crate) variant: Vec<String>,

    /// The folder with files of faults [default: fixtures/faults in the suite]
    #[arg(long, value_name = "DIR", requires = "fault")]
    pub(crate) faults: Option<PathBuf>,
}

/// The scenarios of a comparison or a record.
#[derive(Debug, Args)]
pub(crate) struct ChosenArguments {
    /// Only scenarios that a tag expression selects, as in "@needs-clock and not @decided"
    #[arg(long, value_name = "EXPRESSION")]
    pub(crate) tags: Option<String>,

    /// Only scenarios of this rule or with this id, as in OUT-1 or OUT-1.2; may be repeated
    #[arg(long, value_name = "ID")]
    pub(crate) rule: Vec<String>,

    #[command(flatten)]
    pub(crate) suite: SuiteArgument,
}

/// The weight of changes that fail a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum FailOn {
    /// Breaking ones, and those to be decided
    Breaking,
    /// All
    Any,
}

/// Options of `record`.
#[derive(Debug, Args)]
pub(crate) struct RecordArguments {
    /// The target: `sandbox`, `container`, or a profile file
    #[arg(long, default_value = EMBEDDED, value_name = "TARGET")]
    pub(crate) target: String,

    /// The file of the record; an earlier one is replaced
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,

    /// Number of runs, each with another seed: what differs between them varies within the target
    #[arg(long, default_value_t = 3, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=9))]
    pub(crate) runs: u64,

    /// Number of scenarios that run at the same time
    #[arg(long, default_value_t = JOBS, value_name = "N", value_parser = jobs)]
    pub(crate) jobs: usize,

    /// Record what a kept run (`conform run --out DIR`) has seen, and run nothing; may be repeated, for runs of one target
    #[arg(long, value_name = "DIR", conflicts_with_all = ["target", "runs", "jobs"])]
    pub(crate) from: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) chosen: ChosenArguments,
}
