//! Answers compared with the ones that people have accepted.

use std::{collections::BTreeSet, fs, path::Path};

use conformance_harness::{
    snapshot::{
        IdMembers, SnapshotReview, SnapshotSource, SnapshotState, Snapshots, difference, redact,
    },
    verdict::{Fault, Nonconformance},
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{child, folder};

const ACCEPTED: &str = "---\nsource: features/toy.feature\n---\n{\n  \"id\": \"[uuid]\",\n  \
                        \"kind\": \"car\",\n  \"wheels\": 4\n}\n";

const NUMBERED: IdMembers = IdMembers { integers: &["kycId"], of_people: &[] };

fn answer(kind: &str) -> Value {
    json!({"kind": kind, "id": "5ada78ed-288f-43b5-b98c-890369e04fe3", "wheels": 4})
}

fn check(folder: &TempDir, value: &Value) -> Result<bool, Fault> {
    let folder_path = folder.path().to_path_buf();
    let snapshots =
        Snapshots { folder: folder_path, is_own: false, ids: NUMBERED, leaves_pending: true };
    let source =
        SnapshotSource { file: Path::new("features/toy.feature"), place: "features/toy.feature:9" };
    snapshots.check("TOY-1.1", value, source)
}

fn finding(result: Result<bool, Fault>) -> Nonconformance {
    match result {
        Err(Fault::Nonconformance(finding)) => *finding,
        other => panic!("a finding, not {other:?}"),
    }
}

#[test]
fn an_answer_like_the_accepted_one_passes() {
    let folder = folder::with(&[("TOY-1.1.snap", ACCEPTED)]);
    assert_eq!(check(&folder, &answer("car")), Ok(true));
    let files = fs::read_dir(folder.path()).expect("read").count();
    assert_eq!(files, 1, "nothing is left pending");
}

#[test]
fn another_answer_is_a_finding_with_the_difference() {
    let folder = folder::with(&[("TOY-1.1.snap", ACCEPTED)]);
    let finding = finding(check(&folder, &answer("bus")));
    assert!(finding.what.contains("\"TOY-1.1\" (features/toy.feature:9)"), "{}", finding.what);
    let wanted = r#" {
   "id": "[uuid]",
-  "kind": "car",
+  "kind": "bus",
   "wheels": 4
 }
"#;
    assert_eq!(finding.diff.as_deref(), Some(wanted));
    let kept = fs::read_to_string(folder.path().join("TOY-1.1.snap")).expect("read");
    assert_eq!(kept, ACCEPTED, "nothing is accepted by itself");
}

#[test]
fn an_answer_without_an_accepted_snapshot_is_told_from_others() {
    let folder = folder::with(&[]);
    assert_eq!(check(&folder, &answer("car")), Ok(false));
}

#[test]
fn a_file_that_is_no_snapshot_is_named() {
    let folder = folder::with(&[("TOY-1.1.snap", "---\nsource: [\n---\n{}\n")]);
    let error = check(&folder, &answer("car"));
    let Err(Fault::Error { message }) = error else { panic!("an error, not {error:?}") };
    assert!(message.contains("TOY-1.1.snap: "), "{message}");
}

#[test]
fn what_is_new_is_left_pending_and_passes_once_it_is_accepted() {
    if child::is_this() {
        let folder = folder::with(&[]);
        let accepted = folder.path().join("TOY-1.1.snap");
        let pending = folder.path().join("TOY-1.1.snap.new");
        assert_eq!(check(&folder, &answer("car")), Ok(false));
        assert!(!accepted.exists(), "nothing is accepted by itself");
        let text = fs::read_to_string(&pending).expect("it is pending");
        assert!(text.contains("description: \"features/toy.feature:9\""), "{text}");
        fs::rename(&pending, &accepted).expect("accepted");
        assert_eq!(check(&folder, &answer("car")), Ok(true));
        assert!(check(&folder, &answer("bus")).is_err());
        assert!(pending.exists(), "a difference is left pending too");
        return;
    }
    // On a build server insta leaves nothing pending unless it is configured to.
    let test = "snapshot::what_is_new_is_left_pending_and_passes_once_it_is_accepted";
    let output = child::of(test, &[("INSTA_UPDATE", "new")]);
    assert!(output.status.success(), "{}", child::printed(&output));
}

