//! Pages with amounts of many digits: none scrolls sideways, at any usual width.

#![expect(clippy::expect_used, reason = "a test says what it relies on")]

use conformance_harness::browser::{self, Appearance, Browser};
use ralio_sandbox::Config;
use serde_json::Value;

const WIDTHS: [u32; 7] = [320, 360, 768, 1024, 1280, 1440, 1600];

const PAGES: [&str; 5] = ["/", "/orders", "/accounts", "/ledger", "/account/webhooks/deliveries"];

/// Puts the greatest amount of the API in the place of every amount, and gives the widths of the page and of the window.
const WIDEN: &str = "
    const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    const all = [];
    while (texts.nextNode()) all.push(texts.currentNode);
    for (const one of all) {
        one.data = one.data.replace(/\\d[\\d,]*\\.\\d\\d(?!\\d)/g, '90,071,992,547,409.91');
    }
    const { scrollWidth, clientWidth } = document.documentElement;
    return [scrollWidth, clientWidth, document.body.innerText.includes('90,071,992,547,409.91')];";

#[tokio::test]
async fn no_page_scrolls_sideways_with_the_greatest_amounts() {
    let required = std::env::var_os("CI").is_some();
    assert!(browser::is_installed() || !required, "there is no browser");
    if !browser::is_installed() {
        return;
    }
    let config = Config { demo: true, ..Config::default() };
    let sandbox = ralio_sandbox::start(config).await.expect("the sandbox starts");
    let link = sandbox.sign_in_link().await.expect("somebody may sign in");
    let browser = Browser::default();
    let tab = browser.window().await.expect("a window opens");
    tab.open(&link).await.expect("the link opens");
    tab.press("main form button").await.expect("the link signs in");
    let address = |path: &str| format!("{}{path}", sandbox.portal_url());
    tab.open(&address("/accounts")).await.expect("the list opens");
    let first = "return document.querySelector('td a').getAttribute('href')";
    let account = tab.run(first, Vec::new()).await.expect("the script runs");
    let account = account.as_str().expect("an account").to_owned();
    let mut wide = Vec::new();
    let mut widened = 0;
    for path in PAGES.into_iter().chain([account.as_str()]) {
        for width_px in WIDTHS {
            tab.look(Appearance { width_px, is_dark: false }).await.expect("the window changes");
            tab.open(&address(path)).await.expect("the page opens");
            let seen = tab.run(WIDEN, Vec::new()).await.expect("the script runs");
            let [page, window] = [0, 1].map(|place| seen[place].as_u64().unwrap_or_default());
            widened += usize::from(seen[2] == Value::Bool(true));
            if page > window {
                wide.push(format!("{path} at {width_px} px is {page} px wide"));
            }
        }
    }
    drop(tab);
    browser.close().await;
    sandbox.stop().await;
    assert!(wide.is_empty(), "{}", wide.join("\n"));
    assert!(widened >= 5 * WIDTHS.len(), "only {widened} pages show an amount");
}
