//! Repeated requests with an idempotency key, and requests above the rate limit.

use ralio_sandbox::{Config, start};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::world::{Merchant, Target, expect, person, sandbox, send};

const USERS: &str = "/account/individual-users";

/// The status, the replay header and the body as text.
async fn raw(request: RequestBuilder) -> (u16, Option<String>, String) {
    let response = request.send().await.unwrap();
    let marker = response.headers().get("idempotent-replayed");
    let marker = marker.map(|value| value.to_str().unwrap().to_owned());
    (response.status().as_u16(), marker, response.text().await.unwrap())
}

fn keyed(merchant: &Merchant, path: &str, key: &str, body: &Value) -> RequestBuilder {
    merchant.request(Method::POST, path).header("idempotency-key", key).json(body)
}

#[tokio::test]
async fn an_answer_outlives_a_restart_with_its_effect() {
    let directory = tempfile::tempdir().unwrap();
    let config = Config {
        data: Some(directory.path().to_owned()),
        operator_key: Some("op_key".to_owned()),
        ..Config::default()
    };
    let sandbox = start(config.clone()).await.unwrap();
    let target = Target::new(sandbox.api_url(), sandbox.portal_url(), sandbox.operator_key());
    let mut merchant = target.merchant().await;
    let first = raw(keyed(&merchant, USERS, "k", &person())).await;
    assert_eq!((first.0, &first.1), (201, &None));
    sandbox.stop().await;
    let sandbox = start(config).await.unwrap();
    merchant.target = Target::new(sandbox.api_url(), sandbox.portal_url(), sandbox.operator_key());
    let second = raw(keyed(&merchant, USERS, "k", &person())).await;
    assert_eq!(second, (201, Some("true".to_owned()), first.2));
    assert_eq!(expect(200, merchant.get(USERS).await)["pagination"]["total"], 1);
    sandbox.stop().await;
}

#[tokio::test]
async fn the_same_key_and_request_of_two_merchants_make_two_users() {
    let (_sandbox, target) = sandbox().await;
    let (one, other) = (target.merchant().await, target.merchant().await);
    let first = raw(keyed(&one, USERS, "k", &person())).await;
    let second = raw(keyed(&other, USERS, "k", &person())).await;
    assert_eq!((second.0, &second.1), (201, &None));
    assert_ne!(first.2, second.2);
}

#[tokio::test]
async fn a_key_has_1_to_255_characters_and_comes_once() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let answer = send(keyed(&merchant, USERS, &"k".repeat(255), &person())).await;
    expect(201, answer);
    let twice = keyed(&merchant, USERS, "k", &person()).header("idempotency-key", "k");
    let faults = [
        (keyed(&merchant, USERS, "", &person()), "too_short"),
        (keyed(&merchant, USERS, &"k".repeat(256), &person()), "too_long"),
        (twice, "invalid_format"),
    ];
    for (request, code) in faults {
        let refused = expect(422, send(request).await);
        let error = &refused["errors"][0];
        assert_eq!(error["field"], "/Idempotency-Key");
        assert_eq!(error["code"], code);
    }
}

#[tokio::test]
async fn the_body_of_a_session_request_counts_only_with_a_key() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let sessions = format!("/account/users/{}/identity-verifications", merchant.user().await);
    let long = json!("x".repeat(70_000));
    expect(413, send(keyed(&merchant, &sessions, "k", &long)).await);
    expect(201, send(keyed(&merchant, &sessions, "k", &json!({}))).await);
    let conflict = expect(409, send(keyed(&merchant, &sessions, "k", &json!([]))).await);
    assert_eq!(conflict["code"], "idempotency_conflict");
    let open = expect(409, merchant.post(&sessions, long).await);
    assert_eq!(open["code"], "session_open");
}

#[tokio::test]
async fn a_rate_limit_is_set_read_and_lifted() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let set = async |limit: Value| {
        merchant.operate(Method::PATCH, "/settings", json!({"rateLimit": limit})).await
    };
    let limit = json!({"requests": 1, "perSeconds": 600});
    assert_eq!(expect(200, set(limit.clone()).await)["rateLimit"], limit);
    expect(200, merchant.get(USERS).await);
    assert_eq!(expect(429, merchant.get(USERS).await)["code"], "rate_limited");
    let kept = merchant.operate(Method::PATCH, "/settings", json!({"holdPayouts": true})).await;
    assert_eq!(expect(200, kept)["rateLimit"], limit);
    expect(429, merchant.get(USERS).await);
    expect(200, set(limit).await);
    expect(200, merchant.get(USERS).await);
    assert_eq!(expect(200, set(Value::Null).await)["rateLimit"], Value::Null);
    for _ in 0..3 {
        expect(200, merchant.get(USERS).await);
    }
    let wrong = [json!(1), json!({}), json!({"requests": 0, "perSeconds": 86_401})];
    for (wrong, faults) in wrong.into_iter().zip([1, 2, 2]) {
        let refused = expect(422, set(wrong).await);
        assert_eq!(refused["errors"].as_array().unwrap().len(), faults, "{refused}");
    }
}
