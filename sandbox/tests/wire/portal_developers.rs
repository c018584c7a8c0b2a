//! The Portal's pages for developers: webhooks, deliveries, settings and the clock.

use reqwest::Method;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::sink::{Reply, Sink};
use crate::world::{Merchant, expect, id, sandbox};

const HOOKS: &str = "/account/webhooks";

async fn read(merchant: &Merchant, path: &str) -> Value {
    let path = format!("{}{path}", merchant.path);
    expect(200, merchant.target.operator(Method::GET, &path, None).await)
}

#[tokio::test]
async fn a_webhook_is_saved_shown_and_removed() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let browser = Browser::of(&merchant).await;
    let (url, event) = (("url", "https://a.example/hook"), ("events", "payin.completed"));
    assert_eq!(browser.post_unproved(HOOKS, &[url, event]).await.status, 403);
    let faulty = browser.post(HOOKS, &[("url", "http://\"><b>a"), event]).await;
    assert_eq!(faulty.status, 422);
    faulty.has(&["Must be a valid https:// URL", "value=\"http://&#34;&#62;&#60;b&#62;a\""]);
    let none = browser.post(HOOKS, &[url]).await;
    none.has(&["Choose at least one event.", "value=\"https://a.example/hook\""]);
    let saved = browser.post(HOOKS, &[url, event, ("events", "payout.completed")]).await;
    assert_eq!((saved.status, saved.next.as_str()), (303, "/account/webhooks?done=webhook-saved"));
    let endpoint = read(&merchant, "/webhook-endpoint").await;
    assert_eq!(endpoint["url"], url.1);
    assert_eq!(endpoint["events"], json!(["payin.completed", "payout.completed"]));
    let secret = read(&merchant, "/webhook-endpoint/secret").await["secret"].to_string();
    let secret = secret.trim_matches('"').to_owned();
    assert!(!browser.get(HOOKS).await.html.contains(&secret));
    browser.post(&format!("{HOOKS}/secret"), &[]).await.has(&[&secret]);
    assert_eq!(browser.post(&format!("{HOOKS}/secret/rotate"), &[]).await.status, 303);
    assert_ne!(read(&merchant, "/webhook-endpoint/secret").await["secret"], secret.as_str());
    assert_eq!(browser.post(&format!("{HOOKS}/remove"), &[]).await.status, 303);
    let gone = format!("{}/webhook-endpoint", merchant.path);
    expect(404, target.operator(Method::GET, &gone, None).await);
}

#[tokio::test]
async fn a_delivery_is_shown_with_its_answers_and_resent() {
    let (_sandbox, target) = sandbox().await;
    let (merchant, sink) = (target.merchant().await, Sink::start().await);
    merchant.listen(&sink.url, &["kyc.state_updated"]).await;
    sink.reply(&[Reply::Said(400, "<script>\0no</script>"), Reply::Endless, Reply::Heavy]);
    merchant.verified_user().await;
    merchant.drain().await;
    let delivery = merchant.deliveries().await.remove(0);
    assert_eq!(delivery["attempts"][0]["responseBody"], "<script>\0no</script>");
    let browser = Browser::of(&merchant).await;
    let path = format!("{HOOKS}/deliveries/{}", id(&delivery));
    let page = browser.get(&path).await;
    page.has(&[
        "FAILED",
        "&#60;script&#62;",
        delivery["attempts"][0]["signature"].as_str().unwrap(),
    ]);
    page.has(&["&#34;eventType&#34;:&#34;kyc.state_updated&#34;", "&#34;eventType&#34;: "]);
    let resent = browser.post(&format!("{path}/resend"), &[]).await;
    assert_eq!(resent.status, 303);
    merchant.drain().await;
    browser.get(&resent.next).await.has(&["DELIVERED", "on its way again"]);
    let resent = merchant.deliveries().await.remove(1);
    assert_eq!(resent["attempts"][0]["responseBody"], "...", "as much as came");
    browser.post(&format!("{path}/resend"), &[]).await;
    merchant.drain().await;
    let heavy = merchant.deliveries().await.remove(2);
    assert_eq!(heavy["attempts"][0]["responseBody"].as_str().unwrap().len(), 4096);

    let list = browser.get(&format!("{HOOKS}/deliveries?state_eq=FAILED&eventType_eq=")).await;
    list.has(&[&id(&delivery), "value=\"FAILED\" selected"]);
    assert!(!list.html.contains(&id(&resent)));
    let stranger = Browser::of(&target.merchant().await).await;
    assert_eq!(stranger.get(&path).await.status, 404);
    assert_eq!(stranger.post(&format!("{path}/resend"), &[]).await.status, 404);
    assert!(!stranger.get(HOOKS).await.html.contains("kyc.<wbr>state_"));
}

