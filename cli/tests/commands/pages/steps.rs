//! Each kind of step, on pages that know nothing of payments.

use std::{sync::Arc, time::Duration};

use axum::{Router, response::Html, routing::get};
use conformance_harness::{
    browser::Browser,
    portal_map::{ActOutcome, ActValues, Credentials, KnownAct, MapDriver, MapError, PortalMap},
};
use serde_json::{Value, json};

use super::pages_bench::browser_is_missing;

/// A page with controls that are not forms of the browser's own, and some that come and go.
const PAGE: &str = "<!doctype html><html lang=en><title>Workshop</title><main><h1>Workshop</h1>
<p>Signed in as Pia</p>
<label>Picture <input type=file id=file></label><p id=chosen></p>
<div id=colour role=combobox aria-label=Colour aria-expanded=false tabindex=0>none</div>
<ul role=listbox hidden id=colours><li role=option>Red<li role=option>Green</ul>
<section><h2>First</h2><button onclick=\"said.textContent='first'\">Save</button></section>
<section><h2>Second</h2><button onclick=\"said.textContent='second'\">Save</button></section>
<button onclick=\"late()\">Begin</button><p id=busy>Please wait</p><p role=status id=said></p>
<a href=\"#card\" onclick=\"said.textContent='card'\"><div>Card</div></a><p id=shadow></p>
<form action=/slow><button>Go on</button></form>
<label>Amount <input id=amount aria-invalid=true aria-describedby=fault value=7></label><p id=fault>Too small</p>
<script>
const inner = shadow.attachShadow({ mode: 'open' });
inner.innerHTML = '<button>Shadow</button>';
inner.firstChild.onclick = () => { said.textContent = 'shadow'; };
file.onchange = () => { chosen.textContent = 'chosen: ' + file.files[0].name; };
colour.onclick = () => { colours.hidden = false; };
for (const one of colours.children) one.onclick = () => { colour.textContent = one.textContent; colours.hidden = true; };
function late() { setTimeout(() => { busy.remove(); said.textContent = 'The number is 4711.'; }, 200); }
</script></main>";

/// The acts of the maps below.
const KNOWN: [KnownAct; 1] =
    [KnownAct { name: "work", values: &["file", "colour"], reads: &[], choices: &[] }];

/// Carries out steps on the page.
async fn work(steps: &str, values: Value) -> Result<ActOutcome, MapError> {
    let routes = Router::new()
        .route("/", get(async || Html(PAGE)))
        .route(
            "/slow",
            get(async || {
                tokio::time::sleep(Duration::from_millis(300)).await;
                Html("<!doctype html><title>Slow</title><p>Signed in as Pia</p><p>Here at last</p>")
            }),
        )
        .route(
            "/empty",
            get(async || (axum::http::StatusCode::NOT_FOUND, [("content-type", "text/html")])),
        )
        .route("/broken", get(async || (axum::http::StatusCode::BAD_GATEWAY, "out of order")));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let portal = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let map = format!(
        "portal: a workshop\nwait_seconds: 2\nsign_in: []\nsigned_in: {{ text: Signed in as Pia }}\n\
         acts:\n  work:\n    title: Work\n    steps:\n      - open: /\n{steps}"
    );
    let map = PortalMap::parse(&map, "the map", &KNOWN).expect("a map");
    let browser = Browser::default();
    let tab = browser.window().await.expect("a window");
    let driver = MapDriver::new(tab, &portal, Arc::new(map), Credentials::default());
    let values: ActValues = values.as_object().cloned().unwrap_or_default();
    let done = driver.carry_out("work", &values).await;
    drop(driver);
    browser.close().await;
    done
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_given_and_an_option_of_an_opened_list_is_chosen() {
    if browser_is_missing() {
        return;
    }
    let steps = "
      - upload: { role: button, name: Picture }
        file: \"{file}\"
      - expect: { text: \"chosen: Cargo.toml\" }
      - choose: { list: Colour }
        option: \"{colour}\"
      - read: { colour_now: { text_of: { list: Colour } } }
";
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let done = work(steps, json!({ "file": file, "colour": "Green" })).await.expect("is done");
    assert_eq!(done.read["colour_now"], "Green");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_waits_for_what_comes_and_for_what_goes() {
    if browser_is_missing() {
        return;
    }
    let steps = "
      - click: [{ button: Nowhere }, { button: Begin }]
      - gone: { text: Please wait }
      - expect: { status: The number is }
      - read: { number: { text_of: { status: \"*\" }, pattern: \"is ([0-9]+)\" } }
      - when: { text: Nowhere to be seen }
        click: { button: Nowhere }
";
    let done = work(steps, json!({})).await.expect("is done");
    assert_eq!(done.read["number"], "4711");
    assert_eq!(done.said["notice"], "The number is 4711.");
    assert_eq!(done.said["faults"], json!({ "Amount": "Too small" }));
    assert_eq!(done.said["typed"], json!({ "Amount": "7" }));
}

#[tokio::test(flavor = "multi_thread")]
async fn controls_around_blocks_and_in_shadow_roots_are_pressed() {
    if browser_is_missing() {
        return;
    }
    for (control, said) in [("link: Card", "card"), ("button: Shadow", "shadow")] {
        let steps =
            format!("      - click: {{ {control} }}\n      - expect: {{ status: {said} }}\n");
        work(&steps, json!({})).await.expect("is pressed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_that_leads_away_is_followed_also_without_opens_page() {
    if browser_is_missing() {
        return;
    }
    let steps = "
      - click: { button: Go on }
      - read: { text: { page: text, pattern: \"(Here at last)\" } }
";
    let done = work(steps, json!({})).await.expect("is done");
    assert_eq!(done.read["text"], "Here at last");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_controls_that_fit_none_is_pressed() {
    if browser_is_missing() {
        return;
    }
    let error = work("      - click: { button: Save }\n", json!({})).await.expect_err("two fit");
    let told = error.to_string();
    assert!(told.contains("2 controls fit the button \"Save\""), "{told}");
    let steps = "      - click: { button: Save, in: { section: Second } }\n      - expect: { status: second }\n";
    work(steps, json!({})).await.expect("one fits");
    let steps = "      - click: { button: Save, nth: 1 }\n      - expect: { status: first }\n";
    work(steps, json!({})).await.expect("the first is named");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_told_with_step_page_and_the_nearest_controls() {
    if browser_is_missing() {
        return;
    }
    let error = work("      - click: { button: Beginn }\n", json!({})).await.expect_err("no such");
    let told = error.to_string();
    let words = "act `work`, step 2 (click the button \"Beginn\"): the button \"Beginn\" is not there \
                 after 2 s on the page http://";
    assert!(told.starts_with(words), "{told}");
    assert!(told.contains("; there are: button \"Begin\", "), "{told}");
    let error = work("      - open: /broken\n", json!({})).await.expect_err("is broken");
    assert!(error.to_string().contains("the Portal failed with status 502 at http://"), "{error}");
    let error = work("      - open: /empty\n", json!({})).await.expect_err("is empty");
    assert!(error.to_string().contains("nobody is signed in"), "{error}");
    let error = work("      - open: /nowhere\n", json!({})).await.expect_err("signed out");
    assert!(error.to_string().contains("nobody is signed in"), "{error}");
}
