//! Kept runs: what is in them, the commands that read them, and what must never be in them.

use std::{fs, path::Path};

use crate::support::conform::{conform, says, shown, text};

#[test]
fn a_scenario_is_told_also_when_it_passed() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = shown(folder.path());
    says(&["run", "--rule", "OUT-1.2", "--out", run], 0, &["kept in"]);
    let story = says(
        &["show", "OUT-1.2", "--run", run],
        0,
        &["PASSED  OUT-1.2", "→ API POST", "webhook", "EUR -500.00", "is the balance"],
    );
    let (given, then) = (story.find("Given "), story.find("Then the answer is 201"));
    assert!(given < then && given.is_some(), "{story}");
    says(&["show", "OUT-1.2", "--run", run, "--full"], 0, &["curl -ig", "$TOKEN_", "content-type"]);
    says(&["show", "OUT-1.2", "--run", run, "--json"], 0, &["\"kind\": \"step\"", "\"books\""]);
    says(&["show", "--run", run], 0, &["1 result in ", "conforms", "OUT-1.2"]);
    says(&["show", "OUT-1.3", "--run", run], 2, &["has no scenario OUT-1.3", "OUT-1.2"]);
    says(&["show", "--run", "features"], 2, &["features is no kept run"]);
    says(&["replay", "OUT-1.2", "--run", run], 0, &["passed before, passed now", "the same way"]);
}

#[test]
fn a_replay_says_where_a_scenario_goes_another_way() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = shown(folder.path());
    let fault = ["run", "--rule", "ACC-2.1", "--fault", "acc-1a", "--out", run];
    let before = conform(&fault);
    assert_eq!(before.status.code(), Some(1), "{}", text(&before));
    says(
        &["replay", "ACC-2.1", "--run", run],
        0,
        &["failed before, passed now", "it went another way", "  before", "  now"],
    );
}

#[test]
fn evidence_is_kept_of_what_is_wanted() {
    let folder = tempfile::tempdir().expect("a folder");
    for (choice, is_told) in [("none", false), ("failed", false), ("all", true)] {
        let run = folder.path().join(choice);
        let run = shown(&run);
        says(&["run", "--rule", "ACC-2.1", "--out", run, "--evidence", choice], 0, &[]);
        let code = if is_told { 0 } else { 2 };
        says(&["show", "ACC-2.1", "--run", run], code, &["ACC-2.1"]);
    }
    fs::write(folder.path().join("letter.txt"), "mine").expect("written");
    let foreign = ["run", "--rule", "ACC-2.1", "--out", shown(folder.path())];
    says(&foreign, 2, &["cannot be kept", "is not empty"]);
    assert!(folder.path().join("letter.txt").exists());
}

#[test]
fn parts_are_merged_to_the_run_of_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let [one, two, all, other] =
        ["one", "two", "all", "other"].map(|name| folder.path().join(name));
    let [one, two, all, other] = [&one, &two, &all, &other].map(|path| shown(path));
    let part =
        |shard: &'static str, out| ["run", "--rule", "OUT-1", "--shard", shard, "--out", out];
    says(&part("1/2", one), 0, &[]);
    says(&part("2/2", two), 0, &[]);
    let report = folder.path().join("all.html");
    let html = format!("html={}", report.display());
    let merged = says(
        &["merge", two, one, "--out", all, "--report", &html],
        0,
        &["conforms", "1 rule judged in full"],
    );
    let whole = conform(&["list", "--rule", "OUT-1"]);
    let whole = text(&whole);
    let count = whole.lines().last().and_then(|line| line.split(' ').next()).expect("a number");
    assert!(merged.contains(&format!("{count} scenarios: {count} passed")), "{merged}");
    says(&["show", "OUT-1.2", "--run", all], 0, &["PASSED  OUT-1.2", "→ API"]);
    let page = fs::read_to_string(report.with_extension("stories").join("OUT-1.html"));
    assert!(page.expect("the stories").contains("id=\"OUT-1.2\""));
    says(&["merge", one, "--out", other], 2, &["these parts are missing: 2/2"]);
    says(&["merge", one, one, "--out", other], 2, &["these parts are missing: 2/2"]);
    says(&["run", "--rule", "ACC-2.1", "--out", other], 0, &[]);
    says(&["merge", one, two, other, "--out", all], 2, &["different divisions"]);
    says(&["merge", other, other, "--out", all], 2, &["ACC-2.1 stands in"]);
    says(&["run", "--rule", "OUT-1", "--shard", "index/2"], 2, &["JOB_COMPLETION_INDEX"]);
    let balanced = ["run", "--rule", "OUT-1", "--shard", "1/2", "--times", all, "--compare", all];
    says(&balanced, 0, &["compared with"]);
}

