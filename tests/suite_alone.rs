//! The scenarios as the only judge of the embedded sandbox, ended by the first failure: what `.ci/mutants` runs for each mutant.

use std::ffi::OsString;

#[test]
#[ignore = "judges mutants, see .ci/mutants; tests/conformance.rs runs the same scenarios"]
fn no_scenario_fails() {
    let suite = concat!("--suite=", env!("CARGO_MANIFEST_DIR"));
    let limits = ["--tags=not @needs-browser", "--seed=1", "--fail-fast"];
    let all = [["conform", "run", suite].as_slice(), &limits].concat();
    assert_eq!(conform::run_command(all.into_iter().map(OsString::from)), 0);
}
