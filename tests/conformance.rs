//! The whole suite against the embedded sandbox, through the `conform` command.

#![expect(clippy::expect_used, reason = "a test says what it relies on")]

use std::{ffi::OsString, io::Write as _};

fn conform(arguments: &[&str]) -> u8 {
    let suite = concat!("--suite=", env!("CARGO_MANIFEST_DIR"));
    let all = [&["conform", "run", suite], arguments].concat();
    conform::run_command(all.into_iter().map(OsString::from))
}

/// Prints a line that libtest does not swallow; it hides the output of a passing test.
fn announce(text: &str) {
    writeln!(std::io::stderr(), "\n{text}").expect("standard error is open");
}

#[test]
fn the_embedded_sandbox_conforms() {
    let with_pages = conform::browser_is_there();
    let required = std::env::var_os("CI").is_some();
    assert!(with_pages || !required, "there is no browser, and CI must judge the Portal's pages");
    let with_axe = std::env::var_os("CONFORM_AXE").is_some();
    assert!(with_axe || !required, "there is no axe-core in CONFORM_AXE, and CI must judge by it");
    // Scenarios must also try all situations of fixtures/situations that matter to their rules.
    assert_eq!(conform(&["--situations"]), 0);
    announce(if with_pages {
        "the Portal's pages were judged in a browser"
    } else {
        "NOT RUN: there is no browser, so the Portal's pages were not judged"
    });
    if with_pages && !with_axe {
        announce(
            "NOT RUN: there is no axe-core (CONFORM_AXE), so it did not look at the Portal's pages",
        );
    }
}

#[test]
fn the_verdict_does_not_depend_on_order_or_concurrency() {
    // The whole suite runs above, with 64 jobs. One after the other, all scenarios would take minutes on a busy machine.
    for (jobs, shard) in [("1", "1/4"), ("16", "2/4")] {
        // Browser scenarios would not run in parallel as the others do.
        let mut arguments = vec!["--jobs", jobs, "--shard", shard, "--evidence", "none"];
        arguments.extend(["--tags", "not @needs-browser"]);
        assert_eq!(conform(&arguments), 0, "with {jobs} jobs");
    }
}
