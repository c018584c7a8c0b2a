//! The options of `run`.

use std::path::PathBuf;

use clap::Args;
use conformance_harness::{layer::Layer, suite::Shard};

use super::{
    common::{SelectionArguments, TargetArguments, jobs},
    kept::KeepArguments,
};
use crate::{report::ReportChoice, worklist::WorklistChoice};

#[derive(Debug, Args)]
pub(crate) struct RunArguments {
    #[command(flatten)]
    pub(crate) selection: SelectionArguments,

    #[command(flatten)]
    pub(crate) target: TargetArguments,

    /// Number of scenarios that run at the same time [default: 64; all where a person is the operator]
    #[arg(long, value_name = "N", value_parser = jobs)]
    pub(crate) jobs: Option<usize>,

    /// If a person is the operator: choose the scenarios that bring the most rules for so many requests
    #[arg(long, value_name = "N")]
    pub(crate) max_requests: Option<usize>,

    /// Begin with new verified people and a new treasury, where all scenarios share one merchant
    #[arg(long)]
    pub(crate) new_cast: bool,

    /// Seed of the random order; each run prints its seed
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,

    #[command(flatten)]
    pub(crate) manner: RunManner,

    #[command(flatten)]
    pub(crate) messages: MessageArguments,

    /// Start no further scenario after the first failure
    #[arg(long)]
    pub(crate) fail_fast: bool,

    /// Write a report: `html` (one page that opens offline), `json`, `github`, `ctrf` (Common Test Report Format) or `messages`
    /// (Cucumber Messages), each also with a file, as in `html=report.html`; may be repeated
    #[arg(long, value_name = "FORM[=FILE]")]
    pub(crate) report: Vec<ReportChoice>,

    #[command(flatten)]
    pub(crate) part: PartArguments,

    /// The folder of an earlier run, to say what is newly red, no longer red, still red and slower
    #[arg(long, value_name = "DIR")]
    pub(crate) compare: Option<PathBuf>,

    /// Write a JUnit report; a link, a pipe or a device is written in place
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) keep_run: KeepArguments,

    /// End with exit code 2 if a rule of these documents was not judged in full, and list what is missing
    #[arg(long, value_name = "DOCUMENTS", value_enum)]
    pub(crate) require: Option<Required>,

    /// The file axe.min.js, which judges names, structure, contrast and ARIA of the Portal's pages
    #[arg(long, value_name = "FILE", env = "CONFORM_AXE")]
    pub(crate) axe: Option<PathBuf>,

    /// Show the requests to a person also as a page at this address, as in 127.0.0.1:8090, or :8090 for other devices in the
    /// network; `-` reads `skip 29`, `skip all` and `list` from standard input even if it is not a terminal. For targets with
    /// `operator: person`
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) worklist: Option<WorklistChoice>,

    /// Leave the merchants that were made for the run; without it each is deleted after its scenario
    #[arg(long)]
    pub(crate) keep: bool,
}

/// The choice of what stands between the suite and the target.
#[derive(Debug, Default, Args)]
pub(crate) struct MessageArguments {
    /// Inject this fault, to see what a run says about it; may be repeated
    #[arg(long, value_name = "ID")]
    pub(crate) fault: Vec<String>,

    /// The folder with files of faults [default: fixtures/faults in the suite]
    #[arg(long, value_name = "DIR", requires = "fault")]
    pub(crate) faults: Option<PathBuf>,

    /// List the situations of fixtures/situations, such as a currency, that matter to a rule and that none of its scenarios
    /// tests; one of them is a failure
    #[arg(long, conflicts_with = "fault")]
    pub(crate) situations: bool,
}

/// The manner in which a run tells of its scenarios.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct RunManner {
    /// Print every failure in full as it comes, not only the causes at the end
    #[arg(long = "verbose")]
    pub(crate) is_verbose: bool,

    /// Print the story of each scenario when it has ended, passed or not: steps, requests, answers, deliveries, books
    #[arg(long = "story")]
    pub(crate) tells_stories: bool,
}

/// The part of the chosen scenarios that runs.
#[derive(Debug, Default, Args)]
pub(crate) struct PartArguments {
    /// Only scenarios that were red in the last run, or in the run of `--last-run`
    #[arg(long)]
    pub(crate) last_failed: bool,

    /// The folder of the run for --last-failed [default: the last one in target/conform/runs]
    #[arg(long, value_name = "DIR", requires = "last_failed")]
    pub(crate) last_run: Option<PathBuf>,

    /// Only this part of the chosen scenarios, as in 2/8; `index/8` takes the number from `JOB_COMPLETION_INDEX`, as
    /// Kubernetes sets it. `conform merge` joins the parts
    #[arg(long, value_name = "PART/PARTS")]
    pub(crate) shard: Option<Shard>,

    /// The folder of an earlier run, by whose times --shard makes parts that take about as long
    #[arg(long, value_name = "DIR", requires = "shard")]
    pub(crate) times: Option<PathBuf>,
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
            jobs: None,
            new_cast: false,
            max_requests: None,
            seed: None,
            manner: RunManner::default(),
            messages: MessageArguments::default(),
            report: Vec::new(),
            keep_run: KeepArguments::default(),
            fail_fast: false,
            part: PartArguments::default(),
            compare: None,
            junit: None,
            require: None,
            axe: std::env::var_os("CONFORM_AXE").map(PathBuf::from),
            worklist: None,
            keep: false,
        }
    }
}
