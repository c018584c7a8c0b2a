//! Pages that change while they are read: new data is shown, and the reader is not disturbed.

use conformance_harness::{
    browser::{Browser, Tab},
    client::{Client, Outgoing},
};
use ralio_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::support::demo_portal::DemoPortal;

/// A time far longer than a change takes to be shown, and shorter than the browser's limit for a script.
const PATIENCE_MS: u64 = 4_000;

/// A reader who is signed in at a sandbox in which other changes happen.
struct Desk {
    sandbox: Sandbox,
    browser: Browser,
    tab: Tab,
    client: Client,
    merchant: String,
    account: String,
}

impl Desk {
    /// None without a browser.
    async fn new() -> Option<Self> {
        let DemoPortal { sandbox, browser, tab, client } = DemoPortal::open().await?;
        let (merchant, account) = (String::new(), String::new());
        let mut desk = Self { sandbox, browser, tab, client, merchant, account };
        let merchants = desk.operate("GET", "", None).await;
        desk.merchant = format!("/{}", merchants["merchants"][0]["id"]);
        desk.open("/accounts").await;
        let link = "document.querySelector('td a').getAttribute('href').split('/').pop()";
        desk.account = desk.see(link).await.as_str().map(str::to_owned).expect("an id");
        Some(desk)
    }

    async fn operate(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        let path = format!("/operator/v1/merchants{}{path}", self.merchant);
        let request = Outgoing::new(method, path).bearer(self.sandbox.operator_key());
        let request = if let Some(body) = &body { request.json(body) } else { request };
        let answer = self.client.send(self.sandbox.portal_url(), request).await.expect("answers");
        assert!(answer.response.status < 300, "{}", answer.as_curl());
        answer.response.json().clone()
    }

    /// Money is on its way to the account; gives the order.
    async fn payin(&self) -> String {
        let body = json!({
            "accountId": self.account, "type": "BANK", "outcome": "HOLD",
            "amount": { "currency": "EUR", "amount": 1000 },
        });
        let order = self.operate("POST", "/simulated-payins", Some(body)).await;
        order["id"].as_str().expect("an id").to_owned()
    }

    async fn open(&self, path: &str) {
        let address = format!("{}{path}", self.sandbox.portal_url());
        self.tab.open(&address).await.expect("the page opens");
    }

    /// The result of a script on the page.
    async fn see(&self, script: &str) -> Value {
        self.tab.run(&format!("return {script}"), vec![]).await.expect("the script runs")
    }

    /// Waits until the page shows it.
    async fn comes(&self, condition: &str) {
        let script = format!(
            "return new Promise((resolve) => {{
                const end = performance.now() + {PATIENCE_MS};
                const look = () => {{
                    if ({condition}) resolve(true);
                    else if (performance.now() > end) resolve(false);
                    else setTimeout(look, 20);
                }};
                look();
            }});"
        );
        let came = self.tab.run(&script, vec![]).await.expect("the script runs");
        let page = self.see("document.querySelector('main').innerText").await;
        assert_eq!(came, true, "{condition} did not come to be true of {page}");
    }

    async fn end(self) {
        drop(self.tab);
        self.browser.close().await;
        self.sandbox.stop().await;
    }
}

#[tokio::test]
async fn what_is_new_is_shown_and_one_stays_where_one_was() {
    let Some(desk) = Desk::new().await else { return };
    desk.open("/orders").await;
    let standing = "[document.activeElement.getAttribute('href'), \
         Math.round(document.activeElement.getBoundingClientRect().top)]";
    desk.see("document.querySelectorAll('td a')[12].focus()").await;
    desk.see("scrollTo(0, 500)").await;
    let before = desk.see(standing).await;
    let order = desk.payin().await;
    desk.comes(&format!("document.querySelector('td a').href.endsWith('{order}')")).await;
    assert_eq!(
        desk.see(standing).await,
        before,
        "the focus is on the same order, at the same height"
    );

    desk.open("/").await;
    desk.see("document.querySelector('#by-day').open = true").await;
    desk.see("document.querySelector('#by-day summary').focus()").await;
    desk.see("(document.querySelector('#overview table').id = 'old')").await;
    desk.payin().await;
    desk.comes("document.querySelector('#old') === null").await;
    let unfolded = "[document.querySelector('#by-day').open, document.activeElement.tagName]";
    assert_eq!(desk.see(unfolded).await, json!([true, "SUMMARY"]));
    desk.end().await;
}

