//! The scenarios as the only judge of the embedded sandbox, ended by the first failure: what `.ci/mutants` runs for each mutant.

use std::{ffi::OsString, process, thread, time::Duration};

/// The end of a run that does not obey a signal, since a mutant keeps its threads busy; later than the timeout of `.ci/mutants`.
const LIMIT: Duration = Duration::from_mins(5);

#[test]
#[ignore = "judges mutants, see .ci/mutants; tests/conformance.rs runs the same scenarios"]
fn no_scenario_fails() {
    thread::spawn(|| {
        thread::sleep(LIMIT);
        process::abort();
    });
    let suite = concat!("--suite=", env!("CARGO_MANIFEST_DIR"));
    let limits = ["--tags=not @needs-browser", "--seed=1", "--fail-fast"];
    let all = [["conform", "run", suite].as_slice(), &limits].concat();
    assert_eq!(conform::run_command(all.into_iter().map(OsString::from)), 0);
}
