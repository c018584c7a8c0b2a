//! The Portal's pages about money, for a signed-in person.

use ralio_sandbox::{Config, start};
use reqwest::header::{COOKIE, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::browser::enter;
use crate::world::{Account, Merchant, Target, expect, id, sandbox};

const SIMULATOR: &str = "/developers/funds-simulator";
const HOSTILE: &str = "\u{202e}<script>alert(1)</script>\"'&amp;";

/// A person who is signed in for a merchant.
struct Visitor {
    client: Client,
    portal: String,
    cookie: String,
}

/// The status, the address of the redirect and the page.
type Shown = (u16, String, String);

impl Visitor {
    async fn of(merchant: &Merchant) -> Self {
        let people = merchant.operate(Method::POST, "/people", json!({"name": "Olga"})).await;
        let links = format!("/people/{}/sign-in-links", id(&expect(201, people)));
        let link = expect(201, merchant.operate(Method::POST, &links, json!({})).await);
        let client = Client::builder().tls_certs_only([]).no_proxy().redirect(Policy::none());
        let client = client.build().unwrap();
        let cookie = enter(&client, link["url"].as_str().unwrap()).await;
        Self { client, portal: merchant.target.portal.clone(), cookie }
    }

    async fn get(&self, path: &str) -> Shown {
        let request = self.client.get(format!("{}{path}", self.portal));
        shown(request.header(COOKIE, &self.cookie)).await
    }

    /// The page at `path`, which must exist.
    async fn page(&self, path: &str) -> String {
        let (status, _, html) = self.get(path).await;
        assert_eq!(status, 200, "{path}: {html}");
        html
    }

    async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Shown {
        let own = self.page("/settings/sign-in").await;
        let proof = own.split("name=\"proof\" value=\"").nth(1).unwrap();
        let proof = proof.split('"').next().unwrap().to_owned();
        let mut fields = fields.to_vec();
        fields.push(("proof", &proof));
        self.submit_without_proof(path, &fields).await
    }

    async fn submit_without_proof(&self, path: &str, fields: &[(&str, &str)]) -> Shown {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        let request = self.client.post(format!("{}{path}", self.portal)).body(form.finish());
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        shown(request.header(COOKIE, &self.cookie)).await
    }
}

async fn shown(request: reqwest::RequestBuilder) -> Shown {
    let response = request.send().await.unwrap();
    let to = response.headers().get(LOCATION).map_or("", |to| to.to_str().unwrap()).to_owned();
    (response.status().as_u16(), to, response.text().await.unwrap())
}

/// The fault beside a field.
fn fault<'a>(html: &'a str, field: &str) -> &'a str {
    let beside = html.split(&format!("id=\"{field}-fault\">")).nth(1);
    beside.and_then(|rest| rest.split('<').next()).unwrap_or_default()
}

struct Shop {
    merchant: Merchant,
    account: Account,
    visitor: Visitor,
}

async fn shop(target: &Target) -> Shop {
    let merchant = target.merchant().await;
    let user = merchant.verified_user().await;
    let account = merchant.account(&user, "EUR", 0).await;
    let visitor = Visitor::of(&merchant).await;
    Shop { merchant, account, visitor }
}

impl Shop {
    /// A payin that is held.
    async fn held(&self, amount: i64) -> String {
        id(&expect(201, self.merchant.pay_in(&self.account, "EUR", amount, "HOLD").await))
    }

    async fn viban(&self) -> String {
        let path = format!("{}/virtual-ibans", self.account.path);
        let body = json!({"name": HOSTILE, "rail": "SEPA"});
        id(&expect(201, self.merchant.post(&path, body).await))
    }

    async fn state_of(&self, order: &str) -> Value {
        let path = format!("/account/orders/{order}");
        expect(200, self.merchant.get(&path).await)["state"].clone()
    }
}

#[tokio::test]
async fn resources_of_another_merchant_are_not_found() {
    let (_sandbox, target) = sandbox().await;
    let (ours, theirs) = (shop(&target).await, shop(&target).await);
    let (order, viban) = (ours.held(25_000).await, ours.viban().await);
    let account = &ours.account.id;
    for path in [
        format!("/accounts/{account}"),
        format!("/orders/{order}"),
        format!("/virtual-ibans/{viban}"),
    ] {
        assert_eq!(ours.visitor.get(&path).await.0, 200, "{path}");
        assert_eq!(theirs.visitor.get(&path).await.0, 404, "{path}");
    }
    for path in [
        format!("/orders/{order}/settle"),
        format!("/orders/{order}/submit"),
        format!("/orders/{order}/fail"),
        format!("/orders/{order}/payment-page"),
        format!("/virtual-ibans/{viban}/activate"),
        format!("/virtual-ibans/{viban}/reject"),
    ] {
        assert_eq!(theirs.visitor.submit(&path, &[("reason", "no")]).await.0, 404, "{path}");
    }
    for path in ["/orders", "/accounts", "/virtual-ibans", "/developers/funds-simulator"] {
        let html = theirs.visitor.page(path).await;
        for id in [account, &order, &viban] {
            assert!(!html.contains(id.as_str()), "{path}");
        }
    }
    let html = theirs.visitor.page(&format!("/orders?account={account}")).await;
    assert!(html.contains("No order matches"), "{html}");
    assert_eq!(ours.state_of(&order).await, "PROCESSING");
}

