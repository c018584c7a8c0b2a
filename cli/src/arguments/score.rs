//! The options of `score`.

use std::path::PathBuf;

use clap::Args;
use conformance_harness::suite::Shard;

use super::common::{EMBEDDED, SuiteArgument, jobs};

/// The help after the options of `score`.
pub(crate) const SCORE_HELP: &str = "\
A fault breaks a rule, so a scenario must fail; a legal variant breaks nothing, so none may. The scenarios of the \
rule that a fault breaks run first, all others only if those pass. With --full all scenarios run for every fault: \
only then is it known which scenarios and always-on checks never find anything, and which kills rest on one \
scenario.

Examples:
  conform score                                 all faults and variants, on the embedded sandbox
  conform score --layers guides                 judged as a third party is
  conform score kyb-3a kyb-4a                   single ones
  conform score --full --json a.json --html a.html
  conform score --state a.jsonl                 broken off, the same command goes on
  conform score --shard 2/4 --state two.jsonl   one part of four; the four files put into one are
                                                the state of all
  conform score --faults DIR --variants DIR --target profile.yaml

Exit code: 0 every fault is killed under the right rule and every variant is green, 1 not, 2 something was undecided, \
never fired, is called equivalent and was found, or could not start.";

/// Options of `score`.
#[derive(Debug, Args)]
pub(crate) struct ScoreArguments {
    /// Only faults and variants with these ids
    #[arg(value_name = "ID")]
    pub(crate) ids: Vec<String>,

    /// Only scenarios of this rule or with this id; may be repeated. What they do not find counts as survived
    #[arg(long, value_name = "ID")]
    pub(crate) rule: Vec<String>,

    /// List the members of answers and events whose wrong values no scenario notices, but for those in fixtures/blind.yaml
    #[arg(long, conflicts_with = "ids")]
    pub(crate) blind: bool,

    /// The folder with files of faults [default: fixtures/faults in the suite]
    #[arg(long, value_name = "DIR")]
    pub(crate) faults: Option<PathBuf>,

    /// The folder with files of legal variants [default: fixtures/variants in the suite]
    #[arg(long, value_name = "DIR")]
    pub(crate) variants: Option<PathBuf>,

    /// The layers that are held against the target: the guides alone, or all
    #[arg(long, value_name = "LAYERS", value_enum, default_value_t = ScoredLayers::All)]
    pub(crate) layers: ScoredLayers,

    /// The target: `sandbox` (embedded), `container` (its image), or a profile file
    #[arg(long, default_value = EMBEDDED, value_name = "TARGET")]
    pub(crate) target: String,

    /// Run all scenarios for every fault, so that it is complete who finds what
    #[arg(long)]
    pub(crate) full: bool,

    /// Number of sandboxes that are scored side by side [default: one for each processor core; any other target: 1]
    #[arg(long, value_name = "N", value_parser = jobs)]
    pub(crate) jobs: Option<usize>,

    /// Only this part of the faults and variants, as in 2/4: the second of every four
    #[arg(long, value_name = "PART/PARTS")]
    pub(crate) shard: Option<Shard>,

    /// Keep the results in this file as they come, and take over those in it that are still valid
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,

    /// Write the score as JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,

    /// Write the score as one HTML page
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) suite: SuiteArgument,
}

/// The layers of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ScoredLayers {
    /// The guides, and common sense
    Guides,
    /// Every layer that the target is judged by
    All,
}
