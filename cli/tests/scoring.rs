//! The command `score` as its user runs it, on a few faults and variants; the whole score is the command.

#![expect(clippy::expect_used, reason = "a test says what it relies on")]

use std::{ffi::OsString, fs, path::Path};

const SUITE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

fn score(arguments: &[&str]) -> u8 {
    let all = [&["conform", "score", "--suite", SUITE], arguments].concat();
    conform::run_command(all.into_iter().map(OsString::from))
}

/// A folder of faults with one fault, which breaks KYB-3 and carries out `edit` on answers of this operation.
fn one_fault(folder: &Path, operation: &str, edit: &str) -> String {
    let text = format!(
        "- id: one\n  breaks: KYB-3\n  title: One fault\n  changes:\n    \
         - at: {{answer: {operation}}}\n      do:\n        - {edit}\n"
    );
    fs::write(folder.join("one.yaml"), text).expect("written");
    folder.display().to_string()
}

#[test]
fn faults_are_killed_under_their_rule() {
    let faults = ["kyb-3a", "kyb-4a", "acc-2b", "hook-4b", "trf-2b", "kyc-2b"];
    assert_eq!(score(&faults), 0);
    assert_eq!(score(&[&["--layers", "guides"], &faults[..]].concat()), 0);
}

#[test]
fn a_legal_variant_is_green() {
    assert_eq!(score(&["--rule", "TRF-1", "--rule", "KYB-1", "json-reversed"]), 0);
}

#[test]
fn a_variant_that_scenarios_do_not_accept_is_red() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "- id: one\n  allowed_by: nothing\n  title: A token under another name\n  changes:\n    \
                - at: {answer: logIn}\n      do: [{rename: {at: /token, to: jwt}}]\n";
    fs::write(folder.path().join("one.yaml"), text).expect("written");
    let variants = folder.path().display().to_string();
    assert_eq!(score(&["--rule", "AUTH-1", "--variants", &variants, "one"]), 1);
}

#[test]
fn a_fault_that_never_fires_counts_as_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let faults = one_fault(folder.path(), "uploadKybDocument", "remove: /noSuchMember");
    assert_eq!(score(&["--rule", "KYB-3", "--faults", &faults, "one"]), 2);
}

#[test]
fn a_fault_that_no_scenario_can_see_survives() {
    let folder = tempfile::tempdir().expect("a folder");
    let edit = "header: {name: x-trace-id, to: \"7\"}";
    let faults = one_fault(folder.path(), "uploadKybDocument", edit);
    assert_eq!(score(&["--rule", "KYB-3", "--faults", &faults, "one"]), 1);
}

#[test]
fn a_mistake_in_a_file_ends_the_command_before_anything_is_sent() {
    let folder = tempfile::tempdir().expect("a folder");
    for (operation, edit) in [("uploadKybDocumint", "status: 500"), ("getOrder", "stattus: 500")] {
        let faults = one_fault(folder.path(), operation, edit);
        assert_eq!(score(&["--faults", &faults, "one"]), 2);
    }
}
