//! The order of refusals: if a request has several faults, the answer names the same one every time
//! (ERR-1).

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{Merchant, expect, sandbox, send};

/// The faults of a request for a transfer, in the order in which they are refused.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    Token,
    Account,
    Size,
    MediaType,
    Json,
    Field,
}

const FAULTS: [(Fault, u16, &str); 6] = [
    (Fault::Token, 401, "unauthenticated"),
    (Fault::Account, 404, "not_found"),
    (Fault::Size, 413, "payload_too_large"),
    (Fault::MediaType, 415, "unsupported_media_type"),
    (Fault::Json, 400, "malformed_json"),
    (Fault::Field, 422, "validation_failed"),
];

async fn ask(
    merchant: &Merchant,
    path: &str,
    mut body: Value,
    faults: &[(Fault, u16, &str)],
) -> (u16, String) {
    let has = |fault| faults.iter().any(|(known, ..)| *known == fault);
    if has(Fault::Field) {
        body["reference"] = json!(7);
    }
    let mut text = body.to_string();
    if has(Fault::Json) {
        text.truncate(text.len() - 1);
    }
    if has(Fault::Size) {
        text.push_str(&" ".repeat(70_000));
    }
    let lost = path.replace("/accounts/", "/accounts/0");
    let path = if has(Fault::Account) { &lost } else { path };
    let url = format!("{}/api/v1{path}", merchant.target.api);
    let token = if has(Fault::Token) { "forged" } else { &merchant.token };
    let media_type = if has(Fault::MediaType) { "text/plain" } else { "application/json" };
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
    let (path, body) = account.transfer(&account, 1000);
    for (repaired, (_, status, code)) in FAULTS.iter().enumerate() {
        let answer = ask(&merchant, &path, body.clone(), &FAULTS[repaired..]).await;
        assert_eq!(answer, (*status, (*code).to_owned()));
    }
    let valid = ask(&merchant, &path, body.clone(), &[]).await;
    assert_eq!(valid, (422, "invalid_recipient".to_owned()));
    let nowhere = format!("{path}/nowhere");
    assert_eq!(ask(&merchant, &nowhere, body, &FAULTS).await.0, 404);
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
async fn methods_are_refused_before_credentials_and_the_answer_lists_the_allowed_ones() {
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
async fn malformed_ids_are_unknown_not_invalid() {
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
