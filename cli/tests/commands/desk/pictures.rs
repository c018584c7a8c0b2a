//! The pictures of docs/first-scenario.md; run by hand when the desk has changed.

use std::path::Path;

use conformance_harness::browser::{Appearance, Browser, Tab};
use serde_json::{Value, json};

use super::open_desk::Desk;
use crate::support::wait_for::wait_for;

/// The file that `conform new` writes for this scenario.
const HALF: &str = "features/payouts/half-of-the-money-can-be.feature";

const HALF_TEXT: &str = "\
Feature: Half of the money can be paid out

  @source-S
  Rule: OUT-9 Half of the money can be paid out

    @OUT-9.1
    Scenario: Half of it
      Given a merchant who listens for events
      And Ana has a EUR account holding EUR 500.00
      When the merchant pays EUR 250.00 out of Ana's EUR account
      Then the order is completed
      And Ana's EUR account holds EUR 300.00
";

/// The desk at each step of docs/first-scenario.md but the first, which is a picture of a terminal.
#[tokio::test]
#[ignore = "writes docs/first-scenario/*.png; needs a browser"]
async fn the_pictures_of_a_first_scenario() {
    let desk = Desk::open(&[(HALF, HALF_TEXT)]);
    let browser = Browser::default();
    let tab = browser.window().await.expect("a window opens");
    tab.look(Appearance { width_px: 1280, is_dark: false }).await.expect("the window changes");
    tab.open(&desk.address).await.expect("the page opens");
    wait_for(&tab, "return document.querySelectorAll('#tree details').length > 0;").await;
    shown(&tab, "02-the-desk").await;
    let run = async |script: &str| tab.run(script, vec![]).await.expect("it runs");
    run("const search = document.getElementById('search'); search.value = 'Half of';
         search.dispatchEvent(new Event('input'));
         [...document.querySelectorAll('#tree button')].find((one) => one.textContent.includes('OUT-9.1')).click();").await;
    wait_for(&tab, "return document.getElementById('text').value.includes('OUT-9.1');").await;
    shown(&tab, "03-the-file-is-open").await;
    typed(&tab, "Then the order is completed", "Then the order is ").await;
    run("document.dispatchEvent(new KeyboardEvent('keydown', { ctrlKey: true, code: 'Space', key: ' ' }));").await;
    wait_for(&tab, "return !document.getElementById('completions').hidden;").await;
    shown(&tab, "04-completion").await;
    typed(&tab, "Then the order is ", "Then the order is completed").await;
    typed(&tab, "And Ana's EUR", "And Anna's EUR").await;
    wait_for(&tab, "return document.getElementById('mistakes').innerText.includes('Anna');").await;
    run("document.querySelector('#mistakes button').click();").await;
    shown(&tab, "05-a-mistake").await;
    typed(&tab, "And Anna's EUR", "And Ana's EUR").await;
    wait_for(
        &tab,
        "return document.getElementById('mistakes-title').textContent === 'No mistakes';",
    )
    .await;
    shown(&tab, "06-no-mistakes").await;
    run("document.getElementById('run-scenario').click();").await;
    wait_for(&tab, "return document.getElementById('stories').innerText.includes('FAILED');").await;
    shown(&tab, "07-red").await;
    run("document.querySelector('#stories .stopped').scrollIntoView({ block: 'start' });").await;
    shown(&tab, "08-the-story").await;
    typed(&tab, "holds EUR 300.00", "holds EUR 250.00").await;
    run("document.getElementById('run-scenario').click(); scrollTo(0, 0);").await;
    wait_for(&tab, "return document.getElementById('stories').innerText.includes('PASSED');").await;
    run("document.getElementById('save').click();").await;
    wait_for(&tab, "return document.getElementById('status').textContent.includes('is saved');")
        .await;
    shown(&tab, "09-green-and-saved").await;
    // Each of the two runs made a merchant of its own.
    let (_, link) = desk.post("portal/2", &json!({})).await;
    let link: Value = serde_json::from_str(&link).expect("JSON");
    tab.open(link["url"].as_str().expect("a link")).await.expect("the link opens");
    tab.press("main form button").await.expect("the link signs in");
    shown(&tab, "10-its-merchant-in-the-portal").await;
    drop(tab);
    browser.close().await;
}

/// Puts words in the place of others, and the cursor after them.
async fn typed(tab: &Tab, old: &str, new: &str) {
    let script = "const text = document.getElementById('text'), [old, fresh] = arguments;
                  const at = text.value.indexOf(old);
                  text.focus();
                  text.setRangeText(fresh, at, at + old.length, 'end');
                  text.dispatchEvent(new Event('input'));";
    tab.run(script, vec![json!(old), json!(new)]).await.expect("it types");
}

async fn shown(tab: &Tab, name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/first-scenario");
    let picture = tab.picture().await.expect("a picture");
    std::fs::write(folder.join(format!("{name}.png")), picture).expect("writable");
}
