//! The reports in forms that other programs read: every step of a run, with its end, in CTRF and in Cucumber Messages.

use std::{collections::BTreeMap, path::Path, process::Command};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{own_suite::own_suite, trusting_sandbox::trusting_sandbox};

use crate::support::conform::ROOT;

/// The features of a suite in which everything that Gherkin has stands. Its phrases are those of the real suite.
const EVERYTHING: &str = "\
Feature: Everything
  It tells
    all.

  Background:
    Given a merchant who listens for events


  # A comment.
  @source-W
  Rule: OUT-1 A payout debits the account

    Background:
      Given Ana has a EUR account holding EUR 500.00

    @OUT-1.1
    Scenario Outline: Paying with <colour>
      When the merchant pays EUR 100.00 out of Ana's EUR account
        \"\"\"
        note:  # undocumented
          colour: <colour>
        \"\"\"
      Then the order is completed
      And these events are delivered:
        | payout.processing |
        | payout.completed  |

      @needs-drain
      Examples: Colours
        | colour      |
        | blue        |
        | blue \\| red |
";

/// Runs a part of a suite and keeps its reports in a folder.
fn run(folder: &Path, suite: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Option<i32> {
    let file = |form: &str| format!("--report={form}={}", folder.join(form).display());
    let out = format!("--out={}", folder.join("run").display());
    let output = Command::new(env!("CARGO_BIN_EXE_conform"))
        .args(["run", &file("ctrf"), &file("messages"), &out, "--suite"])
        .arg(suite)
        .args(arguments)
        .envs(variables.iter().copied())
        .output()
        .expect("conform starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.code() != Some(2), "{text}{}", String::from_utf8_lossy(&output.stderr));
    output.status.code()
}

fn checkout() -> &'static Path {
    Path::new(ROOT)
}

fn ctrf(folder: &Path) -> Value {
    let text = std::fs::read_to_string(folder.join("ctrf")).expect("the report");
    serde_json::from_str(&text).expect("JSON")
}

/// The messages by kind.
fn messages(folder: &Path) -> BTreeMap<String, Vec<Value>> {
    let text = std::fs::read_to_string(folder.join("messages")).expect("the report");
    assert!(!text.contains("Bearer ey"), "the report holds a token");
    let mut messages = BTreeMap::<String, Vec<Value>>::new();
    for line in text.lines() {
        let message: Value = serde_json::from_str(line).expect("JSON");
        let (kind, message) = message.as_object().and_then(|one| one.iter().next()).expect("one");
        messages.entry(kind.clone()).or_default().push(message.clone());
    }
    messages
}

/// The number of step results with each state.
fn states(messages: &BTreeMap<String, Vec<Value>>) -> BTreeMap<&str, usize> {
    let mut states = BTreeMap::new();
    for step in &messages["testStepFinished"] {
        let state = step["testStepResult"]["status"].as_str().expect("a state");
        *states.entry(state).or_default() += 1;
    }
    states
}

#[test]
fn a_green_run_has_the_same_scenarios_in_both_forms() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(run(folder.path(), checkout(), &["--rule=OUT-1"], &[]), Some(0));
    let (report, messages) = (ctrf(folder.path()), messages(folder.path()));
    let tests = report["results"]["tests"].as_array().expect("tests");
    let cases = tests.len();
    assert!(cases > 1 && report["results"]["summary"]["tests"] == cases, "{report}");
    assert_eq!(report["results"]["summary"]["passed"], cases);
    for kind in ["pickle", "testCase", "testCaseStarted", "testCaseFinished"] {
        assert_eq!(messages[kind].len(), cases, "{kind}");
    }
    let steps: usize =
        tests.iter().map(|test| test["steps"].as_array().expect("steps").len()).sum();
    assert_eq!(states(&messages), BTreeMap::from([("PASSED", steps)]));
    assert_eq!(messages["testRunFinished"][0]["success"], true);
    let test = &tests[0];
    assert!(test["suite"][1].as_str().expect("a rule").starts_with("OUT-1 "), "{test}");
    assert!(test["stop"].as_u64() >= test["start"].as_u64() && test["line"].is_u64(), "{test}");
    let took = messages["testStepFinished"].iter().map(|step| &step["testStepResult"]["duration"]);
    assert!(took.into_iter().any(|time| time["nanos"] != 0), "no step took any time");
}

