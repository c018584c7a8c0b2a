//! Webhooks: order, signature, retries and slow answers.

use futures::future::join_all;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use ralio_sandbox::{Config, start};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::sink::{Reply, Sink, ca_pem};
use crate::world::{Merchant, Target, expect, id, sandbox};

const KYC: &[&str] = &["kyc.session_verified", "kyc.state_updated"];
const LEVEL: &[&str] = &["kyc.state_updated"];

async fn listener(target: &Target, events: &[&str]) -> (Merchant, Sink, String) {
    let (merchant, sink) = (target.merchant().await, Sink::start().await);
    let secret = merchant.listen(&sink.url, events).await;
    (merchant, sink, secret)
}

async fn set_level(merchant: &Merchant, user: &str, level: &str) {
    let path = format!("/users/{user}/level");
    expect(200, merchant.operate(Method::PUT, &path, json!({"level": level})).await);
}

fn statuses(delivery: &Value) -> Vec<Value> {
    let attempts = delivery["attempts"].as_array().unwrap();
    attempts.iter().map(|attempt| attempt["status"].clone()).collect()
}

#[tokio::test]
async fn deliveries_are_signed_and_in_order() {
    let (_sandbox, target) = sandbox().await;
    let (merchant, sink, secret) = listener(&target, KYC).await;
    let user = merchant.user().await;
    let session = id(&merchant.kyc_session(&user).await);
    let approve = format!("/kyc-sessions/{session}/approve");
    expect(200, merchant.operate(Method::POST, &approve, json!({})).await);
    merchant.account(&user, "EUR", 10).await;
    merchant.drain().await;
    assert_eq!(sink.types(), KYC);
    for received in sink.received() {
        let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        let mac = mac.chain_update(&received.body).finalize().into_bytes();
        assert_eq!(received.signature, hex::encode(mac));
        assert_eq!(received.content_type, "application/json");
    }
}

#[tokio::test]
async fn server_errors_lead_to_eight_attempts_with_doubling_delays() {
    let (_sandbox, target) = sandbox().await;
    let (merchant, sink, _) = listener(&target, LEVEL).await;
    sink.reply(&[Reply::Status(503); 9]);
    let user = merchant.verified_user().await;
    sink.wait_for(1).await;
    merchant.drain().await;
    for (index, seconds) in [10, 20, 40, 80, 160, 320, 640].into_iter().enumerate() {
        // The delays begin at the due times, so the real time that the test takes adds up.
        merchant.advance(seconds - 5).await;
        merchant.drain().await;
        assert_eq!(sink.received().len(), index + 1, "not before its time");
        merchant.advance(5).await;
        sink.wait_for(index + 2).await;
        merchant.drain().await;
    }
    merchant.advance(86_400).await;
    merchant.drain().await;
    let delivery = merchant.deliveries().await.remove(0);
    assert_eq!((&delivery["state"], statuses(&delivery).len()), (&json!("FAILED"), 8));
    let received = sink.received();
    assert!(received.iter().all(|again| again.body == received[0].body));

    sink.reply(&[Reply::Status(200)]);
    let path = format!("/deliveries/{}/resend", id(&delivery));
    let resent = merchant.operate(Method::POST, &path, json!({})).await;
    // One more 503 waits in the queue of the sink, so the resent delivery needs two attempts.
    assert_eq!(expect(202, resent)["eventId"], delivery["eventId"]);
    merchant.drain().await;
    merchant.advance(10).await;
    merchant.drain().await;
    let resent = merchant.deliveries().await.remove(1);
    assert_eq!(statuses(&resent), [503, 200]);
    assert_eq!(resent["body"], delivery["body"]);
    set_level(&merchant, &user, "REGULAR").await;
    assert_eq!(merchant.deliveries().await.len(), 2, "an unchanged level sends no event");
}

fn time(value: &Value) -> i64 {
    value.as_str().unwrap().parse::<Timestamp>().unwrap().as_millisecond()
}

#[tokio::test]
async fn a_delivery_goes_through_all_attempts_while_its_clock_moves_by_days() {
    let (_sandbox, target) = sandbox().await;
    let (merchant, sink, _) = listener(&target, LEVEL).await;
    sink.reply(&[Reply::Status(503); 8]);
    merchant.verified_user().await;
    sink.wait_for(1).await;
    merchant.drain().await;
    merchant.advance(2 * 86_400).await;
    merchant.drain().await;
    assert_eq!(sink.received().len(), 8);
    let delivery = merchant.deliveries().await.remove(0);
    assert_eq!((&delivery["state"], statuses(&delivery)), (&json!("FAILED"), vec![json!(503); 8]));
    let attempts = delivery["attempts"].as_array().unwrap();
    let delays = attempts
        .windows(2)
        .map(|pair| (time(&pair[1]["startedAt"]) - time(&pair[0]["finishedAt"])) / 1000);
    assert_eq!(delays.collect::<Vec<_>>(), [10, 20, 40, 80, 160, 320, 640]);
}

