//! The payment page for cards, as a browser receives it.

use ralio_sandbox::{Config, start};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::world::{Account, Merchant, Target, expect, sandbox, send};

const GOOD: &str = "action=pay&number=4242424242424242&expiry=12%2F31&cvc=987";

fn wish() -> Value {
    json!({
        "amount": 123_450, "currency": "EUR", "reference": "rent",
        "urlSuccess": "https://shop.example/paid", "urlFailed": "https://shop.example/not-paid",
    })
}

async fn ask(merchant: &Merchant, account: &Account, wish: Value) -> (String, String) {
    let made = merchant.post(&format!("{}/card-payins", account.path), wish).await;
    let made = expect(201, made);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&made["paymentUrl"]), text(&made["order"]["id"]))
}

/// A merchant with a payment page, its address and its order.
async fn page(target: &Target) -> (Merchant, Account, String, String) {
    let merchant = target.merchant().await;
    let user = merchant.verified_user().await;
    let account = merchant.account(&user, "EUR", 0).await;
    let (url, order) = ask(&merchant, &account, wish()).await;
    (merchant, account, url, order)
}

fn browser() -> Client {
    Client::builder().tls_certs_only([]).no_proxy().redirect(Policy::none()).build().unwrap()
}

async fn submit(url: &str, form: impl Into<reqwest::Body>) -> Response {
    let request = browser().post(url).body(form);
    request.header("content-type", "application/x-www-form-urlencoded").send().await.unwrap()
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

fn assert_is_guarded(response: &Response) {
    assert!(header(response, "content-security-policy").starts_with("default-src 'none'; "));
    assert_eq!(header(response, "x-frame-options"), "DENY");
    assert_eq!(header(response, "referrer-policy"), "no-referrer");
    assert_eq!(header(response, "cache-control"), "no-store");
    assert_eq!(header(response, "x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn the_page_shows_merchant_and_amount_and_redirects_to_the_merchant() {
    let (_sandbox, target) = sandbox().await;
    let (.., url, order) = page(&target).await;
    let token = url.strip_prefix(&format!("{}/pay/", target.portal)).unwrap();
    assert!(token.len() >= 43 && !token.contains(&order), "{token}");
    let shown = browser().get(&url).send().await.unwrap();
    assert_eq!(shown.status(), StatusCode::OK);
    assert_is_guarded(&shown);
    let policy = header(&shown, "content-security-policy");
    assert!(policy.contains("form-action 'self' http: https:"), "{policy}");
    let html = shown.text().await.unwrap();
    for part in ["Pay Acme", "EUR 1,234.50", "rent", "autocomplete=\"cc-number\""] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let style = html.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let style = browser().get(format!("{}{style}", target.portal)).send().await.unwrap();
    assert_eq!(style.status(), StatusCode::OK);
    assert!(header(&style, "cache-control").contains("immutable"));
}

#[tokio::test]
async fn hostile_names_and_typed_values_stay_text() {
    let (_sandbox, target) = sandbox().await;
    let evil = "<script>alert('x')</script>\"'&";
    let named = target.operator(Method::POST, "/merchants", Some(json!({"name": evil}))).await;
    let path = format!("/merchants/{}", expect(201, named)["id"]);
    let key = target.operator(Method::POST, &format!("{path}/api-keys"), Some(json!({}))).await;
    let (target, key) = (target.clone(), expect(201, key));
    let mut merchant = Merchant { target, path, key, token: String::new() };
    merchant.log_in().await;
    let user = merchant.verified_user().await;
    let account = merchant.account(&user, "EUR", 0).await;
    let mut wish = wish();
    wish["reference"] = json!(evil);
    wish["urlFailed"] = json!("https://shop.example/?a=\"><script>b</script>");
    let (url, _) = ask(&merchant, &account, wish).await;
    let form = "action=pay&number=%22%3E%3Cscript%3Eb&expiry=%22%3E%3Cscript%3Eb&cvc=1";
    let refused = submit(&url, form).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!refused.text().await.unwrap().contains("<script"));
    let left = submit(&url, "action=cancel").await;
    assert!(!header(&left, "location").contains(['"', '<']));
    let outcome = browser().get(&url).send().await.unwrap().text().await.unwrap();
    assert!(outcome.contains("Payment failed") && !outcome.contains("<script"), "{outcome}");
}

#[tokio::test]
async fn faults_are_named_beside_their_fields_and_change_nothing() {
    let (_sandbox, target) = sandbox().await;
    let (merchant, _, url, order) = page(&target).await;
    for (form, fault) in [
        ("", "number-fault"),
        ("action=pay&number=4242424242424241&expiry=12%2F31&cvc=123", "number-fault"),
        ("action=pay&number=4111111111111111&expiry=12%2F31&cvc=123", "number-fault"),
        ("action=pay&number=4242424242424242&expiry=12%2F20&cvc=123", "expiry-fault"),
        ("action=pay&number=4242424242424242&expiry=13%2F31&cvc=123", "expiry-fault"),
        ("action=pay&number=4242424242424242&expiry=12%2F31&cvc=12x", "cvc-fault"),
    ] {
        let refused = submit(&url, form).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert_is_guarded(&refused);
        let html = refused.text().await.unwrap();
        assert!(html.contains(&format!("id=\"{fault}\"")), "{form}");
        assert!(!html.contains("value=\"123\"") && !html.contains("value=\"12x\""), "{form}");
    }
    let order = expect(200, merchant.get(&format!("/account/orders/{order}")).await);
    assert_eq!(order["state"], "PENDING");
    assert_eq!(submit(&url, GOOD).await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_card_is_judged_by_the_merchants_clock() {
    let (_sandbox, target) = sandbox().await;
    let (merchant, _, url, _) = page(&target).await;
    merchant.advance(9 * 366 * 24 * 3600).await;
    let refused = submit(&url, GOOD).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().await.unwrap().contains("expired"));
}

#[tokio::test]
async fn a_second_form_shows_the_outcome_and_changes_nothing() {
    let (_sandbox, target) = sandbox().await;
    let (merchant, account, url, _) = page(&target).await;
    let first = submit(&url, GOOD).await;
    assert_eq!(first.status(), StatusCode::SEE_OTHER);
    assert_eq!(header(&first, "location"), "https://shop.example/paid");
    assert_is_guarded(&first);
    for form in [GOOD, "action=cancel", ""] {
        let again = submit(&url, form).await;
        assert_eq!(again.status(), StatusCode::OK);
        assert!(again.text().await.unwrap().contains("Payment completed"));
    }
    assert_eq!(merchant.check_books(&account).await, 123_450);
}

#[tokio::test]
async fn the_number_and_the_code_of_a_card_are_not_stored() {
    let directory = tempfile::tempdir().unwrap();
    let data = Some(directory.path().to_owned());
    let sandbox = start(Config { data, ..Config::default() }).await.unwrap();
    let target = Target::new(sandbox.api_url(), sandbox.portal_url(), sandbox.operator_key());
    let (.., url, _) = page(&target).await;
    assert_eq!(submit(&url, GOOD).await.status(), StatusCode::SEE_OTHER);
    sandbox.stop().await;
    let token = url.rsplit('/').next().unwrap();
    for file in std::fs::read_dir(directory.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for secret in ["4242424242424242", "4242 4242 4242 4242", "cvc=987", token] {
            assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()));
        }
    }
}

#[tokio::test]
async fn an_unknown_payment_or_a_malformed_form_is_refused_with_a_page() {
    let (_sandbox, target) = sandbox().await;
    let (.., url, order) = page(&target).await;
    let client = browser();
    let unknown = format!("{}/pay/{order}", target.portal);
    let endless = vec![b'a'; 65 * 1024];
    for (response, status) in [
        (client.get(&unknown).send().await.unwrap(), 404),
        (submit(&unknown, GOOD).await, 404),
        (client.get(format!("{}/pay/%FF", target.portal)).send().await.unwrap(), 404),
        (client.delete(&url).send().await.unwrap(), 405),
        (submit(&url, endless).await, 413),
        (client.post(&url).json(&json!({"action": "pay"})).send().await.unwrap(), 415),
    ] {
        assert_eq!(response.status(), status);
        assert_is_guarded(&response);
        assert!(header(&response, "content-type").starts_with("text/html"));
        assert_eq!(header(&response, "allow").is_empty(), status != 405);
    }
}

#[tokio::test]
async fn cards_do_not_pay_to_accounts_of_the_merchant_itself() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let list = send(merchant.request(Method::GET, "/merchant/user/accounts")).await;
    let own = &expect(200, list)[0];
    let (user, account) = (own["userId"].as_str().unwrap(), own["id"].as_str().unwrap());
    let path = format!("/account/users/{user}/accounts/{account}/card-payins");
    expect(404, merchant.post(&path, wish()).await);
}

#[tokio::test]
async fn a_payin_above_the_greatest_balance_is_refused_at_creation() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let user = merchant.verified_user().await;
    let account = merchant.account(&user, "USD", 0).await;
    let path = format!("{}/card-payins", account.path);
    let mut wish = wish();
    wish["amount"] = json!(9_007_199_254_740_991_i64);
    let refused = expect(422, merchant.post(&path, wish.clone()).await);
    assert_eq!(refused["errors"][0]["field"], "/amount");
    wish["currency"] = json!("USD");
    expect(201, merchant.post(&path, wish.clone()).await);
    let refused = expect(422, merchant.post(&path, wish).await);
    assert_eq!(refused["errors"][0]["field"], "/amount");
}
