//! The pictures of the Portal in the README, taken of a sandbox with a demo; run by hand when the pages have changed.

use std::path::Path;

use conformance_harness::browser::{Appearance, Browser};
use ralio_sandbox::Config;
use serde_json::json;

const DESK: Appearance = Appearance { width_px: 1200, is_dark: false };

/// The first case in the list, which is the one in review.
const FIRST_CASE: &str = "main td a[href^='/onboarding-business/']";

/// The largest size of a picture; larger ones make every clone of the project slower.
const LARGEST: usize = 150_000;

#[tokio::test]
#[ignore = "writes docs/*.png; needs a browser"]
async fn the_pictures_of_the_portal() {
    let config = Config { demo: true, ..Config::default() };
    let sandbox = ralio_sandbox::start(config).await.expect("the sandbox starts");
    let link = sandbox.sign_in_link().await.expect("somebody may sign in");
    let browser = Browser::default();
    let tab = browser.window().await.expect("a window opens");
    tab.look(DESK).await.expect("the window changes");
    tab.open(&link).await.expect("the link opens");
    tab.press("main form button").await.expect("the link signs in");
    keep("portal-overview", &tab.picture().await.expect("a picture"));
    let cases = format!("{}/onboarding-business", sandbox.portal_url());
    tab.open(&cases).await.expect("the list opens");
    tab.press(FIRST_CASE).await.expect("the case opens");
    let top = "document.querySelector(arguments[0]).scrollIntoView()";
    tab.run(top, vec![json!("main")]).await.expect("the page scrolls");
    keep("portal-onboarding", &tab.picture().await.expect("a picture"));
    drop(tab);
    browser.close().await;
    sandbox.stop().await;
}

fn keep(name: &str, picture: &[u8]) {
    assert!(picture.len() < LARGEST, "{name} has {} bytes", picture.len());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    std::fs::write(folder.join(format!("{name}.png")), picture).expect("writable");
}
