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

#[test]
fn the_pages_are_judged_where_there_is_a_browser() {
    use std::io::Write as _;

    // libtest keeps what a passing test prints to itself; this must be seen.
    let announce = |text: &str| writeln!(std::io::stderr(), "\n{text}").is_ok();
    if !conform::browser_is_there() {
        let required = std::env::var_os("CI").is_some();
        assert!(!required, "there is no browser, and CI must judge the Portal's pages");
        assert!(announce("NOT RUN: there is no browser, so the Portal's pages were not judged"));
        return;
    }
    assert_eq!(conform(&["--tags", "@needs-browser"]), 0);
    assert!(announce("the Portal's pages were judged in a browser"));
}
