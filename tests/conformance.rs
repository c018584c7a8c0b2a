//! The whole suite against the embedded sandbox, through the command people type.

use std::ffi::OsString;

fn conform(arguments: &[&str]) -> u8 {
    let suite = concat!("--suite=", env!("CARGO_MANIFEST_DIR"));
    let all = [&["conform", "run", suite], arguments].concat();
    conform::run_command(all.into_iter().map(OsString::from))
}

#[test]
fn the_embedded_sandbox_conforms() {
    assert_eq!(conform(&[]), 0);
}

#[test]
fn the_verdict_does_not_depend_on_order_or_concurrency() {
    for jobs in ["1", "64"] {
        assert_eq!(conform(&["--jobs", jobs]), 0, "with {jobs} jobs");
    }
}
