//! Authentication, and the isolation of merchants from each other (AUTH-1 to AUTH-7).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::Method;
use serde_json::json;
use sha2::Sha256;

use crate::world::{Merchant, expect, id, sandbox, send};

const ORDERS: &str = "/account/orders";

async fn answer_to(merchant: &Merchant, authorization: Option<&str>) -> (u16, String) {
    let url = format!("{}/api/v1{ORDERS}", merchant.target.api);
    let mut request = merchant.target.client.get(url);
    if let Some(authorization) = authorization {
        request = request.header("authorization", authorization);
    }
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    if status == 401 {
        assert_eq!(response.headers()["www-authenticate"], "Bearer");
        assert_eq!(response.headers()["content-type"], "application/problem+json");
    }
    let body: serde_json::Value = response.json().await.unwrap();
    (status, body["code"].as_str().unwrap_or_default().to_owned())
}

fn signed(header: &str, payload: &str, secret: &[u8]) -> String {
    let text = format!("{}.{}", BASE64.encode(header), BASE64.encode(payload));
    let mac = Hmac::<Sha256>::new_from_slice(secret).unwrap().chain_update(&text);
    format!("{text}.{}", BASE64.encode(mac.finalize().into_bytes()))
}

#[tokio::test]
async fn forged_tokens_are_refused_alike() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let parts = merchant.token.split('.').collect::<Vec<_>>();
    let payload = String::from_utf8(BASE64.decode(parts[1]).unwrap()).unwrap();
    let hs256 = r#"{"alg":"HS256","typ":"JWT"}"#;
    let none = format!("{}.{}.", BASE64.encode(r#"{"alg":"none","typ":"JWT"}"#), parts[1]);
    let forged = [
        none.clone(),
        format!("{none}{}", parts[2]),
        signed(hs256, &payload, b"another secret"),
        signed(hs256, &payload, b""),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{}.{}", parts[0], parts[1]),
        merchant.token[..merchant.token.len() - 1].to_owned(),
        format!("{}.{}.{}", parts[0], BASE64.encode("{}"), parts[2]),
        "..".to_owned(),
        "x".to_owned(),
    ];
    assert_eq!(answer_to(&merchant, Some(&format!("Bearer {}", merchant.token))).await.0, 200);
    assert_eq!(answer_to(&merchant, Some(&format!("bearer {}", merchant.token))).await.0, 200);
    let refused = (401, "unauthenticated".to_owned());
    for token in forged {
        let answer = answer_to(&merchant, Some(&format!("Bearer {token}"))).await;
        assert_eq!(answer, refused, "{token}");
    }
    for authorization in [None, Some(""), Some("Bearer"), Some("Bearer "), Some("Basic YTpi")] {
        assert_eq!(answer_to(&merchant, authorization).await, refused, "{authorization:?}");
    }
    assert_eq!(answer_to(&merchant, Some(&merchant.token)).await, refused);
}

#[tokio::test]
async fn a_token_ages_with_its_merchants_clock_and_dies_with_its_key() {
    let (_sandbox, target) = sandbox().await;
    let (mut merchant, other) = (target.merchant().await, target.merchant().await);
    merchant.advance(3590).await;
    expect(200, merchant.get(ORDERS).await);
    merchant.advance(10).await;
    assert_eq!(expect(401, merchant.get(ORDERS).await)["code"], "token_expired");
    expect(200, other.get(ORDERS).await);
    merchant.log_in().await;
    expect(200, merchant.get(ORDERS).await);

    let path = format!("{}/api-keys/{}", merchant.path, id(&merchant.key));
    expect(204, target.operator(Method::DELETE, &path, None).await);
    assert_eq!(expect(401, merchant.get(ORDERS).await)["code"], "unauthenticated");
    expect(200, other.get(ORDERS).await);
}

#[tokio::test]
async fn wrong_credentials_get_the_same_answer_for_code_and_key() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let url = format!("{}/api/v1/auth/login", target.api);
    let mut answers = Vec::new();
    for (code, key) in [
        (merchant.key["apiCode"].clone(), json!("wrong")),
        (json!("wrong"), merchant.key["apiKey"].clone()),
    ] {
        let body = json!({"api_code": code, "api_key": key});
        answers.push(expect(401, send(target.client.post(&url).json(&body)).await));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0]["code"], "invalid_credentials");
    let missing = expect(422, send(target.client.post(&url).json(&json!({}))).await);
    assert_eq!(missing["errors"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn nothing_of_one_merchant_exists_for_another() {
    let (_sandbox, target) = sandbox().await;
    let (owner, stranger) = (target.merchant().await, target.merchant().await);
    let user = owner.verified_user().await;
    let account = owner.account(&user, "EUR", 1000).await;
    let (path, body) = account.payout(10);
    let order = id(&expect(201, owner.post(&path, body.clone()).await));
    let session_user = owner.user().await;
    let sessions = format!("/account/users/{session_user}/identity-verifications");
    let session = id(&expect(201, owner.post(&sessions, json!({})).await));

    for path in [
        format!("/account/individual-users/{user}"),
        format!("/account/users/{user}/accounts"),
        account.path.clone(),
        format!("{}/orders", account.path),
        format!("{}/transactions", account.path),
        format!("/account/orders/{order}"),
        format!("/account/bank-payouts/{order}"),
        sessions.clone(),
        format!("{sessions}/{session}/checks"),
    ] {
        expect(200, owner.get(&path).await);
        assert_eq!(expect(404, stranger.get(&path).await)["code"], "not_found", "{path}");
    }
    expect(404, stranger.post(&path, body).await);
    expect(404, stranger.post(&sessions, json!({})).await);
    for path in [format!("/kyc-sessions/{session}/approve"), format!("/orders/{order}/settle")] {
        expect(404, stranger.operate(Method::POST, &path, json!({})).await);
    }
    let theirs = stranger.user().await;
    let path = format!("/users/{theirs}/level");
    expect(200, stranger.operate(Method::PUT, &path, json!({"level": "REGULAR"})).await);
    let own = stranger.account(&theirs, "EUR", 100).await;
    let (path, body) = own.transfer(&account, 10);
    assert_eq!(expect(422, stranger.post(&path, body).await)["code"], "invalid_recipient");
    assert_eq!(expect(200, stranger.get(ORDERS).await)["pagination"]["total"], 1);
}

#[tokio::test]
async fn the_operators_key_is_needed_for_the_portal() {
    let (_sandbox, target) = sandbox().await;
    let url = format!("{}/operator/v1/merchants", target.portal);
    expect(401, send(target.client.get(&url)).await);
    expect(401, send(target.client.get(&url).bearer_auth("guess")).await);
    expect(200, send(target.client.get(&url).bearer_auth(&target.operator_key)).await);
    let merchant = target.merchant().await;
    let one = expect(200, target.operator(Method::GET, &merchant.path, None).await);
    assert_eq!(one["apiCode"], merchant.key["apiCode"]);
    for unknown in ["/merchants/0", "/merchants/x", "/merchants/99999999999999999999"] {
        expect(404, target.operator(Method::GET, unknown, None).await);
    }
    let drain = format!("{}/drain", merchant.path);
    expect(405, target.operator(Method::GET, &drain, None).await);
    expect(404, target.operator(Method::GET, &format!("{drain}/x"), None).await);
    expect(200, send(target.client.get(format!("{}/health", target.portal))).await);
    expect(200, send(target.client.get(format!("{}/health", target.api))).await);
}
