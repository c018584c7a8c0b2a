//! The page with a run's worklist: behind a token, for a person at a second screen.

use std::time::Duration;

use conform::WorklistPage;
use conformance_harness::{
    browser::{Browser, Tab},
    report::Paint,
    worklist::{Worklist, WorklistRequest, WorklistTicket},
};
use reqwest::{Client, StatusCode};
use serde_json::Value;
use tokio::runtime::Handle;

use crate::support::{
    page_tools::{FOR_WORK, page_tools},
    wait_for::wait_for,
};

/// A worklist with its page, and the tickets of the scenarios that wait.
struct Open {
    list: Worklist,
    page: WorklistPage,
    tickets: Vec<WorklistTicket>,
    client: Client,
}

const SESSION: &str = "7d0f3a52-93c1-4c0c-9d4e-0d6f0f6b6a11";

fn request(page: &str, task: &str, case: &str) -> WorklistRequest {
    WorklistRequest {
        page: page.to_owned(),
        link: format!("https://portal.example/{}", page.to_lowercase().replace(' ', "-")),
        task: task.to_owned(),
        ids: vec![
            ("session".to_owned(), SESSION.to_owned()),
            ("user".to_owned(), "a-very-long-identifier-that-never-ends-".repeat(4)),
        ],
        further: vec!["with <b>the reason</b> DOCUMENT_EXPIRED".to_owned()],
        case: case.to_owned(),
        is_preparation: false,
    }
}

async fn ask(list: &Worklist, requests: Vec<WorklistRequest>) -> Vec<WorklistTicket> {
    let tickets: Vec<WorklistTicket> = requests.into_iter().map(|one| list.ask(one)).collect();
    for ticket in &tickets {
        ticket.shown().await;
    }
    tickets
}

impl Open {
    async fn new() -> Self {
        conformance_harness::install_crypto();
        let list = Worklist::gathering(Duration::from_millis(1), Paint(false), |_| {});
        let loopback = "127.0.0.1:0".parse().expect("an address");
        let page = WorklistPage::open(list.clone(), loopback, &Handle::current()).expect("opens");
        let requests = vec![
            request("KYC sessions", "Approve the KYC session", "KYC-2.1"),
            request("Funds Simulator", "Simulate <script>alert(1)</script> EUR 5.00", "PIN-1.1"),
            request("KYC sessions", "Reject the KYC session", "KYC-2.2"),
        ];
        let tickets = ask(&list, requests).await;
        let client = Client::builder().no_proxy().build().expect("a client");
        Self { list, page, tickets, client }
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.page.address())
    }

    /// The origin of the page.
    fn origin(&self) -> &str {
        self.page.address().trim_end_matches('/').rsplit_once('/').expect("a token").0
    }
}

#[tokio::test]
async fn the_page_opens_only_with_its_token_and_loads_nothing_from_elsewhere() {
    let open = Open::new().await;
    for path in ["/", "/list", "/00000000000000000000000000000000/list"] {
        let address = format!("{}{path}", open.origin());
        let answer = open.client.get(address).send().await.expect("answers");
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["", "worklist.css", "worklist.js", "elements.js", "list"] {
        let answer = open.client.get(open.at(path)).send().await.expect("answers");
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let policy = answer.headers()["content-security-policy"].to_str().expect("is text");
        assert!(policy.starts_with("default-src 'none'; script-src 'self'"), "{policy}");
        assert_eq!(answer.headers()["cache-control"], "no-store", "{path}");
    }
}

#[tokio::test]
async fn a_request_is_skipped_only_by_the_page_itself() {
    let open = Open::new().await;
    let skip = async |origin: Option<&str>, number: usize| {
        let request = open.client.post(open.at(&format!("skip/{number}")));
        let request = origin.into_iter().fold(request, |all, one| all.header("origin", one));
        let answer = request.send().await.expect("answers");
        (answer.status(), answer.text().await.expect("a text"))
    };
    for origin in [None, Some("https://evil.example"), Some("null")] {
        assert_eq!(skip(origin, 1).await.0, StatusCode::FORBIDDEN, "{origin:?}");
    }
    assert!(!open.tickets[0].is_skipped());
    let own = open.origin().to_owned();
    assert_eq!(skip(Some(&own), 1).await.0, StatusCode::NO_CONTENT);
    assert!(open.tickets[0].is_skipped(), "its scenario is told");
    let (status, told) = skip(Some(&own), 1).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(told.contains("request 1 is skipped already"), "{told}");
    assert_eq!(skip(Some(&own), 9).await.0, StatusCode::CONFLICT);
}

/// The requests of each page of the Portal, as a person reads them.
const READ: &str = "return [...document.querySelectorAll('#open section')].map((section) => [
    section.querySelector('h2 a').getAttribute('href'), section.querySelector('h2 a').target,
    [...section.querySelectorAll('ol > li')].map((one) => one.querySelector('.mark').textContent
        + ' ' + one.querySelector('.task').textContent + ' ' + one.querySelector('.end').innerText),
]);";

