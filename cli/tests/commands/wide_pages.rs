//! Pages of the sandbox's Portal with the greatest amounts and long names: none scrolls sideways, breaks a word or moves when
//! its script arrives.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use conformance_harness::{
    browser::{Appearance, Browser, Tab},
    client::{Client, Outgoing},
};
use ralio_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::support::demo_portal::DemoPortal;

/// The faults and the links of the open page.
const LOOK: &str = include_str!("wide_pages.js");

/// The sum of the page's layout shifts so far.
const SHIFT: &str = "return new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => {
        for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value;
    }).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => resolve(sum), 150);
});";

/// The widths of windows from the smallest telephone to a desk.
const WIDTHS: [u32; 8] = [320, 360, 768, 1024, 1220, 1280, 1440, 1600];

/// The widths at which pages are loaded, to see if they move.
const LOADED_AT: [u32; 2] = [360, 1440];

const MOST_SHIFT: f64 = 0.02;

/// At most so many pages that differ in an id only.
const OF_A_KIND: usize = 3;

/// The walk must have seen this many pages at least.
const FEWEST_PAGES: usize = 40;

/// Amounts of 16 digits, near the greatest one that the API can carry.
const HUGE: i64 = 8_888_888_888_888_888;

/// An amount that is left after the fees.
const SENT: i64 = 8_000_000_000_000_000;

const LONG_WORD: &str =
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
const LONG_TEXT: &str =
    "Refund for the second part of the delivery in the spring, after the letter of the third";

/// A person who is signed in at a sandbox with huge amounts.
struct Desk {
    sandbox: Sandbox,
    browser: Browser,
    tab: Tab,
    client: Client,
    merchant: String,
    token: String,
}

impl Desk {
    /// None without a browser.
    async fn new() -> Option<Self> {
        let DemoPortal { sandbox, browser, tab, client } = DemoPortal::open().await?;
        let (merchant, token) = (String::new(), String::new());
        let mut desk = Self { sandbox, browser, tab, client, merchant, token };
        let merchants = desk.operate("GET", "", json!(null)).await;
        desk.merchant = format!("/{}", merchants["merchants"][0]["id"]);
        let key = desk.operate("POST", "/api-keys", json!({})).await;
        let login = json!({ "api_code": key["apiCode"], "api_key": key["apiKey"] });
        let answer = desk.call("POST", "/auth/login", login).await;
        answer["token"].as_str().expect("a token").clone_into(&mut desk.token);
        Some(desk)
    }

    async fn send(&self, base: &str, request: Outgoing, body: &Value) -> Value {
        let request = if body.is_null() { request } else { request.json(body) };
        let answer = self.client.send(base, request).await.expect("answers");
        assert!(answer.response.status < 300, "{}", answer.as_curl());
        answer.response.json().clone()
    }

    async fn operate(&self, method: &str, path: &str, body: Value) -> Value {
        let path = format!("/operator/v1/merchants{}{path}", self.merchant);
        let request = Outgoing::new(method, path).bearer(self.sandbox.operator_key());
        self.send(self.sandbox.portal_url(), request, &body).await
    }

    async fn call(&self, method: &str, path: &str, body: Value) -> Value {
        let request = Outgoing::new(method, format!("/api/v1{path}")).bearer(&self.token);
        self.send(self.sandbox.api_url(), request, &body).await
    }

    async fn pay_in(&self, account: &str, minor: i64, outcome: &str) {
        let mut body = json!({
            "accountId": account, "type": "BANK", "outcome": outcome, "reference": LONG_WORD,
            "amount": { "currency": "EUR", "amount": minor },
            "sender": { "name": LONG_WORD, "accountNumber": "DE89370400440532013000" },
        });
        if outcome == "FAIL" {
            body["failure"] = json!({ "code": "NO_SUCH_ACCOUNT", "reason": LONG_TEXT });
        }
        self.operate("POST", "/simulated-payins", body).await;
    }

    /// A user with a long name and accounts with the greatest amounts, settled and on their way; gives the addresses of pages for
    /// people who are not signed in.
    async fn fill(&self) -> [String; 2] {
        let user = self.call("POST", "/account/individual-users", person()).await;
        let user = user["id"].as_str().expect("an id");
        self.operate("PUT", &format!("/users/{user}/level"), json!({ "level": "REGULAR" })).await;
        let accounts = format!("/account/users/{user}/accounts");
        let open = json!({ "currency": "EUR", "label": format!("{LONG_WORD} {LONG_TEXT}") });
        let mut ids = Vec::new();
        for _ in 0..4 {
            let account = self.call("POST", &accounts, open.clone()).await;
            ids.push(account["id"].as_str().expect("an id").to_owned());
        }
        self.pay_in(&ids[0], HUGE, "SETTLE").await;
        self.pay_in(&ids[2], HUGE, "FAIL").await;
        self.pay_in(&ids[2], HUGE, "HOLD").await;
        self.operate("PATCH", "/settings", json!({ "holdPayouts": true })).await;
        let payout = json!({
            "origin": { "currency": "EUR", "amount": SENT },
            "recipient": {
                "iban": "DE89370400440532013000", "accountHolder": LONG_WORD, "bankName": LONG_WORD,
            },
            "reference": LONG_WORD, "code2fa": "123456",
        });
        let payouts = format!("{accounts}/{}/bank-payouts", ids[0]);
        let payout = self.call("POST", &payouts, payout).await;
        let order = payout["id"].as_str().expect("an id").to_owned();
        let why = json!({ "code": LONG_WORD.to_uppercase(), "reason": LONG_WORD });
        self.operate("POST", &format!("/orders/{order}/fail"), why).await;
        let transfer = json!({
            "origin": { "currency": "EUR", "amount": SENT },
            "recipient": { "accountId": ids[1] }, "reference": LONG_WORD, "code2fa": "123456",
        });
        self.call("POST", &format!("{accounts}/{}/transfers", ids[0]), transfer).await;
        let viban = json!({ "name": LONG_WORD, "rail": "SEPA" });
        self.call("POST", &format!("{accounts}/{}/virtual-ibans", ids[1]), viban).await;
        let card = json!({
            "amount": HUGE, "currency": "EUR", "reference": LONG_WORD,
            "urlSuccess": "https://shop.example/paid", "urlFailed": "https://shop.example/failed",
        });
        let card = self.call("POST", &format!("{accounts}/{}/card-payins", ids[3]), card).await;
        let other = self.call("POST", "/account/individual-users", person()).await;
        let other = other["id"].as_str().expect("an id");
        let session = format!("/account/users/{other}/identity-verifications");
        let session = self.call("POST", &session, json!({})).await;
        [&card["paymentUrl"], &session["hostedUrl"]].map(|address| {
            let path = address.as_str().and_then(|url| url.strip_prefix(self.sandbox.portal_url()));
            path.expect("an address of the Portal").to_owned()
        })
    }

