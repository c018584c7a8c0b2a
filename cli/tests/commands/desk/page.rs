//! The desk: a page on loopback behind a token, on which scenarios are checked, run and saved.

use std::fs;

use conformance_harness::browser::{Appearance, Browser, Tab};
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::open_desk::{Desk, FILE};
use crate::support::{
    page_tools::{FOR_WORK, page_tools},
    wait_for::wait_for,
};

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[tokio::test]
async fn the_page_is_on_loopback_and_opens_only_with_its_token() {
    let desk = Desk::open(&[]);
    assert!(desk.address.starts_with("http://127.0.0.1:"), "{}", desk.address);
    let answer = desk.client.get(&desk.address).send().await.expect("answers");
    assert_eq!(answer.status(), StatusCode::OK);
    let policy = answer.headers()["content-security-policy"].to_str().expect("is text");
    assert!(
        policy.contains("default-src 'none'") && policy.contains("script-src 'self'"),
        "{policy}"
    );
    let page = answer.text().await.expect("a text");
    assert!(!page.contains("http://") && !page.contains("https://"), "it loads from elsewhere");
    let (origin, _) = desk.address.trim_end_matches('/').rsplit_once('/').expect("a token");
    for path in ["/", "/x/", "/00000000000000000000000000000000/tree"] {
        let answer = desk.client.get(format!("{origin}{path}")).send().await.expect("answers");
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_text_is_checked_run_and_saved() {
    let desk = Desk::open(&[]);
    let (_, tree) = desk.get("tree").await;
    let tree = parsed(&tree);
    assert_eq!(tree["features"][0]["path"], FILE, "{tree}");
    let (_, file) = desk.get(&format!("file?path={FILE}")).await;
    let file = parsed(&file);
    let text = file["text"].as_str().expect("a text");
    let broken = text.replacen("Then the answer is 201", "Then the anwser is 201", 1);
    let (_, found) = desk.post("check", &json!({ "path": FILE, "text": broken })).await;
    assert!(found.contains("anwser"), "{found}");
    let typed = json!({ "text": "Feature: F\n  When the merchant pa", "line": 2, "column": 23 });
    let (_, found) = desk.post("complete", &typed).await;
    assert!(found.contains("the merchant pays {money} out of"), "{found}");
    let (_, refused) = desk.post("run", &json!({ "path": FILE, "text": broken, "line": 20 })).await;
    assert!(refused.contains(r#""kind":"mistakes""#), "{refused}");
    let line = text.lines().position(|line| line.contains("@OUT-1.2")).expect("is there") + 1;
    // The text of the editor runs, saved or not.
    let edited = text.replace("A payout of the whole balance", "All of the balance");
    let run = json!({ "path": FILE, "text": edited, "line": line });
    let (_, events) = desk.post("run", &run).await;
    let events: Vec<Value> = events.lines().map(parsed).collect();
    let told = events.iter().find(|event| event["kind"] == "scenario").expect("it is told");
    assert_eq!((&told["id"], &told["verdict"]), (&json!("OUT-1.2"), &json!("passed")), "{told}");
    assert!(told["name"].as_str().expect("a name").starts_with("All of the balance"), "{told}");
    assert!(told["story"]["parts"].as_array().is_some_and(|parts| parts.len() > 5), "{told}");
    let merchant = told["merchant"].as_i64().expect("its merchant");
    let (_, portal) = desk.post(&format!("portal/{merchant}"), &json!({})).await;
    let url = parsed(&portal)["url"].as_str().expect("a link").to_owned();
    assert!(url.starts_with("http"), "{url}");
    let saved = json!({ "path": FILE, "text": edited, "version": file["version"] });
    let (status, answer) = desk.post("file", &saved).await;
    assert_eq!((status, desk.text() == edited), (StatusCode::OK, true), "{answer}");
}

/// The number of parts of a story that have happened.
fn happened(story: &Value) -> usize {
    let parts = story["parts"].as_array().expect("parts");
    parts.iter().filter(|part| part["fate"] != "not_reached").count()
}

#[tokio::test]
async fn a_scenario_is_told_step_by_step_while_it_runs() {
    let desk = Desk::open(&[]);
    let text = desk.text();
    let line = text.lines().position(|line| line.contains("@OUT-1.2")).expect("is there") + 1;
    let (_, events) = desk.post("run", &json!({ "path": FILE, "text": text, "line": line })).await;
    let events: Vec<Value> = events.lines().map(parsed).collect();
    let kinds: Vec<&str> = events.iter().filter_map(|event| event["kind"].as_str()).collect();
    let steps = kinds.iter().filter(|kind| **kind == "step").count();
    let wanted = [&["begun"][..], &vec!["step"; steps], &["scenario", "ended"]].concat();
    assert_eq!(kinds, wanted);
    // Two steps of the background, four of the scenario, and the end of the last one.
    assert_eq!((steps, &events[0]["scenarios"][0]["id"]), (7, &json!("OUT-1.2")));
    let stories: Vec<&Value> = events[1..=steps + 1].iter().map(|event| &event["story"]).collect();
    let sizes: Vec<usize> = stories.iter().map(|story| happened(story)).collect();
    assert!(sizes.is_sorted() && sizes[1] > sizes[0] && sizes[steps] > sizes[1], "{sizes:?}");
    assert_eq!(stories[0]["parts"][0]["fate"], "running");
    assert_eq!(stories[1]["parts"][0]["fate"], "passed");
    let login = stories[1]["parts"][1].to_string();
    assert!(login.contains("/auth/login") && login.contains("<key#"), "a secret is told: {login}");
}

#[tokio::test]
async fn a_run_that_is_stopped_ends_without_the_verdicts_of_its_scenarios() {
    let desk = Desk::open(&[]);
    let run = json!({ "path": FILE, "text": desk.text() });
    let request = desk.client.post(format!("{}run", desk.address)).json(&run);
    let mut answer = request.send().await.expect("answers");
    let mut told = String::new();
    while let Some(chunk) = answer.chunk().await.expect("readable") {
        if told.is_empty() {
            let (status, _) = desk.post("stop", &json!({})).await;
            assert_eq!(status, StatusCode::NO_CONTENT);
        }
        told.push_str(&String::from_utf8_lossy(&chunk));
    }
    let events: Vec<Value> = told.lines().map(parsed).collect();
    let last = events.last().expect("an event");
    assert_eq!((&last["kind"], &last["code"]), (&json!("ended"), &json!(2)), "{last}");
    assert_eq!(last["message"], "stopped at the desk");
    let judged = events.iter().filter(|event| event["kind"] == "scenario").count();
    let begun = events[0]["scenarios"].as_array().expect("scenarios").len();
    assert!(judged < begun, "{judged} of {begun} scenarios were judged");
}

#[tokio::test]
async fn a_file_that_changed_on_the_disk_is_kept_and_nothing_else_is_written() {
    let desk = Desk::open(&[]);
    let (_, file) = desk.get(&format!("file?path={FILE}")).await;
    let version = parsed(&file)["version"].clone();
    fs::write(desk.suite.path().join(FILE), "Feature: Somebody else's\n").expect("written");
    let saved = json!({ "path": FILE, "text": "mine", "version": version });
    let (status, answer) = desk.post("file", &saved).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(answer.contains("has changed on the disk"), "{answer}");
    assert_eq!(desk.text(), "Feature: Somebody else's\n");
    for path in ["../x", "schemas/openapi.yaml", "/tmp/x.feature", "features/../x"] {
        let (status, answer) = desk.post("file", &json!({ "path": path, "text": "x" })).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}: {answer}");
    }
}

#[tokio::test]
async fn a_scenario_is_run_on_the_page_which_is_usable_at_every_width() {
    let Some(tools) = page_tools() else { return };
    let desk = Desk::open(&[]);
    let browser = Browser::default();
    let tab = browser.window().await.expect("a window opens");
    tab.open(&desk.address).await.expect("the page opens");
    let begun = "document.querySelectorAll('#tree details').forEach((one) => { one.open = true; });
                 const all = [...document.querySelectorAll('#tree button')];
                 const one = all.find((button) => button.textContent.includes('OUT-1.2 '));
                 if (one) one.click(); return Boolean(one);";
    wait_for(&tab, begun).await;
    wait_for(&tab, "return document.getElementById('text').value.includes('@OUT-1.2');").await;
    tab.run("document.getElementById('run-scenario').click();", vec![]).await.expect("it clicks");
    wait_for(&tab, "return document.getElementById('stories').innerText.includes('PASSED');").await;
    wait_for(&tab, "return document.getElementById('tree').innerText.includes('✓ OUT-1.2');").await;
    tab.run(MISTAKES, vec![]).await.expect("it types");
    wait_for(&tab, "return document.getElementById('mistakes').innerText.includes('anwser');")
        .await;
    for (width_px, is_dark) in FOR_WORK {
        tab.look(Appearance { width_px, is_dark }).await.expect("it looks so");
        assert_underlined(&tab, width_px).await;
    }
    tools.assert_usable(&tab, "the desk", &FOR_WORK).await;
    browser.close().await;
}

/// Types mistakes after tabs, after an emoji, and far to the right.
const MISTAKES: &str = r#"
    const text = document.getElementById('text');
    text.value = text.value.replace('      Then the answer', '\t\tThen the anwser')
        .replace('reference: "Invoice', 'reference: "🙂 Ü {nobody}')
        .replace('{ana.eur}                    | {ana} ', '{ana.eur}                    | {anna} ');
    text.dispatchEvent(new Event('input'));"#;

/// Goes to a mistake; gives the selected text, the underlined one, the reason, and how far the line is from its letters and from
/// the visible part of the text.
const UNDERLINED: &str = "
    document.querySelectorAll('#mistakes button')[arguments[0]].click();
    const text = document.getElementById('text');
    text.dispatchEvent(new Event('scroll'));
    const mark = document.querySelectorAll('#underlines mark')[arguments[0]];
    const lines = text.value.slice(0, text.selectionStart).split('\\n');
    const style = getComputedStyle(text), pen = document.createElement('canvas').getContext('2d');
    pen.font = style.font;
    const before = pen.measureText(lines.at(-1).replaceAll('\\t', '  ')).width;
    const box = mark.getBoundingClientRect(), room = text.getBoundingClientRect();
    const left = room.left + 6 + before - text.scrollLeft;
    const middle = room.top + 6 + (lines.length - 0.5) * 20 - text.scrollTop;
    return {
        selected: text.value.slice(text.selectionStart, text.selectionEnd),
        marked: mark.textContent,
        reason: document.getElementById('at-cursor').textContent,
        away: Math.max(Math.abs(box.left - left), Math.abs((box.top + box.bottom) / 2 - middle)),
        hidden: Math.max(
            room.left - box.left, box.right - room.right, room.top - box.top, box.bottom - room.bottom),
    };";

/// Each mistake is underlined below its own letters; going to it selects and shows them, and its reason.
async fn assert_underlined(tab: &Tab, width_px: u32) {
    for (index, letters) in ["anwser", "{nobody}", "{anna}"].into_iter().enumerate() {
        let found = tab.run(UNDERLINED, vec![json!(index)]).await.expect("runs");
        let told = format!("{letters} at {width_px} px: {found}");
        assert_eq!((&found["selected"], &found["marked"]), (&json!(letters), &json!(letters)));
        assert!(found["reason"].as_str().expect("a text").contains(letters), "{told}");
        assert!(found["away"].as_f64().is_some_and(|px| px < 2.0), "{told}");
        assert!(found["hidden"].as_f64().is_some_and(|px| px <= 0.0), "{told}");
    }
}