#[test]
fn an_answer_that_is_right_again_takes_the_pending_one_away() {
    let folder = folder::with(&[("TOY-1.1.snap", ACCEPTED), ("TOY-1.1.snap.new", ACCEPTED)]);
    assert_eq!(check(&folder, &answer("car")), Ok(true));
    assert!(!folder.path().join("TOY-1.1.snap.new").exists());
}

#[test]
fn values_are_masked_only_in_their_own_form() {
    let hash = "0123456789abcdef".repeat(4);
    let jwt = format!("eyJhbGciOi.eyJzdWIi.{}", "x".repeat(43));
    for (value, masked) in [
        ("2026-02-26T17:02:28.766Z", "[timestamp]"),
        ("5ada78ed-288f-43b5-b98c-890369e04fe3", "[uuid]"),
        ("/toys/5ada78ed-288f-43b5-b98c-890369e04fe3/x", "/toys/[uuid]/x"),
        (&hash, "[hash]"),
        (&format!("0x{hash}"), "[hash]"),
        (&jwt, "[jwt]"),
        ("http://127.0.0.1:4010/toys", "[origin]/toys"),
        ("2026-02-26T17:02:28Z", "[timestamp 9999-99-99T99:99:99Z]"),
    ] {
        assert_eq!(redact(&json!(value), NUMBERED), json!(masked), "{value}");
    }
    let other_forms = [
        "2026-02-26",
        "5ada78ed",
        "5ADA78ED-288F-43B5-B98C-890369E04FE3",
        &hash[1..],
        "a.b.c",
        "ftp://toys.example/",
        "EUR 250.00",
    ];
    for value in other_forms {
        assert_eq!(redact(&json!(value), NUMBERED), json!(value), "{value}");
    }
}

#[test]
fn integers_are_masked_only_under_keys_that_the_target_numbers() {
    let value =
        json!({"kycId": 12, "wheels": 4, "list": [{"kycId": 7}], "nested": {"kycId": "seven"}});
    let wanted = json!({
        "kycId": "[integer]",
        "wheels": 4,
        "list": [{"kycId": "[integer]"}],
        "nested": {"kycId": "seven"},
    });
    assert_eq!(redact(&value, NUMBERED), wanted);
    assert_eq!(redact(&json!({"kycId": -1}), NUMBERED), json!({"kycId": -1}));
}

#[test]
fn a_difference_leaves_out_what_is_far_from_a_change() {
    let lines = |changed: &str| {
        let line = |number: usize| match number {
            2 | 28 => format!("{changed} {number}\n"),
            _ => format!("line {number}\n"),
        };
        (1..=30).map(line).collect::<String>()
    };
    let text = difference(&lines("old"), &lines("new"));
    assert!(text.contains("-old 2\n+new 2\n") && text.contains("-old 28\n+new 28\n"), "{text}");
    assert!(text.contains("\n …\n") && !text.contains("line 15"), "{text}");
    assert_eq!(difference("same\n", "same\n"), "");
}

#[test]
fn a_snapshot_that_is_not_a_regular_file_is_an_error_of_ours() {
    let folder = folder::with(&[]);
    let link = folder.path().join("TOY-1.1.snap");
    std::os::unix::fs::symlink("/dev/zero", link).expect("linked");
    match check(&folder, &answer("car")) {
        Err(Fault::Error { message }) => {
            assert!(message.ends_with("TOY-1.1.snap: it is not a regular file"), "{message}");
        }
        other => panic!("an error, not {other:?}"),
    }
}