#[tokio::test]
async fn a_form_that_does_not_come_from_a_page_changes_nothing() {
    let (_sandbox, target) = sandbox().await;
    let shop = shop(&target).await;
    let (order, viban) = (shop.held(25_000).await, shop.viban().await);
    let funds = [
        ("picked", shop.account.id.as_str()),
        ("type", "BANK"),
        ("amount.amount", "1"),
        ("amount.currency", "EUR"),
        ("outcome", "SETTLE"),
    ];
    for path in [
        "/developers/funds-simulator".to_owned(),
        format!("/orders/{order}/settle"),
        format!("/orders/{order}/fail"),
        format!("/virtual-ibans/{viban}/activate"),
    ] {
        assert_eq!(shop.visitor.submit_without_proof(&path, &funds).await.0, 403, "{path}");
    }
    assert_eq!(shop.state_of(&order).await, "PROCESSING");
    assert_eq!(shop.merchant.check_books(&shop.account).await, 0);
}

#[tokio::test]
async fn a_held_payin_is_settled_or_fails_by_form() {
    let (_sandbox, target) = sandbox().await;
    let shop = shop(&target).await;
    shop.merchant.listen("https://127.0.0.1:9/", &["payin.failed"]).await;
    let (good, bad) = (shop.held(25_000).await, shop.held(5_000).await);
    let html = shop.visitor.page("/").await;
    assert!(html.contains("EUR 300.00"), "what is on its way in {html}");
    let (status, to, _) = shop.visitor.submit(&format!("/orders/{good}/settle"), &[]).await;
    assert_eq!((status, to.as_str()), (303, format!("/orders/{good}?done=settled").as_str()));
    assert_eq!(shop.merchant.check_books(&shop.account).await, 25_000);
    let html = shop.visitor.page(&to).await;
    for part in ["The order is settled.", "Credited to", "EUR 250.00<", "The order is final"] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let why = [("code", "NO_SUCH_ACCOUNT"), ("reason", "wrong IBAN")];
    let failing = format!("/orders/{bad}/fail");
    let long = "x".repeat(256);
    let (status, _, html) =
        shop.visitor.submit(&failing, &[("code", "A"), ("reason", &long)]).await;
    assert_eq!((status, fault(&html, "reason")), (422, "Must have at most 255 characters."));
    assert!(html.contains(&long) && html.contains("value=\"A\""), "what was typed is kept");
    assert_eq!(shop.visitor.submit(&failing, &why).await.0, 303);
    assert_eq!(shop.state_of(&bad).await, "FAILED");
    let body = shop.merchant.deliveries().await[0]["body"].clone();
    let event: Value = serde_json::from_str(body.as_str().unwrap()).unwrap();
    assert_eq!(
        event["data"]["failure"],
        json!({"code": "NO_SUCH_ACCOUNT", "reason": "wrong IBAN"})
    );
    let html = shop.visitor.page(&format!("/orders/{bad}")).await;
    assert!(html.contains("/account/webhooks/deliveries/"), "{html}");
    let (status, _, html) = shop.visitor.submit(&failing, &why).await;
    assert!(status == 422 && html.contains("role=\"alert\""), "{status} {html}");
    assert_eq!(shop.merchant.check_books(&shop.account).await, 25_000);
}

