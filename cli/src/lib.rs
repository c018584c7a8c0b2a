//! `conform`: judges a Ralio target and reports on the terminal, in files and by its exit code.

mod arguments;
mod asked_cases;
mod authoring;
mod commands;
mod coverage;
mod desk;
mod docs;
mod doctor;
mod error;
mod exit_code;
mod file_choice;
mod image_recipes;
mod images;
mod injected;
mod kept;
mod lie;
mod lsp;
mod own_page;
mod portal;
mod report;
mod run_causes;
mod run_watch;
mod score;
mod signals;
mod situations;
mod snapshots;
mod suite_folder;
mod targets;
mod versions;
mod worklist;

use std::{ffi::OsString, io::Write as _};

use clap::Parser as _;
use conformance_harness::report::Output;

use arguments::{Arguments, Command};
use conformance_harness::quote::escaped;
use error::CommandError;
use exit_code::NOT_JUDGED;

pub use targets::{browser_is_there, container_engine_is_there};
pub use worklist::WorklistPage;

/// Carries out the command and gives the exit code: 0 conforms, 1 does not, 2 could not be judged.
pub fn run_command(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // If standard error is closed, nobody can read the message. A help text that was not written is a fault.
            let printed = error.print();
            return if error.use_stderr() || printed.is_err() { NOT_JUDGED } else { 0 };
        }
    };
    let output = Output::default();
    let done = match arguments.command.unwrap_or_default() {
        Command::Run(run) => commands::run(*run, &output),
        Command::List(list) => commands::list(&list, &output),
        Command::Rules(suite) => commands::rules(&suite, &output),
        Command::Show(show) => kept::show(&show, &output),
        Command::Replay(replay) => kept::replay(replay, &output),
        Command::Merge(merge) => kept::merge(&merge, &output),
        Command::Image(image) => images::image(&image, &output),
        Command::Coverage(arguments) => coverage::coverage(&arguments, &output),
        Command::Docs(arguments) => docs::docs(&arguments, &output),
        Command::Score(score) => score::score(&score, &output),
        Command::Lie(lie) => lie::lie(&lie, &output),
        Command::Diff(arguments) => versions::diff(&arguments, &output),
        Command::Record(arguments) => versions::record(&arguments, &output),
        Command::Snapshots(arguments) => snapshots::snapshots(&arguments, &output),
        Command::Check(arguments) => authoring::check(&arguments, &output),
        Command::Desk(arguments) => desk::desk(&arguments, &output),
        Command::Format(arguments) => authoring::format(&arguments, &output),
        Command::Lsp(arguments) => lsp::lsp(&arguments),
        Command::New(arguments) => authoring::new(&arguments, &output),
        Command::Watch(arguments) => authoring::watch(&arguments, &output),
        Command::Steps(arguments) => authoring::steps(&arguments, &output),
        Command::Doctor(target) => doctor::doctor(&target, &output),
        Command::Portal(arguments) => portal::portal(&arguments, &output),
        Command::Ca { directory } => commands::ca(&directory, &output),
    };
    let written = output.take_fault().map_or(Ok(()), |fault| Err(CommandError::Output(fault)));
    done.and_then(|code| written.map(|()| code)).unwrap_or_else(|error| {
        // If standard error is closed too, the exit code says what can be said.
        let _ = writeln!(std::io::stderr(), "conform: {}", escaped(&error.to_string()));
        NOT_JUDGED
    })
}
