//! A test in a separate process: its output can be read, and its environment can be chosen.

use std::process::{Command, Output};

/// The environment variable that marks such a process.
const MARK: &str = "HARNESS_TEST_CHILD";

/// True if this process was started by `of`.
pub(crate) fn is_this() -> bool {
    std::env::var_os(MARK).is_some()
}

/// Runs one test of this binary in a separate process, with these variables.
pub(crate) fn of(test: &str, environment: &[(&str, &str)]) -> Output {
    let mut command = command(test);
    command.envs(environment.iter().copied()).output().expect("the test binary starts")
}

/// The command that runs one test of this binary in a separate process.
pub(crate) fn command(test: &str) -> Command {
    let mut command =
        Command::new(std::env::current_exe().expect("the test binary knows its path"));
    command.args(["--exact", test, "--nocapture", "--test-threads=1"]).env(MARK, "1");
    command
}

/// The whole output of a process.
pub(crate) fn printed(output: &Output) -> String {
    let out = String::from_utf8_lossy(&output.stdout);
    let err = String::from_utf8_lossy(&output.stderr);
    format!("{out}{err}")
}
