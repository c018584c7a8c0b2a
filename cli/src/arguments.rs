//! The command line: commands, options and their help texts.

use std::{fmt, path::PathBuf, str::FromStr};

use clap::{Args, Parser, Subcommand};
use conformance_harness::{
    layer::Layer,
    suite::{FeaturePlace, Selection},
};

use crate::{
    lie::{LIE_HELP, LieArguments},
    report::ReportChoice,
    subject::{EMBEDDED, SuiteArgument, TargetArguments},
};

/// Judges a Ralio payments API target by the scenarios in features/.
#[derive(Debug, Parser)]
#[command(
    name = "conform",
    version,
    after_help = "Example:\n  conform run --rule OUT-1\n\n\
                  Without a command: `conform run`, which judges the embedded sandbox.\n\
                  Exit code: 0 conforms, 1 does not conform, 2 could not be judged, nothing ran, or ended\n\
                  before its time."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Judge a target
    #[command(after_help = "Examples:\n  \
        conform run\n  \
        conform run features/payouts --fail-fast\n  \
        conform run --rule OUT-1 --target tests/targets/local-sandbox.yaml --junit report.xml")]
    Run(Box<RunArguments>),
    /// List the scenarios that would run, with rule, place and needed capabilities
    #[command(after_help = "Examples:\n  \
        conform list --tags \"@needs-clock and not @decided\"\n  \
        conform list --target tests/targets/by-hand.yaml")]
    List(ListArguments),
    /// List every rule with its source, severity and scenarios, or the reason why it cannot be observed
    #[command(after_help = "Example:\n  conform rules --suite ../ralio-conformance")]
    Rules(SuiteArgument),
    /// List every phrase that scenarios can use, and the words that its parameters accept
    #[command(after_help = "Example:\n  conform steps | grep payout")]
    Steps,
    /// Check the set-up of a target, and say how to mend what is wrong
    #[command(
        after_help = "Example:\n  conform doctor --target tests/targets/local-sandbox.yaml\n\n\
                  Exit code: 0 nothing is wrong, 2 something is."
    )]
    Doctor(DoctorArguments),
    /// Prove the suite: inject faults, which it must find, and legal variants, which it must accept
    #[command(after_help = SCORE_HELP)]
    Score(Box<ScoreArguments>),
    /// Inject faults for other clients: a proxy before a target, for curl, Postman or tests of your own
    #[command(after_help = LIE_HELP)]
    Lie(Box<LieArguments>),
    /// Make or show the certificate authority of the webhook sink that a running target is told to trust
    #[command(after_help = "Example:\n  conform ca ./webhook-ca > ca.pem")]
    Ca {
        /// The folder of the authority; name it as `sink.authority` in the target's profile
        directory: PathBuf,
    },
}

/// The help behind the options of `score`.
const SCORE_HELP: &str = "\
A fault breaks a rule, so a scenario must fail; a legal variant breaks nothing, so none may. The scenarios of the \
rule that a fault breaks run first, all others only if those pass. With --full all scenarios run for every fault: \
only then is it known which scenarios and always-on checks never find anything, and which kills rest on one \
scenario.

Examples:
  conform score                                 all faults and variants, on the embedded sandbox
  conform score --layers guides                 judged as a third party is
  conform score kyb-3a kyb-4a                   single ones
  conform score --situations                    what no scenario of a rule brings about
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

    /// List the situations of fixtures/situations that matter to a rule and that none of its scenarios brings about
    #[arg(long, conflicts_with_all = ["ids", "blind"])]
    pub(crate) situations: bool,

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

/// One of several equal parts of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shard {
    /// The number of the part, counted from 1.
    part: usize,
    parts: usize,
}

impl Shard {
    /// True if the item at this place of the list belongs to the part.
    pub(crate) fn has(self, place: usize) -> bool {
        place % self.parts == self.part - 1
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.part, self.parts)
    }
}

impl FromStr for Shard {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let numbers = text.split_once('/').map(|(part, parts)| (part.parse(), parts.parse()));
        match numbers {
            Some((Ok(part), Ok(parts))) if (1..=parts).contains(&part) => Ok(Self { part, parts }),
            _ => Err("a part is two whole numbers, as in 2/4: the second of four"),
        }
    }
}

/// The layers of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ScoredLayers {
    /// The guides, and common sense
    Guides,
    /// Every layer that the target is judged by
    All,
}

impl Default for Command {
    fn default() -> Self {
        Self::Run(Box::default())
    }
}

/// The default of `--jobs`.
const JOBS: usize = 64;

