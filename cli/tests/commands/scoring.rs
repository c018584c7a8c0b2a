//! The command `score` as its user runs it, on a few faults and variants; the whole score is the command.

use std::{ffi::OsString, fs, path::Path};

use serde_json::Value;

use crate::support::conform::ROOT;

const SUITE: &str = ROOT;

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

/// Two faults, one written plain and one narrow, and one that is called equivalent; the last two show nowhere.
const THREE: &str = r#"
- id: one
  breaks: KYB-3
  title: The answer to a <new> document has no id
  changes:
    - at: {answer: uploadKybDocument}
      do: [{remove: /id}]
- id: two
  breaks: KYB-3
  title: A further header
  narrow: true
  changes:
    - at: {answer: uploadKybDocument}
      do: [{header: {name: x-trace-id, to: "7"}}]
- id: three
  breaks: KYB-3
  title: Another further header
  equivalent: No document forbids <further> headers (RFC 9110, section 5.1)
  changes:
    - at: {answer: uploadKybDocument}
      do: [{header: {name: x-trace-id, to: "8"}}]
"#;

/// Writes a file of faults and one of a variant, and gives the options for them; only the scenarios of KYB-3 run.
fn three(folder: &Path, faults: &str) -> Vec<String> {
    let variant = "- id: four\n  allowed_by: RFC 8259\n  title: Spaces\n  changes:\n    \
                   - at: {answer: \"* /api/**\"}\n      do: [{write: spaced}]\n";
    let mut options: Vec<String> = vec!["--rule".into(), "KYB-3".into()];
    for (name, text) in [("faults", faults), ("variants", variant)] {
        let place = folder.join(name);
        fs::create_dir_all(&place).expect("made");
        fs::write(place.join("one.yaml"), text).expect("written");
        options.extend([format!("--{name}"), place.display().to_string()]);
    }
    options
}

/// The exit code of a score with these options, and its JSON.
fn scored(folder: &Path, options: &[String], more: &[&str]) -> (u8, Value) {
    let json = folder.join("score.json").display().to_string();
    let options = options.iter().map(String::as_str).chain(["--json", &json]);
    let code = score(&options.chain(more.iter().copied()).collect::<Vec<_>>());
    let text = fs::read_to_string(&json).expect("the JSON");
    (code, serde_json::from_str(&text).expect("JSON"))
}

#[test]
fn a_full_score_counts_plain_and_narrow_faults_apart_and_says_who_found_what() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = three(folder.path(), THREE);
    let html = folder.path().join("score.html").display().to_string();
    let (code, json) = scored(folder.path(), &options, &["--full", "--jobs", "2", "--html", &html]);
    assert_eq!(code, 1, "the narrow fault survives");
    let share = |name: &str| {
        let rate = &json["rates"][name];
        (rate["part"].as_u64(), rate["all"].as_u64())
    };
    assert_eq!(share("kill_rate"), (Some(1), Some(2)));
    assert_eq!(share("kill_rate_plain"), (Some(1), Some(1)));
    assert_eq!(share("kill_rate_narrow"), (Some(0), Some(1)));
    assert_eq!(share("right_rule_rate"), (Some(1), Some(1)));
    assert_eq!(share("precision"), (Some(1), Some(1)));
    let results: Vec<_> = json["faults"].as_array().expect("a list").iter().collect();
    let results: Vec<_> = results.iter().map(|one| one["result"].as_str()).collect();
    assert_eq!(results, [Some("killed"), Some("survived"), Some("equivalent")]);
    assert_eq!(json["by_check"]["documented response"][0], "one");
    let idle = json["idle_checks"].as_array().expect("a list");
    assert!(idle.contains(&Value::from("webhook signature")), "{idle:?}");
    assert!(json["by_one_scenario"].is_object() && json["idle_scenarios"].is_array());
    let page = fs::read_to_string(&html).expect("the page");
    let survivor = page.find("A further header").expect("the survivor");
    let killed = page.find("The answer to a &#60;new&#62; document").expect("the killed one");
    assert!(survivor < killed, "survivors stand first");
    assert!(page.contains("No document forbids &#60;further&#62; headers"), "{page}");
}

#[test]
fn an_equivalent_fault_that_is_found_is_a_mistake() {
    let folder = tempfile::tempdir().expect("a folder");
    let faults = THREE.replace("{header: {name: x-trace-id, to: \"8\"}}", "{remove: /id}");
    let (code, json) = scored(folder.path(), &three(folder.path(), &faults), &["three"]);
    assert_eq!(code, 2);
    assert_eq!(json["faults"][0]["result"], "not_equivalent");
    assert_eq!(json["rates"]["kill_rate"]["all"], 0, "it is not scored");
}

#[test]
fn a_score_goes_on_from_its_state_as_far_as_that_is_valid() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = three(folder.path(), THREE);
    let state = folder.path().join("state.jsonl");
    let path = state.display().to_string();
    let taken_over = |options: &[String], more: &[&str]| {
        let all = [&["--state", &path], more].concat();
        scored(folder.path(), options, &all).1["taken_over"].as_u64()
    };
    assert_eq!(taken_over(&options, &["one", "two"]), Some(0));
    // A score that was killed leaves half a line.
    let whole = fs::read_to_string(&state).expect("the state");
    fs::write(&state, format!("{whole}{}", &whole[..40])).expect("written");
    assert_eq!(taken_over(&options, &["one", "two", "three"]), Some(2));
    assert_eq!(taken_over(&options, &["one", "--layers", "guides"]), Some(0), "other layers");
    let other = three(folder.path(), &THREE.replace("to: \"7\"", "to: \"9\""));
    assert_eq!(taken_over(&other, &["one", "two", "three"]), Some(2), "another fault");
    fs::write(&state, "precious words\n").expect("written");
    let all = other.iter().map(String::as_str).chain(["--state", &path, "one"]);
    assert_eq!(score(&all.collect::<Vec<_>>()), 2);
    assert_eq!(fs::read_to_string(&state).expect("still there"), "precious words\n");
}

#[test]
fn the_states_of_all_shards_make_the_whole_score() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = three(folder.path(), THREE);
    let (mut ids, mut lines) = (Vec::new(), String::new());
    for (name, shard) in [("one.jsonl", "1/2"), ("two.jsonl", "2/2")] {
        let state = folder.path().join(name);
        let path = state.display().to_string();
        let more = ["--shard", shard, "--state", &path];
        let (_, json) = scored(folder.path(), &options, &more);
        let faults = json["faults"].as_array().into_iter().flatten();
        let both = faults.chain(json["variants"].as_array().into_iter().flatten());
        ids.extend(both.map(|one| one["id"].as_str().unwrap_or_default().to_owned()));
        lines.push_str(&fs::read_to_string(&state).expect("the state"));
    }
    assert_eq!(ids, ["one", "three", "two", "four"]);
    let state = folder.path().join("all.jsonl");
    fs::write(&state, lines).expect("written");
    let (code, json) = scored(folder.path(), &options, &["--state", &state.display().to_string()]);
    assert_eq!((code, json["taken_over"].as_u64()), (1, Some(4)));
}

#[test]
fn what_cannot_be_scored_is_refused() {
    let profile = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/targets/local-sandbox.yaml");
    assert_eq!(score(&["--target", profile, "--jobs", "2", "kyb-3a"]), 2);
    assert_eq!(score(&["--shard", "3/2"]), 2);
    assert_eq!(score(&["--shard", "2/2", "kyb-3a"]), 2, "nothing is left");
    assert_eq!(score(&["--json", "/no/such/folder/score.json", "kyb-3a"]), 2);
}
