//! `conform`: judges a Ralio target and reports on the terminal, in files and by its exit code.

mod arguments;
mod commands;
mod targets;

use std::{ffi::OsString, io::Write as _};

use clap::Parser as _;

use arguments::{Arguments, Command};
use conformance_harness::quote::escaped;

pub use targets::{browser_is_there, container_engine_is_there};

/// The exit code if the target could not be judged or no scenario ran.
const NOT_JUDGED: u8 = 2;

/// Carries out the command and gives the exit code: 0 conforms, 1 does not, 2 could not be judged.
pub fn run_command(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // If standard error is closed, nobody can read the message.
            let _ = error.print();
            return if error.use_stderr() { NOT_JUDGED } else { 0 };
        }
    };
    let command = arguments.command.unwrap_or_default();
    let done = match command {
        Command::Run(run) => commands::run(*run),
        Command::List(list) => commands::list(&list),
        Command::Rules(suite) => commands::rules(&suite),
        Command::Steps => Ok(commands::steps()),
        Command::Ca { directory } => commands::ca(&directory),
    };
    done.unwrap_or_else(|error| {
        let _ = writeln!(std::io::stderr(), "conform: {}", escaped(&error.to_string()));
        NOT_JUDGED
    })
}
