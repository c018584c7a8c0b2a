//! The whole suite against the sandbox's image, built and started by testcontainers; and the properties of the image itself.

#![expect(clippy::expect_used, reason = "a test says what it relies on")]

use std::{ffi::OsString, io::Write as _, process::Command};

/// Upper bound of the image that is built for a run, with the profile of this test, which does not optimise: it has 31 MB, and
/// 26 with `release`. With `dist`, as `conform image` builds it, the program has 15 MB.
const LARGEST_IMAGE: u64 = 32_000_000;

/// The scenarios. Those of pages are judged in tests/conformance.rs; here are one that is a whole journey, and one whose page is
/// opened by the link in an answer.
const TAGS: &str = "--tags=not @needs-browser or @GUIDE-8 or @PORTAL-21";

/// Prints a line that libtest does not swallow; it hides the output of a passing test.
fn announce(text: &str) {
    writeln!(std::io::stderr(), "\n{text}").expect("standard error is open");
}

#[test]
fn the_sandbox_in_its_container_conforms() {
    if !conform::container_engine_is_there() {
        let required = std::env::var_os("CI").is_some();
        assert!(!required, "no container engine answers, and CI must judge the image");
        announce("NOT RUN: no container engine answers, so the image was not judged");
        return;
    }
    let arguments = ["conform", "run", "--target=container", TAGS].map(OsString::from);
    let suite = OsString::from(concat!("--suite=", env!("CARGO_MANIFEST_DIR")));
    assert_eq!(conform::run_command(arguments.into_iter().chain([suite])), 0);
    the_image_is_small_and_harmless();
    announce("the suite was judged against the container");
}

fn the_image_is_small_and_harmless() {
    let format = "{{.Size}} {{.Config.User}} {{if .Config.Healthcheck}}checked{{end}}";
    let output = Command::new("docker")
        .args(["image", "inspect", "ralio-sandbox:conform", "--format", format])
        .output()
        .expect("docker runs");
    let text = String::from_utf8(output.stdout).expect("docker prints text");
    let facts: Vec<&str> = text.split_whitespace().collect();
    assert_eq!(facts.len(), 3, "the image lacks a user or a health check: {text:?}");
    let size: u64 = facts[0].parse().expect("a size is a number");
    assert!(size < LARGEST_IMAGE, "the image has {size} bytes");
    assert!(!facts[1].starts_with('0') && facts[1] != "root", "the image runs as {}", facts[1]);
}
