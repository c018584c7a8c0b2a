//! The command people type.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(conform::run_command(std::env::args_os()))
}
