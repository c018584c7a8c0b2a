//! When several things are wrong, the answer is always about the same one.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{Merchant, expect, sandbox, send};

/// What is wrong with a request to make a transfer.
#[derive(Clone, Copy)]
struct Faults {
    token: bool,
    account: bool,
    size: bool,
    media_type: bool,
    json: bool,
}

async fn ask(merchant: &Merchant, path: &str, faults: Faults, body: &Value) -> (u16, String) {
    let path = if faults.account { path.replace("/accounts/", "/accounts/0") } else { path.into() };
    let mut text = body.to_string();
    if faults.json {
        text.truncate(text.len() - 1);
    }
    if faults.size {
        text.push_str(&" ".repeat(70_000));
    }
    let media_type = if faults.media_type { "text/plain" } else { "application/json" };
    let url = format!("{}/api/v1{path}", merchant.target.api);
    let token = if faults.token { "forged" } else { &merchant.token };
    let request = merchant.target.client.post(url).bearer_auth(token);
    let (status, body) = send(request.header("content-type", media_type).body(text)).await;
    (status, body["code"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn refusals_come_in_one_order() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let user = merchant.verified_user().await;
    let account = merchant.account(&user, "EUR", 100).await;
    let (path, valid) = account.transfer(&account, 1000);
    let mut invalid = valid.clone();
    invalid["reference"] = json!(7);

    let all = Faults { token: true, account: true, size: true, media_type: true, json: true };
    let without_token = Faults { token: false, ..all };
    let known = Faults { account: false, ..without_token };
    let small = Faults { size: false, ..known };
    let typed = Faults { media_type: false, ..small };
    let parsed = Faults { json: false, ..typed };
    for (faults, body, expected) in [
        (all, &invalid, (401, "unauthenticated")),
        (without_token, &invalid, (404, "not_found")),
        (known, &invalid, (413, "payload_too_large")),
        (small, &invalid, (415, "unsupported_media_type")),
        (typed, &invalid, (400, "malformed_json")),
        (parsed, &invalid, (422, "validation_failed")),
        (parsed, &valid, (422, "invalid_recipient")),
    ] {
        let answer = ask(&merchant, &path, faults, body).await;
        assert_eq!((answer.0, answer.1.as_str()), expected);
    }
    assert_eq!(ask(&merchant, &format!("{path}/nowhere"), all, &invalid).await.0, 404);
}

#[tokio::test]
async fn business_refusals_come_in_their_order() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let user = merchant.verified_user().await;
    let account = merchant.account(&user, "EUR", 100).await;
    let other = merchant.account(&user, "EUR", 0).await;
    let (path, mut body) = account.transfer(&account, 1000);
    body["code2fa"] = json!("000000");
    body["origin"]["currency"] = json!("USD");
    let steps = [
        ("invalid_2fa_code", "/code2fa", json!("123456")),
        ("currency_mismatch", "/origin/currency", json!("EUR")),
        ("invalid_recipient", "/recipient/accountId", json!(other.id)),
        ("insufficient_funds", "/origin/amount", json!(100)),
    ];
    for (code, pointer, repaired) in steps {
        assert_eq!(expect(422, merchant.post(&path, body.clone()).await)["code"], code);
        *body.pointer_mut(pointer).unwrap() = repaired;
    }
    expect(201, merchant.post(&path, body).await);
}

#[tokio::test]
async fn the_state_comes_after_the_fields_and_before_the_money() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let user = merchant.user().await;
    let path = format!("/account/users/{user}/accounts");
    let unknown = expect(422, merchant.post(&path, json!({"currency": "GBP"})).await);
    let named = unknown["errors"].as_array().unwrap().iter().map(|error| error["field"].clone());
    assert!(named.eq(["/currency", "/label"]));
    let body = json!({"currency": "EUR", "label": "Main"});
    assert_eq!(expect(409, merchant.post(&path, body).await)["code"], "user_not_verified");
}

#[tokio::test]
async fn methods_are_refused_before_credentials_and_say_what_is_allowed() {
    let (_sandbox, target) = sandbox().await;
    let uuid = "00000000-0000-0000-0000-000000000000";
    for (method, path, allowed) in [
        (Method::DELETE, format!("/api/v1/account/transactions/{uuid}"), "GET,HEAD"),
        (Method::PUT, format!("/api/v1/account/orders/{uuid}"), "GET,HEAD"),
        (Method::GET, "/api/v1/auth/login".to_owned(), "POST"),
    ] {
        let request = target.client.request(method, format!("{}{path}", target.api));
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 405, "{path}");
        assert_eq!(response.headers()["allow"], allowed);
        let problem: Value = response.json().await.unwrap();
        assert_eq!(problem["code"], "method_not_allowed");
    }
    for path in ["/api/v1/nowhere", "/", "/api/v1/account/orders/", "/%ff"] {
        let answer = send(target.client.get(format!("{}{path}", target.api))).await;
        assert_eq!(expect(404, answer)["code"], "not_found");
    }
}

#[tokio::test]
async fn ids_that_are_none_are_unknown_not_invalid() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    for id in ["x", "%ff", "%00", "00000000000000000000000000000000", "1", "..%2f"] {
        for path in ["/account/orders/", "/account/individual-users/", "/account/bank-payouts/"] {
            expect(404, merchant.get(&format!("{path}{id}")).await);
        }
        let url = format!("{}/api/v1/account/orders/{id}", target.api);
        expect(401, send(target.client.get(url)).await);
    }
}