/// Reads the number of scenarios that run at the same time.
fn jobs(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("with 0 no scenario would run; give at least 1".to_owned()),
        Ok(jobs) => Ok(jobs),
        Err(_) => Err("it is not a whole number, as in 64".to_owned()),
    }
}

#[derive(Debug, Args)]
pub(crate) struct RunArguments {
    #[command(flatten)]
    pub(crate) selection: SelectionArguments,

    #[command(flatten)]
    pub(crate) target: TargetArguments,

    /// Number of scenarios that run at the same time
    #[arg(long, default_value_t = JOBS, value_name = "N", value_parser = jobs)]
    pub(crate) jobs: usize,

    /// Seed of the random order; each run prints its seed
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,

    /// Print every failure in full as it comes, not only the causes at the end
    #[arg(long)]
    pub(crate) verbose: bool,

    /// Inject this fault, to see what a run says about it; may be repeated
    #[arg(long, value_name = "ID")]
    pub(crate) fault: Vec<String>,

    /// The folder with files of faults [default: fixtures/faults in the suite]
    #[arg(long, value_name = "DIR", requires = "fault")]
    pub(crate) faults: Option<PathBuf>,

    /// Start no further scenario after the first failure
    #[arg(long)]
    pub(crate) fail_fast: bool,

    /// Write a report: `html` (one page that opens offline), `json` or `github`, each also with a file, as in
    /// `html=report.html`; may be repeated
    #[arg(long, value_name = "FORM[=FILE]")]
    pub(crate) report: Vec<ReportChoice>,

    /// Write a JUnit report; a link, a pipe or a device is written in place
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,

    /// End with exit code 2 if a rule of these documents was not judged in full, and list what is missing
    #[arg(long, value_name = "DOCUMENTS", value_enum)]
    pub(crate) require: Option<Required>,

    /// The file axe.min.js, which judges names, structure, contrast and ARIA of the Portal's pages
    #[arg(long, value_name = "FILE", env = "CONFORM_AXE")]
    pub(crate) axe: Option<PathBuf>,

    /// Leave the merchants that were made for the run; without it each is deleted after its scenario
    #[arg(long)]
    pub(crate) keep: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    #[command(flatten)]
    pub(crate) selection: SelectionArguments,

    /// Say what would be judged of this target, and what each missing capability costs; nothing is sent
    #[arg(long, value_name = "TARGET")]
    pub(crate) target: Option<String>,
}

/// The documents of which every statement must be asserted.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum Required {
    /// The guides, and common sense
    Guides,
    /// The guides and the reference pages
    Reference,
    /// Also the decisions of this suite
    All,
}

impl Required {
    pub(crate) fn layers(self) -> &'static [Layer] {
        match self {
            Self::Guides => &Layer::ALL[..1],
            Self::Reference => &Layer::ALL[..2],
            Self::All => &Layer::ALL,
        }
    }
}

impl Default for RunArguments {
    fn default() -> Self {
        Self {
            selection: SelectionArguments::default(),
            target: TargetArguments::default(),
            jobs: JOBS,
            seed: None,
            verbose: false,
            fault: Vec::new(),
            faults: None,
            report: Vec::new(),
            fail_fast: false,
            junit: None,
            require: None,
            axe: std::env::var_os("CONFORM_AXE").map(PathBuf::from),
            keep: false,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct DoctorArguments {
    #[command(flatten)]
    pub(crate) target: TargetArguments,

    #[command(flatten)]
    pub(crate) suite: SuiteArgument,
}

#[derive(Debug, Default, Args)]
pub(crate) struct SelectionArguments {
    /// Feature files or folders, with `:LINE` for one scenario
    #[arg(value_name = "PATH[:LINE]")]
    places: Vec<String>,

    /// Only scenarios that a tag expression selects, as in "@needs-clock and not @decided"
    #[arg(long, value_name = "EXPRESSION")]
    tags: Option<String>,

    /// Only scenarios whose name contains this text
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,

    /// Only scenarios of this rule or with this id, as in OUT-1 or OUT-1.2; may be repeated
    #[arg(long, value_name = "ID")]
    rule: Vec<String>,

    #[command(flatten)]
    pub(crate) suite: SuiteArgument,
}

impl SelectionArguments {
    pub(crate) fn selection(&self) -> Selection {
        let place = |text: &String| {
            let Ok(place) = text.parse::<FeaturePlace>();
            place
        };
        Selection {
            tags: self.tags.clone(),
            name: self.name.clone(),
            rules: self.rule.clone(),
            places: self.places.iter().map(place).collect(),
        }
    }
}