#[tokio::test]
async fn settings_are_typed_as_people_write_them() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let before = read(&merchant, "/settings").await;
    let browser = Browser::of(&merchant).await;
    let path = "/settings/payments";
    // The fields that a browser sends if the form is not changed.
    let form = |page: &str| -> Vec<(String, String)> {
        let inputs = page.split("<input id=\"").skip(1).map(|input| {
            let name = input.split('"').next().unwrap().to_owned();
            let (_, value) = input.split_once(" value=\"").unwrap();
            (name, value.split('"').next().unwrap().to_owned())
        });
        inputs.collect()
    };
    let send = async |changes: &[(&str, &str)]| {
        let mut fields = form(&browser.get(path).await.html);
        assert!(fields.len() > 30, "{fields:?}");
        for (name, value) in changes {
            fields.retain(|(known, _)| known != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        browser.post(path, &fields.collect::<Vec<_>>()).await
    };
    assert_eq!(send(&[]).await.next, "/settings/payments?done=settings-saved");
    assert_eq!(read(&merchant, "/settings").await, before);
    let faulty = send(&[
        ("fees.BANK_PAY_OUT.system.fixed", "1.234"),
        ("fees.CARD_PAY_IN.merchant.percent", "101"),
        ("fxRates.EUR/USD", "-1"),
        ("rateLimit.requests", "many"),
    ]);
    let faulty = faulty.await;
    assert_eq!(faulty.status, 422);
    faulty.has(&["value=\"1.234\"", "value=\"101\"", "value=\"-1\"", "value=\"many\""]);
    assert_eq!(faulty.html.matches("aria-invalid").count(), 5, "perSeconds is missing, too");
    assert_eq!(read(&merchant, "/settings").await, before);
    let saved = send(&[
        ("holdPayouts", "yes"),
        ("fees.BANK_PAY_OUT.system.fixed", "1.50"),
        ("fees.CARD_PAY_IN.merchant.percent", "0.5"),
        ("fxRates.EUR/USD", "1.1"),
        ("rateLimit.requests", "1000"),
        ("rateLimit.perSeconds", "60"),
    ]);
    assert_eq!(saved.await.status, 303);
    let after = read(&merchant, "/settings").await;
    assert_eq!(after["holdPayouts"], true);
    assert_eq!(after["fees"]["BANK_PAY_OUT"]["system"], json!({"percent": "0.0000", "fixed": 150}));
    assert_eq!(after["fees"]["CARD_PAY_IN"]["merchant"]["percent"], "0.5000");
    assert_eq!(after["fxRates"]["EUR/USD"], "1.1000000000");
    assert_eq!(after["rateLimit"], json!({"requests": 1000, "perSeconds": 60}));
}

#[tokio::test]
async fn the_clock_advances_by_a_button_or_by_a_typed_amount() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let browser = Browser::of(&merchant).await;
    let path = "/developers/clock";
    browser.get(path).await.has(&["For tests only.", "It shows the real time."]);
    assert_eq!(browser.post(path, &[("step", "86400000")]).await.status, 303);
    browser.get(path).await.has(&["It is 1 d", "Test clock."]);
    let typed = |amount, unit| [("amount", amount), ("unit", unit)];
    assert_eq!(browser.post(path, &typed("90", "minutes")).await.status, 303);
    browser.get(path).await.has(&["It is 1 d 1 h 30 min"]);
    for (amount, unit) in
        [("0", "days"), ("-1", "days"), ("4000", "days"), ("1.5", "hours"), ("1", "")]
    {
        let page = browser.post(path, &typed(amount, unit)).await;
        assert_eq!(page.status, 422);
        page.has(&["aria-invalid", &format!("value=\"{amount}\"")]);
    }
    browser.get(path).await.has(&["It is 1 d 1 h 30 min"]);
}

#[tokio::test]
async fn the_overview_counts_failed_and_retried_deliveries() {
    let (_sandbox, target) = sandbox().await;
    let (merchant, sink) = (target.merchant().await, Sink::start().await);
    merchant.listen(&sink.url, &["kyc.state_updated"]).await;
    sink.reply(&[Reply::Status(503), Reply::Status(503), Reply::Status(400), Reply::Status(200)]);
    for _ in 0..4 {
        merchant.verified_user().await;
        merchant.drain().await;
    }
    // An attempt that is still in flight is not shown as failed.
    sink.reply(&[Reply::Silence]);
    merchant.verified_user().await;
    let browser = Browser::of(&merchant).await;
    browser.get("/").await.has(&["=FAILED\"><strong class=\"trouble\">1<", "=PENDING\">2<"]);
}

#[tokio::test]
async fn many_api_keys_are_on_several_pages() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    for _ in 0..30 {
        expect(201, merchant.operate(Method::POST, "/api-keys", json!({})).await);
    }
    let browser = Browser::of(&merchant).await;
    let keys = async |address: &str| browser.get(address).await.html.matches("/revoke\"").count();
    assert_eq!(keys("/settings/api-keys").await, 30);
    assert_eq!(keys("/settings/api-keys?page=2").await, 1, "the first one");
    browser.get("/settings/api-keys?done=key-revoked").await.has(&["\"/settings/api-keys?page=2&"]);
}