#[test]
fn a_red_run_shows_the_step_that_failed_with_its_request() {
    let folder = tempfile::tempdir().expect("a folder");
    let changes = concat!("--faults=", env!("CARGO_MANIFEST_DIR"), "/../fixtures/changes");
    let arguments = ["--rule=ORD-1", changes, "--fault=state-renamed"];
    assert_eq!(run(folder.path(), checkout(), &arguments, &[]), Some(1));
    let (report, messages) = (ctrf(folder.path()), messages(folder.path()));
    let tests = report["results"]["tests"].as_array().expect("tests");
    let red: Vec<&Value> = tests.iter().filter(|test| test["status"] == "failed").collect();
    assert!(!red.is_empty() && report["results"]["summary"]["failed"] == red.len(), "{report}");
    assert!(red[0]["trace"].as_str().is_some_and(|text| text.contains("expected")), "{report}");
    assert!(states(&messages)["FAILED"] >= red.len());
    let failed = messages["testStepFinished"].iter().map(|step| &step["testStepResult"]);
    let failed: Vec<&Value> = failed.filter(|result| result["status"] == "FAILED").collect();
    assert!(failed.iter().all(|result| result["message"].is_string()), "{failed:?}");
    let curl = messages["attachment"].iter().filter(|attachment| {
        let body = attachment["body"].as_str().expect("a body");
        attachment["mediaType"] == "text/plain" && body.starts_with("curl ") && body.contains('→')
    });
    assert!(curl.count() > 0, "{:?}", messages["attachment"]);
    assert_eq!(messages["testRunFinished"][0]["success"], false);
}

/// A sandbox that claims no capability, with a profile that lists a deviation.
async fn modest_target(folder: &Path) -> ralio_sandbox::Sandbox {
    let sandbox = trusting_sandbox(folder).await;
    let text = format!(
        "name: a modest target\napi: {}\nportal: {}\noperator: json\ncapabilities: []\n\
         deviations: [{{ scenario: ORD-1.2, reason: it says DONE }}]\n\
         sink: {{ listen: '127.0.0.1:0', authority: {} }}\n",
        sandbox.api_url(),
        sandbox.portal_url(),
        folder.display()
    );
    std::fs::write(folder.join("profile.yaml"), text).expect("written");
    sandbox
}

#[tokio::test(flavor = "multi_thread")]
async fn other_verdicts_are_told_with_their_reasons() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = modest_target(folder.path()).await;
    let profile = format!("--target={}", folder.path().join("profile.yaml").display());
    let (place, key) = (folder.path().to_owned(), sandbox.operator_key().to_owned());
    let judging = tokio::task::spawn_blocking(move || {
        let changes = concat!("--faults=", env!("CARGO_MANIFEST_DIR"), "/../fixtures/changes");
        let rules = ["--rule=ORD-1.2", "--rule=OUT-7.12", "--evidence=failed"];
        let arguments = [&rules[..], &[&profile, changes, "--fault=state-renamed"]].concat();
        run(&place, checkout(), &arguments, &[("RALIO_OPERATOR_KEY", key.as_str())])
    });
    assert_eq!(judging.await.expect("no panic"), Some(0));
    sandbox.stop().await;
    let (report, messages) = (ctrf(folder.path()), messages(folder.path()));
    let tests = report["results"]["tests"].as_array().expect("tests");
    let has = |verdict: &str, status: &str| {
        let of_verdict = |test: &&Value| test["rawStatus"] == verdict && test["status"] == status;
        tests.iter().find(of_verdict).expect(verdict)
    };
    has("known deviation", "other");
    let skipped = has("not applicable", "skipped");
    let first = format!("{}/test/1", skipped["testId"].as_str().expect("an id"));
    let step = messages["testStepFinished"].iter().find(|step| step["testStepId"] == *first);
    let result = &step.expect("the step")["testStepResult"];
    assert_eq!(result["status"], "SKIPPED");
    assert!(result["message"].as_str().is_some_and(|text| text.starts_with("not applicable: ")));
    assert!(!states(&messages).contains_key("FAILED"));
    assert_eq!(messages["testRunFinished"][0]["success"], true);
}