#[tokio::test]
async fn typed_and_marked_text_stays() {
    let Some(desk) = Desk::new().await else { return };
    let order = desk.payin().await;
    desk.open(&format!("/orders/{order}")).await;
    desk.see("(document.querySelector('#reason').value = 'typed')").await;
    desk.see("document.querySelector('#deciding button.danger').focus()").await;
    desk.operate("POST", &format!("/orders/{order}/settle"), None).await;
    desk.comes("document.querySelector('#order .state').textContent === 'COMPLETED'").await;
    let typed = "[document.querySelector('#reason')?.value, document.activeElement.textContent]";
    assert_eq!(desk.see(typed).await, json!(["typed", "Fail"]), "what was typed stays");
    desk.see("(document.querySelector('#reason').value = '')").await;
    desk.see("document.activeElement.blur()").await;
    desk.comes("document.querySelector('#deciding').textContent.includes('final')").await;

    let order = desk.payin().await;
    desk.open(&format!("/orders/{order}")).await;
    desk.see("getSelection().selectAllChildren(document.querySelector('#order dl'))").await;
    desk.see("document.querySelector('#deciding button').focus()").await;
    desk.operate("POST", &format!("/orders/{order}/settle"), None).await;
    desk.comes("document.querySelector('#deciding').textContent.includes('final')").await;
    let left = "[document.activeElement.id, getSelection().toString().includes('PROCESSING')]";
    assert_eq!(desk.see(left).await, json!(["deciding", true]), "the focus does not get lost");
    desk.see("getSelection().removeAllRanges()").await;
    desk.comes("document.querySelector('#order .state').textContent === 'COMPLETED'").await;
    desk.end().await;
}

#[tokio::test]
async fn an_open_case_changes_as_a_whole() {
    let Some(desk) = Desk::new().await else { return };
    desk.open("/onboarding-business?state=IN_REVIEW").await;
    let link = "document.querySelector('#queue td a')?.getAttribute('href') ?? null";
    let page = desk.see(link).await.as_str().map(str::to_owned).expect("a case in review");
    let session = page.rsplit('/').next().expect("an id").to_owned();
    desk.open(&page).await;
    assert_eq!(desk.see("document.querySelectorAll('#case form').length > 2").await, true);
    desk.see("(document.querySelector('#message').value = 'typed')").await;
    let reject = format!("/kyb-sessions/{session}/reject");
    desk.operate("POST", &reject, Some(json!({}))).await;
    desk.comes("document.querySelector('.offer').textContent.includes('has changed')").await;
    let kept = "[document.querySelector('#message').value, \
         document.querySelector('#case .state').textContent]";
    assert_eq!(desk.see(kept).await, json!(["typed", "IN_REVIEW"]), "nothing changes halfway");
    // In one script: the empty field may let the page change at once.
    let empty = "(field => { field.value = ''; \
         return field.dispatchEvent(new Event('keyup', { bubbles: true })); \
         })(document.querySelector('#message'))";
    desk.see(empty).await;
    desk.comes("document.querySelector('#case .state').textContent === 'REJECTED'").await;
    assert_eq!(desk.see("document.querySelectorAll('#case form').length").await, 0);
    assert_eq!(desk.see("document.querySelector('.offer').childNodes.length").await, 0);
    desk.end().await;
}
