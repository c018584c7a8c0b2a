//! The sensitivity of the suite: every rule, every phrase that asserts and every always-on check is seen failing, and its message
//! is a snapshot that people read.

#![expect(clippy::expect_used, reason = "a test says what it relies on")]

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
    fs,
    path::Path,
};

use conformance_harness::{
    fault::{FaultKind, load},
    snapshot::difference,
    yaml,
};
use ralio_conformance::{load_suite, phrase_list};
use regex::Regex;
use serde_json::Value;

/// The table of faults, and what cannot be seen failing.
const TABLE: &str = "fixtures/sensitivity.yaml";

/// The messages that a person has reviewed.
const REVIEWED: &str =
    "tests/snapshots/sensitivity__every_rule_phrase_and_check_is_seen_failing.snap";

/// The check that tells that a scenario has more findings than are shown.
const ALL_CHECKS: &str = "all checks";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn table() -> Value {
    let text = fs::read_to_string(root().join(TABLE)).expect("the table");
    yaml::parse(&text).expect("YAML")
}

fn texts(value: &Value) -> Vec<&str> {
    let text = |item: &Value| item.as_str().expect("a text").len();
    let items = value.as_array().expect("a list");
    assert!(items.iter().map(text).all(|length| length > 0), "a text of {TABLE} is empty");
    items.iter().filter_map(Value::as_str).collect()
}

/// The score of the table's faults under its scenarios.
fn score(table: &Value) -> Value {
    let report = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sensitivity.json");
    let mut arguments: Vec<OsString> =
        ["conform", "score", "--jobs=8", "--suite"].map(OsString::from).into();
    arguments.extend([root().into(), "--json".into(), report.clone().into()]);
    arguments.extend(table["faults"].as_object().expect("a mapping").keys().map(OsString::from));
    for scenario in scenarios(table) {
        arguments.extend(["--rule".into(), scenario.into()]);
    }
    let code = conform::run_command(arguments);
    assert_eq!(code, 0, "a fault of {TABLE} is not killed under the right rule; see above");
    let text = fs::read_to_string(report).expect("the score");
    serde_json::from_str(&text).expect("JSON")
}

fn scenarios(table: &Value) -> BTreeSet<&str> {
    let scenarios = table["faults"].as_object().expect("a mapping").values();
    scenarios.map(|scenario| scenario.as_str().expect("the id of a scenario")).collect()
}

/// The messages of phrases and checks, each with the fault that made it fail.
fn messages(score: &Value, table: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for fault in score["faults"].as_array().expect("faults") {
        let title = fault["title"].as_str().expect("a title");
        let scenario = table["faults"][fault["id"].as_str().expect("an id")].as_str();
        let scenario = scenario.expect("a scenario");
        let is_meant = |finder: &&Value| {
            let case = finder["scenario"].as_str().expect("a case");
            case.split('#').next() == Some(scenario)
        };
        let finders = fault["found_by"].as_array().expect("finders");
        let mut finders = finders.iter().filter(is_meant).peekable();
        assert!(finders.peek().is_some(), "{scenario} does not find {}", fault["id"]);
        for finder in finders.take(1) {
            let findings = finder["findings"].as_array().expect("findings").iter().enumerate();
            // These depend on more than the fault: on scenarios before, and on the number of findings where not all are shown.
            let is_cut = findings.clone().any(|(_, finding)| finding["check"] == ALL_CHECKS);
            let depends_on_others = |finding: &Value| {
                finding["check"] == "unique values" || (is_cut && finding["check"] != ALL_CHECKS)
            };
            for (_, finding) in
                findings.filter(|(index, one)| *index == 0 || !depends_on_others(one))
            {
                let text = |key: &str| finding[key].as_str();
                let check = text("check").map(|check| format!("check {check}"));
                let name = check.or_else(|| text("phrase").map(str::to_owned));
                let name = name.unwrap_or_else(|| "the end of the scenario".to_owned());
                let message = plain(text("message").expect("a message"));
                messages.entry(name).or_default().insert(format!("{title}\n    {message}"));
            }
        }
    }
    messages
}

