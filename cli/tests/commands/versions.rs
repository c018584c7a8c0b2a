//! Comparisons of versions: a target with itself, with changes, with a record; the notes, and what is refused.

use std::{fs, path::Path, process::Command};

use serde_json::Value;

use crate::support::conform::{ROOT, conform, says, shown, text};

#[test]
fn a_target_does_not_differ_from_itself() {
    let words = ["nothing changed for consumers", "compared: ", "operations"];
    says(&["diff", "sandbox", "sandbox", "--rule", "TRF-1.1", "--rule", "KYC-2.1"], 0, &words);
}

#[test]
fn a_change_is_told_with_its_weight_the_difference_and_an_advice() {
    let change = ["--faults", "fixtures/changes", "--fault", "state-renamed", "--rule", "ORD-2.1"];
    let words = [
        "breaking",
        "`state` of ",
        "is DONE instead of COMPLETED",
        "-  \"state\": \"COMPLETED\"",
        "+  \"state\": \"DONE\"",
        "hits   consumers that branch on this state",
        "do     Keep the states",
        "rule   ORD-2 ",
        "(a scenario of it is red now)",
        "show   conform show ORD-2",
    ];
    says(&[&["diff", "sandbox", "sandbox"][..], &change].concat(), 1, &words);
}

#[test]
fn a_harmless_change_fails_only_if_that_is_asked_for() {
    let change = ["diff", "sandbox", "sandbox", "--variant", "headers-more", "--rule", "TRF-1.1"];
    says(&change, 0, &["harmless", "header-new"]);
    says(&[&change[..], &["--fail-on", "any"]].concat(), 1, &["harmless"]);
}

#[test]
fn a_constant_that_varies_is_told_as_what_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = ["one", "other", "faulty", "before.yaml", "after.yaml"];
    let paths = paths.map(|name| folder.path().join(name).display().to_string());
    let [one, other, faulty, before, after] = &paths;
    let rules = ["--rule", "TRF-1.1", "--rule", "TRF-1.16"];
    let keep = |run: &str, code: i32, more: &[&str]| {
        says(&[&["run", "--out", run][..], &rules, more].concat(), code, &["2 scenarios"]);
    };
    keep(one, 0, &[]);
    keep(other, 0, &[]);
    keep(faulty, 1, &["--faults", "fixtures/changes", "--fault", "balance-off"]);
    says(&["record", "--from", one, "--from", other, "-o", before], 0, &["2 scenarios"]);
    says(&["record", "--from", one, "--from", faulty, "-o", after], 0, &["2 scenarios"]);
    let words = ["`balance` of getAccount varies from run to run: 12345 or ", "it was always "];
    says(&["diff", before, after], 1, &words);
    // A value that varied before may be different now.
    says(&["diff", after, before], 0, &["nothing changed"]);
}

#[test]
fn an_allowed_change_does_not_fail_until_its_day_is_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("allowed.yaml");
    let allowed = |until: &str| {
        let entry = "- {change: effect-later, reason: meant}\n\
                     - {change: other-error-first, of: createTransfer, reason: announced";
        fs::write(&file, format!("{entry}{until}}}\n")).expect("written");
    };
    let path = shown(&file);
    let change = ["--faults", "fixtures/changes", "--fault", "code-changed", "--rule", "TRF-2.1"];
    let arguments = [&["diff", "sandbox", "sandbox", "--allowed", path][..], &change].concat();
    allowed("");
    let told = text(&conform(&arguments));
    assert!(told.contains("the allowed change effect-later did not show"), "{told}");
    allowed(", until: 2020-01-01");
    let told = text(&conform(&arguments));
    assert!(!told.contains("allowed: announced"), "{told}");
    fs::write(&file, "- {change: state, reason: ''}\n").expect("written");
    says(&arguments, 2, &["state has no reason"]);
    fs::write(&file, "- {changes: state}\n").expect("written");
    says(&arguments, 2, &["--allowed", "unknown field", "each with `change` and `reason`"]);
    fs::write(&file, "- {change: state, reason: r, until: tomorrow}\n").expect("written");
    let words = [path, "entry 1 (state): until: tomorrow is no day", "2026-12-31", "(line 1, "];
    says(&arguments, 2, &words);
}

#[test]
fn an_allowed_change_of_an_unknown_class_gets_the_nearest_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("allowed.yaml");
    fs::write(&file, "- {change: effect-latr, reason: meant}\n").expect("written");
    let diff = ["diff", "sandbox", "sandbox", "--rule", "TRF-1.1", "--allowed", shown(&file)];
    let words = [
        "the allowed change effect-latr did not show: the table of classes has no class of this name",
        "the most similar are effect-later",
    ];
    says(&diff, 0, &words);
}

#[test]
fn a_fault_that_changes_no_message_is_named() {
    let fault = ["--fault", "pin-4a", "--rule", "TRF-1.1"];
    let words = ["warning: the fault pin-4a changed no message of these scenarios"];
    says(&[&["diff", "sandbox", "sandbox"][..], &fault].concat(), 0, &words);
    says(&[&["run"][..], &fault].concat(), 0, &words);
    let fault = ["--fault", "acc-2d", "--rule", "ACC-2"];
    let output = text(&conform(&[&["run"][..], &fault].concat()));
    assert!(!output.contains("changed no message"), "{output}");
}