#[tokio::test]
async fn a_held_payout_leaves_and_arrives_by_form() {
    let (_sandbox, target) = sandbox().await;
    let shop = shop(&target).await;
    expect(201, shop.merchant.pay_in(&shop.account, "EUR", 10_000, "SETTLE").await);
    let hold = json!({"holdPayouts": true});
    expect(200, shop.merchant.operate(Method::PATCH, "/settings", hold).await);
    let (path, body) = shop.account.payout(4_000);
    let payout = id(&expect(201, shop.merchant.post(&path, body).await));
    assert_eq!(shop.visitor.submit(&format!("/orders/{payout}/submit"), &[]).await.0, 303);
    assert_eq!(shop.state_of(&payout).await, "PROCESSING");
    assert_eq!(shop.visitor.submit(&format!("/orders/{payout}/settle"), &[]).await.0, 303);
    assert_eq!(shop.merchant.check_books(&shop.account).await, 6_000);
    let html = shop.visitor.page(&format!("/accounts/{}", shop.account.id)).await;
    for part in ["-40.00", "60.00", "+100.00", "EUR 60.00"] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[tokio::test]
async fn texts_of_strangers_stay_text() {
    let (_sandbox, target) = sandbox().await;
    let shop = shop(&target).await;
    let rename = json!({"label": HOSTILE});
    expect(200, {
        let request = shop.merchant.request(Method::PATCH, &shop.account.path).json(&rename);
        crate::world::send(request).await
    });
    let viban = shop.viban().await;
    let body = json!({
        "accountId": shop.account.id, "type": "BANK", "outcome": "SETTLE",
        "amount": {"currency": "EUR", "amount": 1}, "reference": HOSTILE,
        "sender": {"name": HOSTILE, "accountNumber": HOSTILE},
    });
    let order = shop.merchant.operate(Method::POST, "/simulated-payins", body).await;
    let order = id(&expect(201, order));
    for path in [
        "/accounts".to_owned(),
        format!("/accounts/{}", shop.account.id),
        "/orders".to_owned(),
        format!("/orders/{order}"),
        "/developers/funds-simulator".to_owned(),
        "/virtual-ibans".to_owned(),
        format!("/virtual-ibans/{viban}"),
    ] {
        let html = shop.visitor.page(&path).await;
        assert!(!html.contains("<script>") && html.contains("&#60;script&#62;"), "{path} {html}");
    }
    let long = "<b>".repeat(3_400);
    let (path, typed) = ("/developers/funds-simulator", [("reference", long.as_str())]);
    let (status, _, html) = shop.visitor.submit(path, &typed).await;
    assert_eq!((status, fault(&html, "reference")), (422, "Must have at most 255 characters."));
    assert!(html.contains(&"&#60;b&#62;".repeat(3_400)) && !html.contains("<b>"));
    let query = "search=%00%25%3Cscript%3E&state=%27&type=%22&account=x";
    let html = shop.visitor.page(&format!("/orders?{query}")).await;
    assert!(html.contains("No order matches") && !html.contains("<script>"));
}

#[tokio::test]
async fn the_simulator_shows_each_fault_beside_its_field() {
    let (_sandbox, target) = sandbox().await;
    let shop = shop(&target).await;
    let account = shop.account.id.clone();
    let nobody = "00000000-0000-7000-8000-000000000000";
    let good = [
        ("picked", account.as_str()),
        ("type", "BANK"),
        ("amount.amount", "1,250.5"),
        ("amount.currency", "EUR"),
        ("outcome", "SETTLE"),
        ("reference", "rent"),
    ];
    for (field, value, place, expected) in [
        ("picked", "", "accountId", "Is required."),
        ("accountId", "x", "accountId", "Must be a UUID."),
        ("accountId", nobody, "accountId", "There is no such account."),
        ("vibanId", nobody, "accountId", "A vIBAN is named already."),
        ("amount.amount", "-1", "amount.amount", "Type an amount such as 250.00."),
        ("amount.amount", "0.00", "amount.amount", "The amount must be greater than zero."),
        ("amount.currency", "USDC", "amount.currency", "Must be one of EUR, USD."),
        ("outcome", "LATER", "outcome", "Must be one of SETTLE, HOLD, FAIL."),
        ("failure.code", "X", "failure.reason", "Is required."),
    ] {
        let mut fields = good.to_vec();
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let (status, _, html) = shop.visitor.submit(SIMULATOR, &fields).await;
        assert_eq!((status, fault(&html, place)), (422, expected), "{field}={value} {html}");
        assert!(html.contains("value=\"rent\""), "what was typed is kept");
    }
    assert_eq!(shop.merchant.check_books(&shop.account).await, 0);
    let (status, to, _) = shop.visitor.submit(SIMULATOR, &confirmed(&good, "EUR 1,250.50")).await;
    assert_eq!(status, 303, "{to}");
    let html = shop.visitor.page(&to).await;
    assert!(html.contains("The payin is simulated.") && html.contains("href=\"/orders/"), "{html}");
    assert_eq!(shop.merchant.check_books(&shop.account).await, 125_050);
}

/// The fields, with the confirmation of an amount.
fn confirmed<'a>(fields: &[(&'a str, &'a str)], understood: &'a str) -> Vec<(&'a str, &'a str)> {
    [fields, &[("understood", understood)]].concat()
}

