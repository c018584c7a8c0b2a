//! The reports of a run: one page, data and a summary, without secrets, also of a run in which everything is red.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use conformance_harness::browser::Browser;
use serde_json::Value;

use crate::support::{
    conform::ROOT,
    page_tools::{FOR_READERS, page_tools},
};

fn run(arguments: &[&str]) -> (Option<i32>, String) {
    let suite = ROOT;
    let output = Command::new(env!("CARGO_BIN_EXE_conform"))
        .args(["run", "--suite", suite])
        .args(arguments)
        .output()
        .expect("conform starts");
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Looks at pages on narrow and wide screens, light and dark; the first one is a report, in which scenarios can be searched.
async fn look_at(pages: &[PathBuf]) {
    let Some(tools) = page_tools() else { return };
    let browser = Browser::default();
    let tab = browser.window().await.expect("a window opens");
    for page in pages.iter().rev() {
        let page = page.display();
        tab.open(&format!("file://{page}")).await.expect("the page opens");
        tools.assert_usable(&tab, &page.to_string(), &FOR_READERS).await;
    }
    let search = "words.value = 'no such words'; filter(); return shown.textContent;";
    assert_eq!(tab.run(search, vec![]).await.expect("runs"), "0 scenarios");
    let search = "words.value = ''; red.checked = true; filter(); return shown.textContent;";
    assert_ne!(tab.run(search, vec![]).await.expect("runs"), "0 scenarios");
    browser.close().await;
}

fn file(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).expect("the report")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_red_run_says_its_cause_on_the_terminal_and_in_every_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let report =
        |form: &str, name: &str| format!("--report={form}={}", folder.path().join(name).display());
    let [html, json, github] =
        [report("html", "r.html"), report("json", "r.json"), report("github", "r.md")];
    let changes = concat!("--faults=", env!("CARGO_MANIFEST_DIR"), "/../fixtures/changes");
    let (code, text) = run(&[
        "--rule=ORD-1",
        "--rule=NEED-7",
        changes,
        "--fault=state-renamed",
        &html,
        &json,
        &github,
    ]);
    assert_eq!(code, Some(1), "{text}");
    let cause = "`state` is \"DONE\", which is no documented value";
    assert!(text.contains(&format!("1. {cause}")) && !text.contains("\n2. "), "{text}");
    assert!(text.lines().count() < 60 && text.contains("::error file=features/"), "{text}");
    let data: Value = serde_json::from_str(&file(folder.path(), "r.json")).expect("JSON");
    assert_eq!(data["verdict"], "does not conform");
    assert_eq!(data["causes"][0]["title"], cause);
    assert!(file(folder.path(), "r.md").contains("## Causes"));
    let page = file(folder.path(), "r.html");
    assert!(page.contains("What does not work") && page.contains("ORD-1.1"), "{page}");
    assert!(page.contains("<td>operations called</td>"), "the page tells the coverage");
    let stories =
        ["ORD-1", "NEED-7"].map(|rule| folder.path().join(format!("r.stories/{rule}.html")));
    let long = std::fs::read_to_string(&stories[0]).expect("a page of stories");
    assert!(long.contains("ORD-1.7"), "{}", stories[0].display());
    let [_, short] = stories;
    look_at(&[folder.path().join("r.html"), short, note_page(folder.path(), changes)]).await;
    for name in ["r.json", "r.md", "r.html"] {
        assert!(!file(folder.path(), name).contains("Bearer ey"), "{name} holds a token");
    }
}

/// The page of a note about a change.
fn note_page(folder: &Path, changes: &str) -> PathBuf {
    let page = folder.join("note.html");
    let output = Command::new(env!("CARGO_BIN_EXE_conform"))
        .args(["diff", "sandbox", "sandbox", "--rule=AUTH-2.1", "--fault=header-gone", changes])
        .args(["--suite", ROOT])
        .arg(format!("--note=html={}", page.display()))
        .output()
        .expect("conform starts");
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    page
}

#[test]
fn a_report_of_another_form_is_refused_with_the_known_ones() {
    let output = Command::new(env!("CARGO_BIN_EXE_conform"))
        .args(["run", "--report", "pdf"])
        .output()
        .expect("conform starts");
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("write html, json, github, ctrf or messages"), "{text}");
}

#[test]
fn an_unknown_fault_is_named_with_the_most_similar_ones() {
    let suite = ROOT;
    let output = Command::new(env!("CARGO_BIN_EXE_conform"))
        .args(["run", "--suite", suite, "--fault", "trf-3aa"])
        .output()
        .expect("conform starts");
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("--fault trf-3aa names no fault") && text.contains("trf-3a"), "{text}");
}