    async fn open(&self, path: &str) -> u16 {
        let address = format!("{}{path}", self.sandbox.portal_url());
        self.tab.open(&address).await.expect("the page opens")
    }

    async fn be_wide(&self, width_px: u32) {
        let appearance = Appearance { width_px, is_dark: false };
        self.tab.look(appearance).await.expect("the window changes");
    }

    /// Opens a page; gives how far it moved. What moves it is there each time; a delivery that ends meanwhile moves it once.
    async fn shift(&self, path: &str) -> f64 {
        let mut least = f64::INFINITY;
        for _ in 0..3 {
            self.open(path).await;
            let shift = self.tab.run(SHIFT, vec![]).await.expect("the script runs");
            least = least.min(shift.as_f64().unwrap_or(f64::INFINITY));
            if least <= MOST_SHIFT {
                break;
            }
        }
        least
    }

    /// The faults of the page at every width, and its links.
    async fn look(&self, path: &str) -> (Vec<String>, Vec<String>) {
        let (mut faults, mut links) = (BTreeSet::new(), Vec::new());
        for width in LOADED_AT {
            self.be_wide(width).await;
            let shift = self.shift(path).await;
            if shift > MOST_SHIFT {
                faults.insert(format!("{path} moves by {shift} at {width} px"));
            }
        }
        for width in WIDTHS {
            self.be_wide(width).await;
            let seen = self.tab.run(LOOK, vec![]).await.expect("the script runs");
            faults.extend(
                texts(&seen["faults"]).map(|fault| format!("{path} at {width} px {fault}")),
            );
            links = texts(&seen["links"]).collect();
        }
        (faults.into_iter().collect(), links)
    }
}

fn person() -> Value {
    json!({
        "name": LONG_WORD, "surname": LONG_WORD, "email": "ana.maria.ruiz@example.com",
        "birthdate": "1990-05-15", "phoneNumber": "+34612345678", "phoneNumberCountry": "ES",
        "birthCountry": "ES", "nationality": "ES", "documentType": "PASSPORT",
        "documentNumber": "X1", "address": LONG_WORD, "city": "Madrid", "province": "Madrid",
        "country": "ES", "postalCode": "28001", "activity": "BAKER",
        "employmentStatus": "EMPLOYED", "professionalSector": "Food", "sourceOfFunds": "SALARY",
        "estimatedAnnualIncome": 1, "estimatedAnnualTransactionVolume": 1,
        "estimatedNetWorth": 0.5, "hasPepCloseAssociate": false, "isPublicOffice": false,
        "termsAndConditionsAccepted": true,
    })
}

fn texts(list: &Value) -> impl Iterator<Item = String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned)
}

/// An address without what makes it one of many.
fn kind_of(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let is_id = |part: &str| part.bytes().any(|byte| byte.is_ascii_digit());
    let parts = path.split('/').map(|part| if is_id(part) { "{}" } else { part });
    let names = query.split('&').filter_map(|pair| pair.split('=').next());
    format!("{}?{}", parts.collect::<Vec<_>>().join("/"), names.collect::<Vec<_>>().join("&"))
}

#[tokio::test]
async fn pages_with_the_greatest_amounts_fit_at_every_width() {
    let Some(desk) = Desk::new().await else { return };
    let mut waiting = VecDeque::from(desk.fill().await);
    waiting.extend(["/", "/no-such-page", "/sign-in"].map(str::to_owned));
    let mut known = waiting.iter().cloned().collect::<BTreeSet<_>>();
    let (mut of_kind, mut faults, mut pages) = (BTreeMap::<_, usize>::new(), Vec::new(), 0);
    while let Some(path) = waiting.pop_front() {
        let seen = of_kind.entry(kind_of(&path)).or_default();
        *seen += 1;
        if *seen > OF_A_KIND {
            continue;
        }
        pages += 1;
        let (found, links) = desk.look(&path).await;
        faults.extend(found);
        let pages = links.into_iter().filter(|link| !link.contains("/documents/"));
        for link in pages.map(|link| link.split('#').next().unwrap_or_default().to_owned()) {
            if known.insert(link.clone()) {
                waiting.push_back(link);
            }
        }
    }
    drop(desk.tab);
    desk.browser.close().await;
    desk.sandbox.stop().await;
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(pages >= FEWEST_PAGES, "only {pages} pages were seen");
}