#[tokio::test]
async fn a_viban_is_activated_or_rejected_by_form() {
    let (_sandbox, target) = sandbox().await;
    let shop = shop(&target).await;
    let (good, bad) = (shop.viban().await, shop.viban().await);
    let rejecting = format!("/virtual-ibans/{bad}/reject");
    let (status, _, html) = shop.visitor.submit(&rejecting, &[("reason", " ")]).await;
    assert_eq!((status, fault(&html, "reason")), (422, "Must not be empty."));
    assert_eq!(shop.visitor.submit(&rejecting, &[("reason", "no papers")]).await.0, 303);
    let html = shop.visitor.page(&format!("/virtual-ibans/{bad}")).await;
    assert!(html.contains("REJECTED") && html.contains("no papers"), "{html}");
    assert_eq!(shop.visitor.submit(&format!("/virtual-ibans/{good}/activate"), &[]).await.0, 303);
    let html = shop.visitor.page("/virtual-ibans?state=ACTIVE").await;
    assert!(html.contains(&good) && !html.contains(&bad) && html.contains("DE"), "{html}");
}

#[tokio::test]
async fn a_payment_page_gets_another_address() {
    let (_sandbox, target) = sandbox().await;
    let shop = shop(&target).await;
    let wish = json!({
        "amount": 5_000, "currency": "EUR", "reference": "rent",
        "urlSuccess": "https://shop.example/paid", "urlFailed": "https://shop.example/not-paid",
    });
    let path = format!("{}/card-payins", shop.account.path);
    let made = expect(201, shop.merchant.post(&path, wish).await);
    let order = id(&made["order"]);
    let renewing = format!("/orders/{order}/payment-page");
    let (status, _, html) = shop.visitor.submit(&renewing, &[]).await;
    assert_eq!(status, 200, "{html}");
    let address = html.split("data-copy=\"").nth(1).and_then(|rest| rest.split('"').next());
    let get = async |url: &str| shown(shop.visitor.client.get(url)).await.0;
    assert_eq!(get(address.unwrap()).await, 200);
    assert_eq!(get(made["paymentUrl"].as_str().unwrap()).await, 404);
    assert_eq!(shop.visitor.submit(&format!("/orders/{order}/settle"), &[]).await.0, 303);
    assert_eq!(shop.visitor.submit(&renewing, &[]).await.0, 409);
    assert_eq!(shop.merchant.check_books(&shop.account).await, 5_000);
}

#[tokio::test]
async fn lists_and_the_overview_show_what_exists() {
    let directory = tempfile::tempdir().unwrap();
    let data = Some(directory.path().to_owned());
    let sandbox = start(Config { data, ..Config::default() }).await.unwrap();
    let target = Target::new(sandbox.api_url(), sandbox.portal_url(), sandbox.operator_key());
    let merchant = target.merchant().await;
    let visitor = Visitor::of(&merchant).await;
    let html = visitor.page("/").await;
    for part in ["Next steps", "curl", "EUR 0.00", "There are no orders in this period"] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let user = merchant.verified_user().await;
    let account = merchant.account(&user, "EUR", 0).await;
    for _ in 0..31 {
        expect(201, merchant.pay_in(&account, "EUR", 100, "SETTLE").await);
    }
    expect(201, merchant.pay_in(&account, "EUR", 100, "FAIL").await);
    let html = visitor.page("/").await;
    for part in ["EUR 31.00", "31 COMPLETED", "1 FAILED", "32 orders from"] {
        assert!(html.contains(part), "{part} in {html}");
    }
    for (path, expected) in [
        ("/orders".to_owned(), "Page 1 of 2, 32 in all"),
        (format!("/orders?account={}", account.id), "Page 1 of 2, 32 in all"),
        (format!("/accounts/{}", account.id), "Page 1 of 2, 31 in all"),
        ("/orders?state=FAILED&type=BANK_PAY_IN".to_owned(), "FAILED</span>"),
        ("/accounts?search=ana+ruiz&currency=EUR".to_owned(), account.id.as_str()),
        (format!("/accounts?search={}", &user[20..]), &account.id),
        ("/accounts?search=operational".to_owned(), "OPERATIONAL"),
        ("/accounts?search=nobody".to_owned(), "No account matches"),
    ] {
        let html = visitor.page(&path).await;
        assert!(html.contains(expected), "{expected} on {path}: {html}");
    }
    sandbox.stop().await;
}
