//! The coverage of a small kept run: what it called is covered, and what it did not is missing.

use std::{path::Path, process::Command};

use serde_json::Value;

use crate::support::conform::ROOT;

fn conform(arguments: &[&str]) -> (Option<i32>, String, String) {
    let suite = ROOT;
    let output = Command::new(env!("CARGO_BIN_EXE_conform"))
        .args(arguments)
        .args(["--suite", suite])
        .output()
        .expect("conform starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// Keeps a run of these rules in a folder.
fn keep(folder: &Path, more: &[&str]) {
    let out = folder.display().to_string();
    let rules = ["run", "--rule", "ACC-1", "--rule", "ACC-3", "--rule", "VIB-1", "--out", &out];
    let (code, text, error) = conform(&[&rules[..], more].concat());
    assert_eq!(code, Some(0), "{text}{error}");
}

fn find<'a>(list: &'a Value, key: &str, value: &str) -> &'a Value {
    let mut all = list.as_array().expect("a list").iter();
    all.find(|one| one[key] == value).expect(value)
}

/// The bounds of an operation by place and keyword: accepted at it, refused beyond it.
fn bound(coverage: &Value, place: &str, keyword: &str) -> (bool, bool) {
    let mut bounds = coverage["bounds"].as_array().expect("a list").iter();
    let bound = bounds.find(|bound| {
        bound["operation"] == "openAccount"
            && bound["place"] == place
            && bound["keyword"] == keyword
    });
    let bound = bound.expect("is documented");
    (bound["accepted_at"] != 0, bound["refused_beyond"] != 0)
}

#[test]
fn a_small_run_says_what_it_covers_and_what_is_missing() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = folder.path().join("run");
    keep(&run, &[]);
    let run = run.display().to_string();

    let (code, text, error) = conform(&["coverage", "--run", &run, "--json"]);
    assert_eq!(code, Some(0), "{error}");
    let coverage: Value = serde_json::from_str(&text).expect("is JSON");
    let opened = find(&coverage["operations"], "id", "openAccount");
    assert!(opened["calls"].as_u64() >= opened["scenarios"].as_u64());
    assert_ne!(opened["scenarios"], 0);
    assert_ne!(find(&opened["statuses"], "status", "201")["count"], 0);
    assert_eq!(find(&opened["statuses"], "status", "413")["count"], 0);
    assert_eq!(find(&coverage["operations"], "id", "createTransfer")["calls"], 0);
    assert_eq!(coverage["stories"]["is_whole"], false);
    let label = coverage["members"].as_array().expect("a list").iter();
    let mut label = label.filter(|one| one["message"] == "openAccount 201");
    let label = label.find(|one| one["place"] == "/label").expect("is documented");
    assert_eq!(label["asserted"], "named");
    assert_ne!(find(&coverage["events"], "event_type", "account.activated")["accepted"], 0);
    assert_eq!(find(&coverage["events"], "event_type", "payout.completed")["delivered"], 0);
    let changes = coverage["changes"].as_array().expect("a list").iter();
    let mut activated = changes.filter(|one| one["from"] == "PENDING" && one["to"] == "ACTIVE");
    assert_ne!(activated.next().expect("is documented")["seen"], 0);
    assert_eq!(bound(&coverage, "/label", "maxLength"), (true, true));

    let (code, text, _) = conform(&["coverage", "--run", &run]);
    assert_eq!(code, Some(0));
    assert!(
        text.contains("operations called") && text.contains("lines more, which --missing shows")
    );
    let (_, text, _) = conform(&["coverage", "--run", &run, "--missing"]);
    assert!(text.contains("createTransfer  POST "), "{text}");
    assert!(!text.contains("openAccount  POST "), "{text}");
}

#[test]
fn a_run_without_stories_cannot_be_measured() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = folder.path().join("run");
    keep(&run, &["--evidence", "none"]);
    let (code, _, error) = conform(&["coverage", "--run", &run.display().to_string()]);
    assert_eq!(code, Some(2));
    assert!(error.contains("run again without --evidence none"), "{error}");
    let (code, _, error) = conform(&["coverage", "--run", &folder.path().display().to_string()]);
    assert_eq!(code, Some(2));
    assert!(error.contains("is no kept run"), "{error}");
}