/// Waits until the page tells these words to those who listen to it.
async fn wait_until_told(tab: &Tab, words: &str) {
    let told = "document.getElementById('status').textContent";
    wait_for(tab, &format!("return {told}.includes({words:?});")).await;
}

async fn run(tab: &Tab, script: &str) -> Value {
    tab.run(script, vec![]).await.expect("it runs")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_works_off_the_list_on_the_page_which_is_usable_at_every_width() {
    let Some(tools) = page_tools() else { return };
    let open = Open::new().await;
    let browser = Browser::default();
    let tab = browser.window().await.expect("a window opens");
    tab.open(open.page.address()).await.expect("the page opens");
    wait_until_told(&tab, "Batch 1: 3 new requests. 3 requests to do.").await;
    let read = run(&tab, READ).await;
    let sessions = Value::from("https://portal.example/kyc-sessions");
    assert_eq!((&read[0][0], &read[0][1]), (&sessions, &"_blank".into()));
    assert_eq!(read[0][2][1], "2 Reject the KYC session Skip");
    assert_eq!(read[1][2][0], "3 Simulate <script>alert(1)</script> EUR 5.00 Skip");
    run(&tab, "navigator.clipboard.writeText = async (text) => { window.copied = text; };").await;
    run(&tab, "document.querySelector('dd button').click();").await;
    wait_until_told(&tab, "session is copied").await;
    assert_eq!(run(&tab, "return window.copied;").await, SESSION);

    // A tick comes by itself, and the reader's focus stays where it is.
    run(&tab, "document.querySelectorAll('#open .end button')[1].focus();").await;
    open.tickets[0].done();
    wait_until_told(&tab, "Request 1 is done. 2 requests to do.").await;
    assert_eq!(run(&tab, READ).await[0][2][0], "1 Approve the KYC session ✓ done");
    let focused = run(&tab, "return document.activeElement.getAttribute('aria-label');").await;
    assert_eq!(focused, "Skip 2: Reject the KYC session");
    run(&tab, "document.activeElement.click();").await;
    open.tickets[2].skipped().await;
    wait_for(&tab, "return document.activeElement.innerText.includes('skipped');").await;
    tools.assert_usable(&tab, "the list", &FOR_WORK).await;

    // A further batch takes the place of one that is worked off, which is folded.
    open.tickets[1].expired();
    let next = ask(&open.list, vec![request("Orders", "Settle the order", "OUT-2.1")]).await;
    wait_until_told(&tab, "Batch 2: 1 new request. 1 request to do.").await;
    let earlier = run(&tab, "return document.getElementById('before-title').textContent;").await;
    assert_eq!(earlier, "Earlier requests (3)");
    assert_eq!(run(&tab, READ).await[0][2][0], "4 Settle the order Skip");
    drop(next);
    // The page learns of the end before it is gone.
    open.page.end();
    wait_until_told(&tab, "The run has ended. Its verdict is where it was started.").await;
    let skips = "return [...document.querySelectorAll('.end button')].map((one) => one.disabled);";
    assert!(run(&tab, skips).await.as_array().expect("buttons").iter().all(|held| held == true));
    drop(tab);
    browser.close().await;
}