#[test]
fn kept_runs_are_recorded_without_running_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let [run, file] =
        ["run", "record.yaml"].map(|name| folder.path().join(name).display().to_string());
    says(&["run", "--rule", "OUT-1.2", "--out", &run], 0, &["1 passed"]);
    says(&["record", "--from", &run, "-o", &file], 0, &["1 scenario recorded in"]);
    says(&["diff", &file, &run], 0, &["nothing changed", "record of 1 run"]);
    let nobody = ["record", "--from", &run, "-o", &file, "--rule", "OUT-1.1"];
    says(&nobody, 2, &["no story of the chosen scenarios", "--evidence all"]);
    let head = folder.path().join("run/run.json");
    let text = fs::read_to_string(&head).expect("the head");
    let digest = text.find("\"digest\"").expect("it has a digest") + "\"digest\":\"".len();
    let other = format!("{}00{}", &text[..=digest], &text[digest + 3..]);
    fs::write(&head, other).expect("written");
    says(&["record", "--from", &run, "-o", &file], 2, &["a run of other feature files"]);
}

#[test]
fn a_record_is_the_same_each_time_and_takes_the_place_of_a_target() {
    let folder = tempfile::tempdir().expect("a folder");
    let [one, two] =
        ["one.yaml", "two.yaml"].map(|name| folder.path().join(name).display().to_string());
    for file in [&one, &two] {
        let record = ["record", "-o", file, "--rule", "LED-1.1", "--rule", "OUT-1.2"];
        says(&[&record[..], &["--rule", "TRF-7"]].concat(), 0, &["recorded in"]);
    }
    let text = fs::read_to_string(&one).expect("the record");
    assert_eq!(text, fs::read_to_string(&two).expect("the record"));
    let schema =
        fs::read_to_string(Path::new(ROOT).join("fixtures/record.schema.json")).expect("a schema");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let record = conformance_harness::yaml::parse(&text).expect("YAML");
    let schema = jsonschema::draft202012::new(&schema).expect("a schema");
    let found: Vec<String> = schema.iter_errors(&record).map(|error| error.to_string()).collect();
    assert!(found.is_empty(), "{found:?}");
    says(&["diff", &one, &two], 0, &["nothing changed", "record of 3 runs"]);
    says(&["diff", &one, "sandbox", "--rule", "OUT-1.2"], 0, &["nothing changed"]);
    let notes = ["markdown", "html", "json"].map(|form| {
        let path = folder.path().join(format!("note.{form}"));
        (format!("{form}={}", path.display()), path)
    });
    let change = ["--faults", "fixtures/changes", "--fault", "balance-off", "--rule", "OUT-1.2"];
    let wanted = [&["diff", &one, "sandbox"][..], &change].concat();
    let wanted = notes.iter().fold(wanted, |all, (note, _)| [&all[..], &["--note", note]].concat());
    says(&wanted, 1, &["balance", "note: "]);
    let read = |place: usize| fs::read_to_string(&notes[place].1).expect("the note");
    assert!(read(0).starts_with("## API changes: ") && read(0).contains("```diff"), "{}", read(0));
    assert!(read(1).contains("<h1>API changes: "), "{}", read(1));
    let note: Value = serde_json::from_str(&read(2)).expect("JSON");
    assert_eq!(note["changes"][0]["id"], "balance", "{note}");
}

#[test]
fn the_note_says_what_the_documents_do_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let new = folder.path().join("schemas");
    let copy =
        Command::new("cp").args(["-r", "schemas"]).arg(&new).current_dir(Path::new(ROOT)).status();
    assert!(copy.expect("cp").success());
    let path = new.join("account.schema.json");
    let schema = fs::read_to_string(&path).expect("a schema");
    let mut schema: Value = serde_json::from_str(&schema).expect("JSON");
    schema["properties"]["shelf"] = serde_json::json!({ "type": "string" });
    fs::write(&path, schema.to_string()).expect("written");
    let documents = ["--openapi", "schemas", shown(&new)];
    let change = ["--variant", "headers-more", "--rule", "ACC-1.1"];
    let words = [
        "the documents do not say it",
        "in the documents, and not observed: `shelf` is new in the answers of getAccount, listAccounts, openAccount and 1 more\n",
    ];
    says(&[&["diff", "sandbox", "sandbox"][..], &documents, &change].concat(), 0, &words);
    let missing = ["diff", "sandbox", "sandbox", "--openapi", "features", "schemas"];
    says(&missing, 2, &["name a file openapi.yaml"]);
}

#[test]
fn a_side_that_cannot_be_compared_is_refused_with_a_reason() {
    says(&["diff", "features", "sandbox"], 2, &["features is no kept run"]);
    let words = ["README.md is neither a record, a kept run nor a profile: as a profile it cannot"];
    says(&["diff", "sandbox", "README.md"], 2, &words);
    says(&["diff", "no-such-file.yaml", "sandbox"], 2, &["no-such-file.yaml"]);
    says(&["diff", "sandbox", "sandbox", "--rule", "PORTAL-1.1"], 2, &["PORTAL-1.1"]);
    says(&["diff", "sandbox", "sandbox", "--note", "pdf"], 2, &["markdown, html or json"]);
    let folder = tempfile::tempdir().expect("a folder");
    let record = folder.path().join("r.yaml");
    fs::write(&record, "record: 7\n").expect("written");
    says(&["diff", shown(&record), "sandbox"], 2, &["is no record", "is 7", "conform record"]);
    let classes = folder.path().join("classes.yaml");
    fs::write(&classes, "[]\n").expect("written");
    let path = shown(&classes);
    says(&["diff", "sandbox", "sandbox", "--classes", path], 2, &["has no row for status_changed"]);
}