#[test]
fn a_value_that_a_person_lets_be_any_is_not_compared() {
    let any = ACCEPTED.replace("\"car\"", "\"[any]\"");
    let folder = folder::with(&[("TOY-1.1.snap", &any)]);
    assert_eq!(check(&folder, &answer("bus")), Ok(true));
    let other = json!({"kind": "bus", "id": "5ada78ed-288f-43b5-b98c-890369e04fe3", "wheels": 6});
    let finding = finding(check(&folder, &other));
    let wanted = "\"kind\": \"[any]\",\n-  \"wheels\": 4\n+  \"wheels\": 6\n";
    assert!(finding.diff.as_deref().is_some_and(|diff| diff.contains(wanted)), "{finding:?}");
}

fn review(folder: &TempDir) -> SnapshotReview {
    let wanted = ["TOY-1.1", "TOY-1.2", "TOY-1.3_toy.sold"].map(str::to_owned).into();
    SnapshotReview::of(folder.path(), &wanted).expect("readable")
}

fn states(folder: &TempDir) -> Vec<(String, SnapshotState)> {
    review(folder).snapshots.into_iter().map(|one| (one.name, one.state)).collect()
}

#[test]
fn a_review_tells_what_is_accepted_what_waits_and_what_nobody_asks_for() {
    let bus =
        ACCEPTED.replace("car", "bus").replace("source", "description: toy.feature:9\nsource");
    let folder = folder::with(&[
        ("TOY-1.1.snap", ACCEPTED),
        ("TOY-1.2.snap", ACCEPTED),
        ("TOY-1.2.snap.new", &bus),
        ("TOY-1.3_toy.sold.snap.new", ACCEPTED),
        ("TOY-9.9.snap", ACCEPTED),
        ("notes.txt", "not a snapshot"),
    ]);
    let wanted = [
        ("TOY-1.1", SnapshotState::Accepted),
        ("TOY-1.2", SnapshotState::Changed),
        ("TOY-1.3_toy.sold", SnapshotState::New),
        ("TOY-9.9", SnapshotState::Orphaned),
    ];
    assert_eq!(states(&folder), wanted.map(|(name, state)| (name.to_owned(), state)));
    let review = review(&folder);
    let changed = &review.snapshots[1];
    assert_eq!(changed.place.as_deref(), Some("toy.feature:9"));
    assert!(
        changed.difference.contains("-  \"kind\": \"car\",\n+  \"kind\": \"bus\",\n"),
        "{changed:?}"
    );
    assert!(review.snapshots[2].difference.starts_with("+{"), "{review:?}");
}

#[test]
fn a_review_accepts_rejects_and_prunes() {
    let bus = ACCEPTED.replace("car", "bus");
    let folder = folder::with(&[
        ("TOY-1.1.snap", ACCEPTED),
        ("TOY-1.1.snap.new", &bus),
        ("TOY-1.2.snap", ACCEPTED),
        ("TOY-1.2.snap.new", &bus),
        ("TOY-9.9.snap", ACCEPTED),
        ("TOY-9.9.snap.new", &bus),
    ]);
    let review = review(&folder);
    review.accept("TOY-1.1").expect("accepted");
    review.reject("TOY-1.2").expect("rejected");
    review.prune("TOY-9.9").expect("removed");
    let wanted = ["TOY-1.1", "TOY-1.2"].map(|name| (name.to_owned(), SnapshotState::Accepted));
    assert_eq!(states(&folder), wanted);
    assert_eq!(check(&folder, &answer("bus")), Ok(true), "the pending one is accepted now");
    let kept = fs::read_to_string(folder.path().join("TOY-1.2.snap")).expect("read");
    assert_eq!(kept, ACCEPTED, "what was accepted stays");
    let error = review.accept("TOY-1.2").expect_err("nothing is pending").to_string();
    assert!(error.contains("TOY-1.2.snap.new: "), "{error}");
}

#[test]
fn a_folder_that_is_not_there_has_no_snapshots() {
    let folder = folder::with(&[]);
    let review = SnapshotReview::of(&folder.path().join("none"), &BTreeSet::new()).expect("empty");
    assert!(review.snapshots.is_empty());
}
