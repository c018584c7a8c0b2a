//! The command line: commands, options and their help texts.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::{
    authoring::{
        CHECK_HELP, CheckArguments, DESK_HELP, DeskArguments, FORMAT_HELP, FormatArguments,
        LSP_HELP, LspArguments, NEW_HELP, NewArguments, STEPS_HELP, StepsArguments, WATCH_HELP,
        WatchArguments,
    },
    common::{SelectionArguments, SuiteArgument, TargetArguments},
    coverage::{COVERAGE_HELP, CoverageArguments},
    docs::{DOCS_HELP, DocsArguments},
    image::ImageArguments,
    kept::{MergeArguments, ReplayArguments, ShowArguments},
    lie::{LIE_HELP, LieArguments},
    portal::{PORTAL_HELP, PortalArguments},
    run::RunArguments,
    score::{SCORE_HELP, ScoreArguments},
    snapshots::{SNAPSHOTS_HELP, SnapshotsArguments},
    versions::{DIFF_HELP, DiffArguments, RECORD_HELP, RecordArguments},
};

/// Judges a Ralio payments API target by the scenarios in features/.
#[derive(Debug, Parser)]
#[command(
    name = "conform",
    version,
    after_help = "Example:\n  conform run --rule OUT-1\n\n\
                  Without a command: `conform run`, which judges the embedded sandbox.\n\
                  Exit code: 0 conforms, 1 does not conform, 2 could not be judged, nothing ran, or ended \
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
        conform run --rule OUT-1 --target tests/targets/local-sandbox.yaml --junit report.xml\n  \
        conform run --target tests/targets/real-sandbox.yaml --worklist :8090\n\n\
        The Portal's pages are judged only if chromium is installed.")]
    Run(Box<RunArguments>),
    /// List the scenarios that would run, with rule, place and needed capabilities
    #[command(after_help = "Examples:\n  \
        conform list --tags \"@needs-clock and not @decided\"\n  \
        conform list --target tests/targets/real-sandbox.yaml")]
    List(ListArguments),
    /// List every rule with its source, severity and scenarios, or the reason why it cannot be observed
    #[command(after_help = "Example:\n  conform rules --suite ../ralio-conformance")]
    Rules(SuiteArgument),
    /// Find the mistakes in feature files that can be found without a target
    #[command(after_help = CHECK_HELP)]
    Check(CheckArguments),
    /// Lay out feature files in one way
    #[command(after_help = FORMAT_HELP)]
    Format(FormatArguments),
    /// Write and run scenarios on a page in the browser
    #[command(after_help = DESK_HELP)]
    Desk(DeskArguments),
    /// Serve an editor: mistakes, completion, explanations, layout and runs, by the Language Server Protocol
    #[command(after_help = LSP_HELP)]
    Lsp(LspArguments),
    /// Write a first scenario by answering a few questions
    #[command(after_help = NEW_HELP)]
    New(NewArguments),
    /// Run feature files whenever they are saved, against a target that stays up
    #[command(after_help = WATCH_HELP)]
    Watch(WatchArguments),
    /// Explain the phrases that scenarios can use, and search them by meaning
    #[command(after_help = STEPS_HELP)]
    Steps(StepsArguments),
    /// Show what happened in a scenario of the last run: steps, exchanges, deliveries, books
    #[command(after_help = "Examples:\n  \
        conform show                      the results of the last run\n  \
        conform show OUT-1.3              the story of one scenario\n  \
        conform show OUT-1.3 --full       with all headers, whole bodies and the requests for a shell\n  \
        conform show OUT-1.3 --run DIR    of another run")]
    Show(ShowArguments),
    /// Run a scenario of an earlier run again, and say where it differs
    #[command(after_help = "Example:\n  conform replay OUT-1.3 --target staging.yaml\n\n\
                  Exit code: that of the scenario; 2 if there is nothing to compare with.")]
    Replay(ReplayArguments),
    /// Join the kept runs of all parts of a suite to one, with its verdict and its reports
    #[command(after_help = "Examples:\n  \
        conform run --shard 1/2 --out one; conform run --shard 2/2 --out two\n  \
        conform merge one two --out all --report html\n  \
        conform merge target/conform/runs/DIR --out again --junit report.xml\n\n\
                  Exit code: as if all had run at once; 2 if a part is missing or does not belong to the others.")]
    Merge(MergeArguments),
    /// Say what a run has exercised and asserted of the API, and what is missing
    #[command(after_help = COVERAGE_HELP)]
    Coverage(CoverageArguments),
    /// Write a site of the features, for people who read them: rules, scenarios, and the verdicts of a run
    #[command(after_help = DOCS_HELP)]
    Docs(DocsArguments),
    /// Keep how a target behaves, as its consumers see it, in a file that people can review
    #[command(after_help = RECORD_HELP)]
    Record(RecordArguments),
    /// Say what changed between two versions of an API, for whom, and what to do about it
    #[command(after_help = DIFF_HELP)]
    Diff(Box<DiffArguments>),
    /// Review the whole answers and events that people have accepted: what waits for review, what no scenario uses
    #[command(after_help = SNAPSHOTS_HELP)]
    Snapshots(SnapshotsArguments),
    /// Check the set-up of a target, and say how to mend what is wrong
    #[command(
        after_help = "Example:\n  conform doctor --target tests/targets/local-sandbox.yaml\n\n\
                  Exit code: 0 nothing is wrong, 2 something is."
    )]
    Doctor(DoctorArguments),
    /// Build an image `FROM scratch`: of the sandbox, or of this command with the suite inside; no plug-in of Docker is needed
    #[command(after_help = "Examples:\n  \
        conform image sandbox\n  \
        conform image conform --tag registry.example.com/conform:0.1.0\n  \
        docker run --rm -v \"$PWD:/work\" conform:0.1.0 run --target /work/staging.yaml")]
    Image(ImageArguments),
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
    /// Check a map of a Portal, by which a browser acts as the operator
    #[command(after_help = PORTAL_HELP)]
    Portal(PortalArguments),
}

impl Default for Command {
    fn default() -> Self {
        Self::Run(Box::default())
    }
}

#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    #[command(flatten)]
    pub(crate) selection: SelectionArguments,

    /// Say what would be judged of this target, and what each missing capability costs; nothing is sent
    #[arg(long, value_name = "TARGET")]
    pub(crate) target: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct DoctorArguments {
    #[command(flatten)]
    pub(crate) target: TargetArguments,

    #[command(flatten)]
    pub(crate) suite: SuiteArgument,
}