/// A suite of one feature file.
fn small_suite() -> TempDir {
    own_suite(&[("features/everything.feature", EVERYTHING)])
}

#[test]
fn a_run_that_cannot_be_kept_is_refused_before_it_begins_if_a_report_needs_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let suite = small_suite();
    std::fs::write(suite.path().join("target"), "no folder").expect("a file");
    let judge = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_conform"));
        command.arg("run").arg("--suite").arg(suite.path()).args(arguments);
        command.current_dir(folder.path()).output().expect("conform starts")
    };
    let output = judge(&["--report=ctrf"]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("the run cannot be kept"), "{text}");
    assert!(!String::from_utf8_lossy(&output.stdout).contains("conforms"), "it was judged");
    assert_eq!(judge(&[]).status.code(), Some(0), "without such a report it is judged");
}

/// The first node with this member and value.
fn node<'a>(tree: &'a Value, member: &str, value: &str) -> Option<&'a Value> {
    if tree[member] == value {
        return Some(tree);
    }
    let below: Vec<&Value> = match tree {
        Value::Array(items) => items.iter().collect(),
        Value::Object(members) => members.values().collect(),
        _ => Vec::new(),
    };
    below.into_iter().find_map(|one| node(one, member, value))
}

#[test]
fn the_messages_hold_the_whole_tree_of_a_feature_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let suite = small_suite();
    assert_eq!(run(folder.path(), suite.path(), &[], &[]), Some(0));
    let messages = messages(folder.path());
    let tree = &messages["gherkinDocument"][0];
    assert_eq!(tree["feature"]["description"], "  It tells\n    all.");
    assert_eq!(tree["comments"][0]["text"], "  # A comment.");
    let rule = node(tree, "name", "OUT-1 A payout debits the account").expect("the rule");
    assert_eq!(rule["location"], serde_json::json!({"line": 11, "column": 3}));
    assert_eq!(rule["children"][0]["background"]["location"]["line"], 13);
    let outline = &rule["children"][1]["scenario"];
    let text = &outline["steps"][0]["docString"];
    assert_eq!(text["delimiter"], "\"\"\"");
    assert_eq!(text["content"], "note:  # undocumented\n  colour: <colour>");
    assert_eq!(
        outline["steps"][2]["dataTable"]["rows"][1]["cells"][0]["value"],
        "payout.completed"
    );
    let row = &outline["examples"][0]["tableBody"][1];
    assert_eq!(row["cells"][0]["value"], "blue | red");
    let pickles = &messages["pickle"];
    assert_eq!((pickles.len(), &pickles[1]["name"]), (2, &"Paying with blue | red".into()));
    assert_eq!(pickles[1]["astNodeIds"], serde_json::json!([outline["id"], row["id"]]));
    let tags = pickles[1]["tags"].as_array().expect("tags").iter().map(|tag| &tag["name"]);
    assert_eq!(tags.collect::<Vec<_>>(), ["@source-W", "@OUT-1.1", "@needs-drain"]);
    let content = &pickles[1]["steps"][2]["argument"]["docString"]["content"];
    assert_eq!(content, "note:  # undocumented\n  colour: blue | red");
}