/// A message without what differs from run to run.
fn plain(message: &str) -> String {
    let patterns = [
        // A long message may end within an id, whose first digits are the time.
        (r"/0[0-9a-f]*(-[0-9a-f-]*)?$", "/<id>"),
        (r"[0-9a-f]{8}-[0-9a-f-]*$", "<id>"),
        (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<id>"),
        (r"\b(mch|sk|whsec)_[0-9a-zA-Z]+", "<credential>"),
        (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", "<time>"),
        (r"127\.0\.0\.1:\d+|localhost:\d+", "<address>"),
        (r"\b[0-9a-f]{32,}\b", "<digits>"),
        (r"\b1\d{5}\b", "<number>"),
        // Merchants, companies in KYB and secrets are numbered in the order in which scenarios come to them.
        // A message is cut where its length says, so that nothing after a number is the same each time.
        (r"/merchants/\d+(/[a-z-]+).*", "/merchants/<number>$1 …"),
        (r"<(\w+)#\d+>", "<$1>"),
        (r"(`kybId` of .*?expected )\d+.*", "$1<number> …"),
        // A busy machine reads less often while it waits.
        (r"found \d+ more breaches", "found <number> more breaches"),
        // Scenarios end in any order.
        (r"has in [A-Z]+-\d+\.\d+(#\d+)?", "has in <scenario>"),
        (r"\s+", " "),
        // Events about two things arrive in any order.
        (
            r"((?:did not arrive|arrived and should not have); expected .*?, actual ).*",
            "$1<events>",
        ),
    ];
    patterns.iter().fold(message.to_owned(), |text, (pattern, name)| {
        Regex::new(pattern).expect("a pattern").replace_all(&text, *name).into_owned()
    })
}

/// True if the table gives a reason why this cannot be seen failing.
fn excused(table: &Value, name: &str) -> bool {
    table["excused"].get(name).is_some()
}

#[test]
fn every_rule_phrase_and_check_is_seen_failing() {
    let table = table();
    let first = score(&table);
    let seen = messages(&first, &table);
    let broken: BTreeSet<&str> = first["faults"]
        .as_array()
        .expect("faults")
        .iter()
        .filter_map(|fault| fault["breaks"].as_str())
        .collect();
    let suite = load_suite(root()).expect("the suite loads");
    let rules =
        suite.cases.iter().filter_map(|case| case.rule.as_ref()).map(|rule| rule.id.as_str());
    let unbroken: BTreeSet<&str> = rules.filter(|rule| !broken.contains(rule)).collect();
    let unbroken: Vec<&&str> = unbroken.iter().filter(|rule| !excused(&table, rule)).collect();
    assert!(unbroken.is_empty(), "no fault of {TABLE} breaks these rules: {unbroken:?}");
    let phrases = phrase_list();
    let asserting = phrases.iter().filter(|phrase| phrase.starts_with("Then "));
    let checks: Vec<String> =
        texts(&table["checks"]).iter().map(|one| format!("check {one}")).collect();
    let wanted: BTreeSet<&str> = asserting.chain(&checks).map(String::as_str).collect();
    let unseen: Vec<&&str> =
        wanted.iter().filter(|name| !seen.contains_key(**name) && !excused(&table, name)).collect();
    assert!(unseen.is_empty(), "no fault of {TABLE} makes these fail: {unseen:#?}");
    let reasons = table["excused"].as_object().expect("a mapping");
    let stale: Vec<&String> = reasons.keys().filter(|name| seen.contains_key(*name)).collect();
    assert!(stale.is_empty(), "these fail and need no excuse in {TABLE}: {stale:#?}");
    let told = in_words(&seen);
    let told = if told == reviewed() { told } else { seen_again(&told, &table) };
    insta::assert_snapshot!(told);
}

/// The messages of a second try, in one text: what is seen of a broken target beside the first finding may depend on its timing.
#[expect(clippy::print_stdout, reason = "the output of a failed test shows it")]
fn seen_again(first: &str, table: &Value) -> String {
    println!("other messages, so that all faults are tried again:\n{}", unlike(first));
    let told = in_words(&messages(&score(table), table));
    println!("the difference of the second try:\n{}", unlike(&told));
    told
}

/// All messages in one text.
fn in_words(messages: &BTreeMap<String, BTreeSet<String>>) -> String {
    let told = messages.iter().map(|(name, messages)| {
        let messages: Vec<&str> = messages.iter().map(String::as_str).collect();
        format!("{name}\n  {}\n", messages.join("\n  "))
    });
    told.collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// The messages that a person has reviewed.
fn reviewed() -> String {
    let text = fs::read_to_string(root().join(REVIEWED)).expect("the reviewed messages");
    let (_, messages) = text.split_once("\n---\n").expect("messages below a head");
    messages.trim_end().to_owned()
}

/// The lines by which messages differ from the reviewed ones.
fn unlike(messages: &str) -> String {
    difference(&reviewed(), messages)
}

/// The record of the last whole score.
const RECORD: &str = "fixtures/score.yaml";

/// The most faults by which the files may be ahead of the record.
const UNRECORDED: usize = 60;

#[test]
fn the_recorded_score_agrees_with_the_table_the_files_and_the_readme() {
    let record = yaml::parse(&fs::read_to_string(root().join(RECORD)).expect("the record"));
    let (record, table) = (record.expect("YAML"), table());
    let readme = fs::read_to_string(root().join("README.md")).expect("the README");
    let ids = fault_ids();
    let number = |layers: &str, key: &str| record[layers][key].as_u64().expect("a number");
    // The score by the guides alone is made less often.
    let recorded = ["all", "guides"].into_iter().filter(|layers| record.get(layers).is_some());
    for layers in recorded {
        let figures =
            format!("{} of {} faults", number(layers, "killed"), number(layers, "faults"));
        assert!(readme.contains(&figures), "the README does not say {figures:?} ({layers})");
        for list in ["survived", "wrong_rule", "undecided"] {
            for id in texts(&record[layers][list]) {
                assert!(ids.contains(id), "{RECORD} names {id}, which is no fault");
                let is_in_table = layers == "all" && table["faults"].get(id).is_some();
                assert!(!is_in_table, "{id} is killed here; run .ci/score and commit {RECORD}");
            }
        }
    }
    let recorded = usize::try_from(number("all", "faults")).expect("a number");
    let told = "run .ci/score, and commit the record with the reason if a figure has fallen";
    assert!(
        (recorded..=recorded + UNRECORDED).contains(&ids.len()),
        "{} faults; {told}",
        ids.len()
    );
}

/// The ids of all faults that are scored.
fn fault_ids() -> BTreeSet<String> {
    let openapi = root().join("schemas/openapi.yaml");
    let faults = load(&root().join("fixtures/faults"), FaultKind::Fault, &openapi);
    let faults = faults.expect("the faults load").into_iter();
    faults.filter(|fault| fault.equivalent.is_none()).map(|fault| fault.id).collect()
}
