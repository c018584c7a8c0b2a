//! The commands for authors of scenarios.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::common::{SuiteArgument, TargetArguments};

/// The end of the help of `conform check`.
pub(super) const CHECK_HELP: &str = "\
Examples:
  conform check
  conform check features/payouts my.feature
  conform check --format json

Nothing is sent. Each mistake is told with its place, the reason and the remedy: \
unknown phrases, people, accounts, currencies, events, states and references; \
members, paths and methods that the API has not; YAML and tables; tags, ids and rules.
Exit code: 0 no mistake, 2 mistakes.";

/// The end of the help of `conform steps`.
pub(super) const STEPS_HELP: &str = "\
Examples:
  conform steps                     every phrase, in a line each
  conform steps \"move money\"        the phrases that are about this, explained with an example
  conform steps --all               everything explained
  conform steps references          also: parameters, matchers, people, documents, states, tags";

/// The end of the help of `conform format`.
pub(super) const FORMAT_HELP: &str = "\
Examples:
  conform format
  conform format features/payouts my.feature
  conform format --check            writes nothing, and names the files that would change

Lines stand two spaces to the right of the one that they belong to, tables are aligned, one empty \
line stands between blocks. The meaning stays the same; a file with mistakes is left as it is.
Exit code: 0 done, 2 a file would change, or has mistakes.";

#[derive(Debug, Args)]
pub(crate) struct FormatArguments {
    /// Feature files or folders; without any, the whole suite
    #[arg(value_name = "FILES")]
    pub(crate) files: Vec<PathBuf>,

    /// Write nothing, and name the files that would change
    #[arg(long)]
    pub(crate) check: bool,

    #[command(flatten)]
    pub(crate) suite: SuiteArgument,
}

/// The end of the help of `conform new`.
pub(super) const NEW_HELP: &str = "\
Examples:
  conform new
  conform new features/payouts/my-payout.feature

It asks what must hold, where that is stated, which situation, which action and which result; Enter accepts the \
answer in brackets. The file passes `conform check`, or what is left to do is told.
Exit code: 0 the file is written and passes, 2 something is left to do, or nothing was written.";

#[derive(Debug, Args)]
pub(crate) struct NewArguments {
    /// The file, from the suite's folder [default: features/SECTION/WORDS-OF-THE-RULE.feature]
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) suite: SuiteArgument,
}

/// The end of the help of `conform desk`.
pub(super) const DESK_HELP: &str = "\
Example:
  conform desk

It prints the address of a page: features and rules in a tree, a text with completion and mistakes, and the story of \
what runs. Only this machine can open it, and only with the token in its address. It writes nothing outside \
features/ and fixtures/. Ctrl-C ends it.";

#[derive(Debug, Args)]
pub(crate) struct DeskArguments {
    /// The port of the page on this machine [default: one that is free]
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    pub(crate) port: u16,

    #[command(flatten)]
    pub(crate) target: TargetArguments,

    #[command(flatten)]
    pub(crate) suite: SuiteArgument,
}

/// The end of the help of `conform lsp`.
pub(super) const LSP_HELP: &str = "\
Editors start it and speak with it on standard input and output; docs/writing-scenarios.md has the lines for \
VS Code, Zed and Neovim. It offers the mistakes of `conform check` while you write, completion, the explanation of \
what the pointer is on, the way to a rule or a phrase, the layout of `conform format`, and a lens that runs a scenario.
Exit code: 0 the editor ended the session, 2 it could not begin, or the editor closed the connection.";

#[derive(Debug, Args)]
pub(crate) struct LspArguments {
    #[command(flatten)]
    pub(crate) target: TargetArguments,

    #[command(flatten)]
    pub(crate) suite: SuiteArgument,

    /// Accepted because editors add it; there is no other way of transport
    #[arg(long, hide = true)]
    pub(crate) stdio: bool,
}

/// The end of the help of `conform watch`.
pub(super) const WATCH_HELP: &str = "\
Examples:
  conform watch features/payouts/bank-payout.feature
  conform watch                     runs each file of features/ when it is saved

The target stays up, and what a scenario leaves can be seen in its Portal. Ctrl-C ends it.
Exit code: that of the last run.";

#[derive(Debug, Args)]
pub(crate) struct WatchArguments {
    /// Feature files or folders of the suite; they run at once, and each file again when it is saved
    #[arg(value_name = "FILES")]
    pub(crate) files: Vec<PathBuf>,

    /// Print the story of scenarios that passed, too
    #[arg(long)]
    pub(crate) story: bool,

    #[command(flatten)]
    pub(crate) target: TargetArguments,

    #[command(flatten)]
    pub(crate) suite: SuiteArgument,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// Feature files or folders; without any, the whole suite. A file outside the suite is checked as if it stood in it
    #[arg(value_name = "FILES")]
    pub(crate) files: Vec<PathBuf>,

    /// The form of the answer
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub(crate) format: CheckFormat,

    #[command(flatten)]
    pub(crate) suite: SuiteArgument,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StepsFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// The page docs/phrases.md
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people: the line with the mistaken part underlined
    Text,
    /// For programs: an object with the list `mistakes`
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct StepsArguments {
    /// Words about what you want to say, or the name of a topic
    #[arg(value_name = "WORDS")]
    pub(crate) words: Vec<String>,

    /// Explain every phrase and every word
    #[arg(long, conflicts_with = "words")]
    pub(crate) all: bool,

    /// The form of the answer
    #[arg(long, value_enum, default_value_t = StepsFormat::Text)]
    pub(crate) format: StepsFormat,

    #[command(flatten)]
    pub(crate) suite: SuiteArgument,
}
