//! The configuration of a sandbox, and reading while it writes to disk.

use std::time::Duration;

use futures::future::join_all;
use jiff::Timestamp;
use ralio_sandbox::{Config, StartError, start};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::world::{Target, expect, id, person, sandbox, send};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn closed_connections_do_not_disturb_other_readers() {
    let directory = tempfile::tempdir().unwrap();
    let data = Some(directory.path().to_owned());
    let sandbox = start(Config { data, ..Config::default() }).await.unwrap();
    let target = Target::new(sandbox.api_url(), sandbox.portal_url(), sandbox.operator_key());
    let merchant = target.merchant().await;
    let user = merchant.verified_user().await;
    let account = merchant.account(&user, "EUR", 1000).await;
    join_all((0..200).map(|_| merchant.pay_in(&account, "EUR", 1, "SETTLE"))).await;
    let address = target.api.strip_prefix("http://").unwrap();
    let request = format!(
        "GET /api/v1{}/transactions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\r\n",
        account.path, merchant.token
    );
    let rude = async || {
        for _ in 0..150 {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(request.as_bytes()).await.unwrap();
            tokio::time::sleep(Duration::from_millis(2)).await;
            drop(stream);
        }
    };
    let polite = async || {
        for _ in 0..150 {
            expect(200, merchant.get(&account.path).await);
        }
    };
    let rude = join_all((0..6).map(|_| rude()));
    tokio::join!(rude, polite(), polite());
    sandbox.stop().await;
}

#[tokio::test]
async fn an_empty_operator_key_is_refused() {
    for key in ["", " "] {
        let config = Config { operator_key: Some(key.to_owned()), ..Config::default() };
        assert!(matches!(start(config).await, Err(StartError::OperatorKey)));
    }
    let (_sandbox, target) = sandbox().await;
    let url = format!("{}/operator/v1/merchants", target.portal);
    for authorization in ["Bearer", "Bearer ", "Basic eDp5"] {
        let request = target.client.get(&url).header("authorization", authorization);
        assert_eq!(expect(401, send(request).await)["code"], "unauthenticated");
    }
}

#[tokio::test]
async fn a_sandbox_on_all_interfaces_has_links_that_work() {
    let portal_addr = "0.0.0.0:0".parse().unwrap();
    let sandbox = start(Config { portal_addr, ..Config::default() }).await.unwrap();
    assert!(sandbox.portal_url().starts_with("http://127.0.0.1:"), "{}", sandbox.portal_url());
    let target = Target::new(sandbox.api_url(), sandbox.portal_url(), sandbox.operator_key());
    let merchant = target.merchant().await;
    let session = merchant.kyc_session(&merchant.user().await).await;
    let link = session["hostedUrl"].as_str().unwrap();
    assert!(link.starts_with(sandbox.portal_url()), "{link}");
}

#[tokio::test]
async fn a_merchant_comes_with_the_key_that_was_asked_for() {
    let (_sandbox, target) = sandbox().await;
    let create = async |body: Value| target.operator(Method::POST, "/merchants", Some(body)).await;
    let keys = async |made: &Value| {
        let path = format!("/merchants/{}/api-keys", made["id"]);
        expect(200, target.operator(Method::GET, &path, None).await)["apiKeys"].clone()
    };
    let bare = expect(201, create(json!({"name": "Acme"})).await);
    assert_eq!((bare.get("apiKey"), keys(&bare).await), (None, json!([])));
    let made = expect(201, create(json!({"name": "Acme", "apiKey": {"label": "CI"}})).await);
    let mut key = made["apiKey"].clone();
    let login = json!({"api_code": made["apiCode"], "api_key": key["apiKey"].take()});
    let url = format!("{}/api/v1/auth/login", target.api);
    expect(200, send(target.client.post(url).json(&login)).await);
    key.as_object_mut().unwrap().remove("apiKey");
    assert_eq!((key["label"].as_str(), keys(&made).await), (Some("CI"), json!([key])));
    let refused = expect(422, create(json!({"name": "Acme", "apiKey": "CI"})).await);
    assert_eq!(refused["errors"][0]["field"], "/apiKey");
}

#[tokio::test]
async fn registering_an_endpoint_shows_the_secret_which_then_stays() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let first = merchant.listen("https://a.example/hook", &["payin.completed"]).await;
    assert_eq!(merchant.listen("https://b.example/hook", &["payin.completed"]).await, first);
    let read = async |path: &str| {
        let path = format!("{}/webhook-endpoint{path}", merchant.path);
        expect(200, target.operator(Method::GET, &path, None).await)
    };
    assert_eq!(read("/secret").await["secret"], first);
    assert_eq!(read("").await.get("secret"), None);
}

#[tokio::test]
async fn an_endpoint_may_have_a_long_address_but_not_an_endless_one() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let register = async |length: usize| {
        let url = format!("{:x<length$}", "https://a.example/hook?token=");
        let body = json!({"url": url, "events": ["payin.completed"]});
        merchant.operate(Method::PUT, "/webhook-endpoint", body).await
    };
    expect(200, register(2048).await);
    assert_eq!(expect(422, register(2049).await)["errors"][0]["code"], "too_long");
}

#[tokio::test]
async fn a_check_is_refused_once() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let session = id(&merchant.kyc_session(&merchant.user().await).await);
    let reason = json!({"type": "document", "code": "C", "message": "M", "category": "DOC"});
    let check = json!({"type": "face-matching", "reasons": [reason]});
    let reject = format!("/kyc-sessions/{session}/reject");
    let twice = json!({"checks": [check, check]});
    let refused = expect(422, merchant.operate(Method::POST, &reject, twice).await);
    let error = &refused["errors"][0];
    assert_eq!(
        (&error["field"], &error["code"]),
        (&json!("/checks/1/type"), &json!("not_allowed"))
    );
    expect(200, merchant.operate(Method::POST, &reject, json!({"checks": [check]})).await);
}

#[tokio::test]
async fn a_birthdate_is_judged_by_the_merchants_clock_beside_all_other_fields() {
    let (_sandbox, target) = sandbox().await;
    let mut merchant = target.merchant().await;
    let mut child = person();
    let tomorrow = Timestamp::now() + jiff::Span::new().hours(30);
    child["birthdate"] = json!(tomorrow.to_string()[..10]);
    child["email"] = json!("none");
    let path = "/account/individual-users";
    let refused = expect(422, merchant.post(path, child.clone()).await);
    let fields = refused["errors"].as_array().unwrap().iter().map(|error| error["field"].clone());
    assert!(fields.eq(["/email", "/birthdate"]), "{refused}");
    child["email"] = json!("child@example.com");
    let refused = expect(422, merchant.post(path, child.clone()).await);
    assert_eq!(refused["errors"].as_array().unwrap().len(), 1);
    merchant.advance(30 * 3600).await;
    merchant.log_in().await;
    expect(201, merchant.post(path, child).await);
}