#[tokio::test]
async fn a_silent_endpoint_fails_for_good_while_its_clock_moves_by_days() {
    let (_sandbox, target) = sandbox().await;
    let (merchant, sink, _) = listener(&target, LEVEL).await;
    sink.reply(&[Reply::Silence; 8]);
    merchant.verified_user().await;
    sink.wait_for(1).await;
    merchant.advance(2 * 86_400).await;
    merchant.drain().await;
    let delivery = merchant.deliveries().await.remove(0);
    assert_eq!((&delivery["state"], statuses(&delivery)), (&json!("FAILED"), vec![Value::Null; 8]));
    for attempt in delivery["attempts"].as_array().unwrap() {
        assert_eq!(time(&attempt["finishedAt"]) - time(&attempt["startedAt"]), 60_000);
    }
}

#[tokio::test]
async fn all_that_falls_due_while_a_clock_moves_happens_in_the_order_of_its_times() {
    let (_sandbox, target) = sandbox().await;
    let (merchant, sink, _) = listener(&target, &["kyc.session_expired"]).await;
    sink.reply(&[Reply::Status(503); 24]);
    let mut ends = Vec::new();
    for _ in 0..3 {
        let user = merchant.user().await;
        let session = merchant.kyc_session(&user).await;
        ends.push(session["expiresAt"].clone());
        merchant.advance(45).await;
    }
    merchant.advance(9 * 86_400).await;
    merchant.drain().await;
    let deliveries = merchant.deliveries().await;
    let mut due = Vec::new();
    for (delivery, end) in deliveries.iter().zip(&ends) {
        assert_eq!((&delivery["createdAt"], &delivery["attempts"][0]["startedAt"]), (end, end));
        assert_eq!((&delivery["state"], statuses(delivery).len()), (&json!("FAILED"), 8));
        let attempts = delivery["attempts"].as_array().unwrap().iter();
        due.extend(attempts.map(|attempt| (time(&attempt["startedAt"]), &delivery["eventId"])));
    }
    due.sort_by_key(|(at, _)| *at);
    let received = sink.received();
    let arrived = received.iter().map(|received| received.json()["eventId"].clone());
    assert_eq!(
        arrived.collect::<Vec<_>>(),
        due.into_iter().map(|(_, id)| id.clone()).collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn deliveries_that_ended_a_month_ago_are_deleted() {
    let (_sandbox, target) = sandbox().await;
    let (merchant, sink, _) = listener(&target, LEVEL).await;
    let other = target.merchant().await;
    other.listen(&sink.url, LEVEL).await;
    let user = merchant.verified_user().await;
    other.verified_user().await;
    merchant.drain().await;
    other.drain().await;
    let old = id(&merchant.deliveries().await[0]);
    merchant.advance(29 * 86_400).await;
    set_level(&merchant, &user, "LIGHT").await;
    merchant.drain().await;
    assert_eq!(merchant.deliveries().await.len(), 2);
    merchant.advance(2 * 86_400).await;
    while merchant.deliveries().await.len() > 1 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let resend = format!("/deliveries/{old}/resend");
    expect(404, merchant.operate(Method::POST, &resend, json!({})).await);
    let young = id(&merchant.deliveries().await[0]);
    let resend = format!("/deliveries/{young}/resend");
    expect(202, merchant.operate(Method::POST, &resend, json!({})).await);
    assert_eq!(other.deliveries().await.len(), 1, "its clock shows another time");
}

#[tokio::test]
async fn refusals_and_redirects_are_final() {
    let (_sandbox, target) = sandbox().await;
    let (merchant, sink, _) = listener(&target, LEVEL).await;
    sink.reply(&[Reply::Status(400), Reply::Redirect, Reply::Status(204)]);
    let user = merchant.verified_user().await;
    merchant.drain().await;
    set_level(&merchant, &user, "LIGHT").await;
    merchant.drain().await;
    set_level(&merchant, &user, "REGULAR").await;
    merchant.drain().await;
    merchant.advance(86_400).await;
    merchant.drain().await;
    let deliveries = merchant.deliveries().await;
    let states = deliveries.iter().map(|delivery| delivery["state"].clone());
    assert!(states.eq(["FAILED", "FAILED", "DELIVERED"]));
    assert_eq!(sink.received().len(), 3);
}

#[tokio::test]
async fn a_silent_endpoint_times_out_on_the_merchants_clock() {
    let (_sandbox, target) = sandbox().await;
    let (merchant, sink, _) = listener(&target, LEVEL).await;
    sink.reply(&[Reply::Silence]);
    let user = merchant.verified_user().await;
    set_level(&merchant, &user, "LIGHT").await;
    sink.wait_for(1).await;
    let waiting = merchant.operate(Method::POST, "/drain", json!({"timeoutMs": 20})).await;
    let waiting = expect(409, waiting);
    assert_eq!((&waiting["code"], &waiting["pending"]), (&json!("not_drained"), &json!(2)));
    merchant.advance(60).await;
    merchant.drain().await;
    let deliveries = merchant.deliveries().await;
    assert_eq!(statuses(&deliveries[0]), [Value::Null]);
    assert!(deliveries[0]["attempts"][0]["error"].as_str().unwrap().contains("60 seconds"));
    assert_eq!(deliveries[1]["state"], "DELIVERED", "a retry holds nothing back");
    merchant.advance(10).await;
    merchant.drain().await;
    assert_eq!(merchant.deliveries().await[0]["state"], "DELIVERED");
}

#[tokio::test]
async fn an_endpoint_with_an_untrusted_certificate_receives_no_delivery() {
    let sandbox = start(Config::default()).await.unwrap();
    let target = Target::new(sandbox.api_url(), sandbox.portal_url(), sandbox.operator_key());
    let (merchant, sink, _) = listener(&target, LEVEL).await;
    merchant.verified_user().await;
    merchant.drain().await;
    assert!(sink.received().is_empty());
    let delivery = merchant.deliveries().await.remove(0);
    assert_eq!((&delivery["state"], statuses(&delivery)), (&json!("PENDING"), vec![Value::Null]));
    assert!(delivery["attempts"][0]["error"].is_string());
    sandbox.stop().await;
}

#[tokio::test]
async fn one_silent_endpoint_does_not_hold_up_another_merchant() {
    let (_sandbox, target) = sandbox().await;
    let (slow, sink, _) = listener(&target, LEVEL).await;
    sink.reply(&[Reply::Silence; 100]);
    for _ in 0..40 {
        slow.verified_user().await;
    }
    sink.wait_for(32).await;
    let (quick, other, _) = listener(&target, LEVEL).await;
    quick.verified_user().await;
    quick.drain().await;
    assert_eq!(other.received().len(), 1);
    assert_eq!(sink.received().len(), 32);
}

#[tokio::test]
async fn hanging_endpoints_leave_places_for_other_merchants() {
    let (_sandbox, target) = sandbox().await;
    let (merchants, sink) = (8, Sink::start().await);
    sink.reply(&[Reply::Silence; 8 * 32]);
    for _ in 0..merchants {
        let merchant = target.merchant().await;
        merchant.listen(&sink.url, LEVEL).await;
        join_all((0..33).map(|_| merchant.verified_user())).await;
    }
    sink.wait_for(merchants * 32).await;
    let (ninth, other, _) = listener(&target, LEVEL).await;
    let user = ninth.verified_user().await;
    set_level(&ninth, &user, "LIGHT").await;
    ninth.drain().await;
    assert_eq!(other.received().len(), 2);
    assert_eq!(sink.received().len(), merchants * 32);
}

#[tokio::test]
async fn an_answer_counts_when_its_head_has_come() {
    let (_sandbox, target) = sandbox().await;
    let (merchant, sink, _) = listener(&target, LEVEL).await;
    sink.reply(&[Reply::Endless; 5]);
    for _ in 0..5 {
        merchant.verified_user().await;
        merchant.drain().await;
    }
    let took = merchant.deliveries().await.into_iter().map(|delivery| {
        assert_eq!(
            (&delivery["state"], statuses(&delivery)),
            (&json!("DELIVERED"), vec![json!(200)])
        );
        let at = |name: &str| -> Timestamp {
            delivery["attempts"][0][name].as_str().unwrap().parse().unwrap()
        };
        at("finishedAt").as_millisecond() - at("startedAt").as_millisecond()
    });
    let fastest = took.min().unwrap();
    // An answer of this length without an end is read; a slow host may exceed the bound once, not
    // every time.
    assert!(fastest < 250, "{fastest} ms");
}

#[tokio::test]
async fn an_internal_address_gets_no_delivery_where_that_is_forbidden() {
    let config =
        Config { webhook_ca_pem: Some(ca_pem()), webhook_deny_internal: true, ..Config::default() };
    let sandbox = start(config).await.unwrap();
    let target = Target::new(sandbox.api_url(), sandbox.portal_url(), sandbox.operator_key());
    let (merchant, sink, _) = listener(&target, LEVEL).await;
    let port = sink.url.rsplit(':').next().unwrap();
    for host in ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "127.1", "10.255.255.1"] {
        merchant.listen(&format!("https://{host}:{port}"), LEVEL).await;
        merchant.verified_user().await;
        merchant.drain().await;
        let delivery = merchant.deliveries().await[0].clone();
        let error = delivery["attempts"][0]["error"].as_str().unwrap().to_owned();
        assert!(error.contains("is internal"), "{host}: {error}");
        assert_eq!(delivery["attempts"][0]["status"], Value::Null);
    }
    assert!(sink.received().is_empty());
}
