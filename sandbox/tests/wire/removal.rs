//! Deleting a merchant: everything ends at once, and others go on.

use futures::future::join_all;
use ralio_sandbox::{Config, start};
use reqwest::Method;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::sink::{Reply, Sink};
use crate::world::{Merchant, Target, expect, sandbox, send};

const EVENTS: &[&str] = &["kyc.state_updated", "account.activated"];

async fn delete(merchant: &Merchant) -> u16 {
    merchant.target.operator(Method::DELETE, &merchant.path, None).await.0
}

async fn log_in(target: &Target, key: &Value) -> u16 {
    let body = json!({"api_code": key["apiCode"], "api_key": key["apiKey"]});
    send(target.client.post(format!("{}/api/v1/auth/login", target.api)).json(&body)).await.0
}

#[tokio::test]
async fn a_deleted_merchant_is_gone_with_keys_tokens_pages_and_sessions() {
    let (_sandbox, target) = sandbox().await;
    let (merchant, other) = (target.merchant().await, target.merchant().await);
    let user = merchant.verified_user().await;
    let account = merchant.account(&user, "EUR", 500).await;
    let (payout, body) = account.payout(100);
    expect(201, merchant.post(&payout, body).await);
    let company = merchant.business().await;
    merchant.submitted_kyb(&company).await;
    let page = json!({
        "amount": 5, "currency": "EUR", "reference": "rent",
        "urlSuccess": "https://shop.example/paid", "urlFailed": "https://shop.example/not-paid",
    });
    let page = expect(201, merchant.post(&format!("{}/card-payins", account.path), page).await);
    let page = page["paymentUrl"].as_str().unwrap().to_owned();
    let browser = Browser::of(&merchant).await;
    let others_user = other.verified_user().await;
    let others = other.account(&others_user, "EUR", 70).await;
    assert_eq!(browser.get("/").await.status, 200);
    assert_eq!(target.client.get(&page).send().await.unwrap().status(), 200);

    assert_eq!(delete(&merchant).await, 204);
    assert_eq!(delete(&merchant).await, 404);
    for path in ["", "/api-keys", "/deliveries", "/settings", "/kyb-sessions"] {
        let path = format!("{}{path}", merchant.path);
        let gone = expect(404, target.operator(Method::GET, &path, None).await);
        assert_eq!(gone["code"], "not_found");
    }
    let refused = expect(401, merchant.get("/account/orders").await);
    assert_eq!(refused["code"], "unauthenticated");
    assert_eq!(log_in(&target, &merchant.key).await, 401);
    assert_eq!(target.client.get(&page).send().await.unwrap().status(), 404);
    assert!(browser.get("/").await.next.starts_with("/sign-in"));
    let listed = expect(200, target.operator(Method::GET, "/merchants?pageSize=100", None).await);
    let merchants = listed["merchants"].as_array().unwrap();
    let paths = merchants.iter().map(|one| format!("/merchants/{}", one["id"]));
    assert!(
        paths.clone().all(|path| path != merchant.path) && { paths }.any(|path| path == other.path)
    );
    assert_eq!(other.check_books(&others).await, 70);
    assert_eq!(log_in(&target, &other.key).await, 200);
}

#[tokio::test]
async fn the_deliveries_of_a_deleted_merchant_end_and_those_of_others_go_on() {
    let (_sandbox, target) = sandbox().await;
    let sink = Sink::start().await;
    let (merchant, other) = (target.merchant().await, target.merchant().await);
    for one in [&merchant, &other] {
        one.listen(&sink.url, EVENTS).await;
    }
    // The first event gets no answer; the second one, about the same user, waits for its end.
    sink.reply(&[Reply::Silence]);
    let user = merchant.verified_user().await;
    sink.wait_for(1).await;
    let level = format!("/users/{user}/level");
    let lowered = merchant.operate(Method::PUT, &level, json!({"level": "LIGHT"})).await;
    expect(200, lowered);
    assert_eq!(delete(&merchant).await, 204);
    let drain = format!("{}/drain", merchant.path);
    expect(404, target.operator(Method::POST, &drain, None).await);
    let others_user = other.verified_user().await;
    other.account(&others_user, "EUR", 0).await;
    other.drain().await;
    let received = sink.wait_for(3).await;
    let bodies = received.iter().map(|one| one.body.as_str()).collect::<Vec<_>>();
    assert!(bodies[0].contains(&user), "{bodies:?}");
    assert!(bodies[1..].iter().all(|body| !body.contains(&user)), "{bodies:?}");
    assert_eq!(received.len(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn merchants_are_deleted_on_disk_while_others_work() {
    let directory = tempfile::tempdir().unwrap();
    let data = Some(directory.path().to_owned());
    let sandbox = start(Config { data: data.clone(), ..Config::default() }).await.unwrap();
    let target = Target::new(sandbox.api_url(), sandbox.portal_url(), sandbox.operator_key());
    let other = target.merchant().await;
    let others = other.account(&other.verified_user().await, "EUR", 1).await;
    let made = join_all((0..8).map(|_| target.merchant())).await;
    for merchant in &made {
        merchant.account(&merchant.verified_user().await, "EUR", 5).await;
    }
    let deleting = join_all(made.iter().map(delete));
    let paying = join_all((0..40).map(|_| other.pay_in(&others, "EUR", 1, "SETTLE")));
    let (deleted, paid) = tokio::join!(deleting, paying);
    assert_eq!(deleted, [204; 8]);
    assert!(paid.iter().all(|(status, _)| *status == 201));
    assert_eq!(other.check_books(&others).await, 41);
    let key = sandbox.operator_key().to_owned();
    sandbox.stop().await;
    let again = Config { data, operator_key: Some(key.clone()), ..Config::default() };
    let sandbox = start(again).await.unwrap();
    let target = Target::new(sandbox.api_url(), sandbox.portal_url(), &key);
    for merchant in &made {
        expect(404, target.operator(Method::GET, &merchant.path, None).await);
    }
    expect(200, target.operator(Method::GET, &other.path, None).await);
    sandbox.stop().await;
}