#[test]
fn the_last_failures_run_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = shown(folder.path());
    let broken = conform(&["run", "--rule", "ACC-2", "--fault", "acc-2d", "--out", run]);
    assert_eq!(broken.status.code(), Some(1), "{}", text(&broken));
    let again = ["run", "--last-failed", "--last-run", run, "--compare", run, "--out"];
    let green = folder.path().join("green");
    let green = shown(&green);
    says(&[&again[..], &[green]].concat(), 0, &["no longer red: ACC-2."]);
    says(
        &["run", "--last-failed", "--last-run", green],
        2,
        &["none of the chosen scenarios is red"],
    );
}

/// Texts that must stand in no file and in no output: an interceptor's fault plants them in messages of every kind.
#[test]
fn no_secret_is_in_anything_that_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let (run, html, json) =
        (folder.path().join("run"), folder.path().join("r.html"), folder.path().join("r.json"));
    let faults = folder.path().join("faults");
    fs::create_dir(&faults).expect("made");
    fs::write(faults.join("canary.yaml"), CANARIES).expect("written");
    let junit = folder.path().join("r.xml");
    let output = conform(&[
        "run",
        "--rule",
        "OUT-1",
        "--rule",
        "AUTH-1",
        "--fault",
        "canary-1",
        "--faults",
        shown(&faults),
        "--out",
        shown(&run),
        "--verbose",
        "--report",
        &format!("html={}", html.display()),
        "--report",
        &format!("json={}", json.display()),
        "--junit",
        shown(&junit),
    ]);
    let said = text(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    let stories = says(&["show", "OUT-1.2", "--run", shown(&run), "--full"], 0, &["<token#"]);
    let mut texts = vec![("the terminal".to_owned(), said), ("the story".to_owned(), stories)];
    texts.extend(files_below(folder.path()).filter(|(path, _)| !path.contains("canary.yaml")));
    let kinds = ["results.jsonl", "r.html", "r.json", "r.xml", ".stories"];
    for kind in kinds {
        assert!(texts.iter().any(|(path, _)| path.contains(kind)), "{kind} is read");
    }
    for (path, text) in texts {
        assert_eq!(secret_in(&text), None, "{path} has a secret");
    }
}

/// A secret in a text: a canary, a token or a key of the sandbox. Compressed bytes may contain the prefix of a key by chance.
fn secret_in(text: &str) -> Option<String> {
    let is_of_key = |letter: &char| letter.is_ascii_alphanumeric() || "-_".contains(*letter);
    let begins = ["canary-", "eyJ0eXAi", "eyJhbGci", "rk_"];
    let mut found = begins.iter().flat_map(|begin| text.match_indices(begin));
    found.find_map(|(at, begin)| {
        let rest = &text[at + begin.len()..];
        let is_secret = begin != "rk_" || rest.chars().take_while(is_of_key).count() >= 40;
        is_secret.then(|| text[at..].chars().take(60).collect())
    })
}

#[test]
fn secrets_are_found_and_letters_by_chance_are_not() {
    let key = format!("{{\"apiKey\":\"rk_{}\"}}", "aB3-".repeat(11));
    for text in ["x canary-key-22", "Bearer eyJhbGciOiJIUzI1NiJ9.e30", key.as_str()] {
        assert!(secret_in(text).is_some(), "{text}");
    }
    for text in ["Rr\u{fffd}rk_K\u{fffd}t", "mark_submitted"] {
        assert_eq!(secret_in(text), None);
    }
}

/// A fault that echoes secrets in a header, in bodies and in an error.
const CANARIES: &str = r#"
- id: canary-1
  breaks: AUTH-1
  title: Secrets stand in messages of every kind
  changes:
    - at: {answer: logIn, status: 200}
      do:
        - remember: {as: token, value: "{answer.body/token}"}
    - at: {answer: "GET /api/v1/**"}
      do:
        - header: {name: x-echo, to: "{request.header.authorization}"}
        - set: {at: /echo, to: "{request.header.authorization}", make: true}
    - at: {answer: "POST /api/v1/**", status: 201}
      do:
        - set: {at: /echo, to: {token: "canary-token-1", apiKey: "canary-key-22"}, make: true}
    - at: {delivery: "*"}
      do:
        - set: {at: /echo, to: "{memory.token}", make: true}
        - sign: right
"#;

/// The files below a folder with their texts; packed stories are read by `show`.
fn files_below(folder: &Path) -> Box<dyn Iterator<Item = (String, String)>> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    Box::new(entries.flat_map(|entry| -> Box<dyn Iterator<Item = (String, String)>> {
        let path = entry.path();
        if path.is_dir() {
            return files_below(&path);
        }
        let text = String::from_utf8_lossy(&fs::read(&path).expect("a file")).into_owned();
        Box::new(std::iter::once((path.display().to_string(), text)))
    }))
}
