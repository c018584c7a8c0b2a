//! Money is never spent twice, and lists do not shift while orders arrive.

use std::collections::HashSet;

use futures::future::join_all;
use reqwest::Method;
use serde_json::json;

use crate::world::{expect, id, sandbox};

#[tokio::test]
async fn concurrent_spending_never_takes_more_than_there_is() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let user = merchant.verified_user().await;
    let source = merchant.account(&user, "EUR", 1000).await;
    let other = merchant.account(&user, "EUR", 0).await;
    let wishes = (0..60).map(|number| {
        let (path, body) =
            if number % 2 == 0 { source.transfer(&other, 70) } else { source.payout(70) };
        let merchant = merchant.clone();
        async move { merchant.post(&path, body).await }
    });
    let answers = join_all(wishes).await;
    let made = answers.iter().filter(|(status, _)| *status == 201).count();
    assert_eq!(made, 14);
    let refused = answers.iter().filter(|(_, body)| body["code"] == "insufficient_funds").count();
    assert_eq!(made + refused, 60);
    assert_eq!(merchant.check_books(&source).await, 20);
    merchant.check_books(&other).await;
}

#[tokio::test]
async fn a_held_payout_reserves_until_it_is_decided() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let user = merchant.verified_user().await;
    let account = merchant.account(&user, "EUR", 100).await;
    expect(200, merchant.operate(Method::PATCH, "/settings", json!({"holdPayouts": true})).await);
    let (path, body) = account.payout(60);
    let order = expect(201, merchant.post(&path, body.clone()).await);
    assert_eq!((&order["state"], &order["isOTPRequired"]), (&json!("PENDING"), &json!(false)));
    let short = expect(422, merchant.post(&path, body.clone()).await);
    assert_eq!(short["code"], "insufficient_funds");

    let cancel = format!("/account/bank-payouts/{}/cancel", id(&order));
    let cancelled = expect(200, merchant.post(&cancel, json!({})).await);
    assert_eq!(cancelled["state"], "CANCELLED");
    let again = expect(409, merchant.post(&cancel, json!({})).await);
    assert_eq!(again["code"], "order_not_cancellable");

    let order = id(&expect(201, merchant.post(&path, body).await));
    let step = |step: &str| format!("/orders/{order}/{step}");
    let early = merchant.operate(Method::POST, &step("settle"), json!({})).await;
    assert_eq!(expect(409, early)["code"], "invalid_transition");
    expect(200, merchant.operate(Method::POST, &step("submit"), json!({})).await);
    expect(200, merchant.operate(Method::POST, &step("settle"), json!({})).await);
    assert_eq!(merchant.check_books(&account).await, 40);
    let view = expect(200, merchant.get(&account.path).await);
    assert_eq!(view["pendingOut"], 0);
}

#[tokio::test]
async fn a_held_payin_is_expected_but_cannot_be_spent() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let user = merchant.verified_user().await;
    let account = merchant.account(&user, "EUR", 0).await;
    let rates = json!({"fxRates": {"USD/EUR": "0.5"}});
    expect(200, merchant.operate(Method::PATCH, "/settings", rates).await);
    let order = expect(201, merchant.pay_in(&account, "USD", 101, "HOLD").await);
    assert_eq!(order["destination"], json!({"currency": "EUR", "amount": 50}));
    assert_eq!(order["fx"]["rate"], 0.5);
    let view = expect(200, merchant.get(&account.path).await);
    assert_eq!((&view["balance"], &view["pendingIn"]), (&json!(0), &json!(50)));
    let (path, body) = account.payout(1);
    expect(422, merchant.post(&path, body).await);
    let settle = format!("/orders/{}/settle", id(&order));
    expect(200, merchant.operate(Method::POST, &settle, json!({})).await);
    assert_eq!(merchant.check_books(&account).await, 50);
    let full = merchant.pay_in(&account, "EUR", 9_007_199_254_740_991, "SETTLE").await;
    assert_eq!(expect(422, full)["errors"][0]["field"], "/amount/amount");
}

#[tokio::test]
async fn pages_do_not_shift_while_orders_arrive() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let user = merchant.verified_user().await;
    let account = merchant.account(&user, "EUR", 1000).await;
    for _ in 0..9 {
        expect(201, merchant.pay_in(&account, "EUR", 5, "SETTLE").await);
    }
    let mut seen = HashSet::new();
    let mut next = Some("/account/orders?pageSize=4&state_eq=COMPLETED".to_owned());
    while let Some(path) = next {
        let page = expect(200, merchant.get(&path).await);
        for order in page["orders"].as_array().unwrap() {
            assert!(seen.insert(id(order)));
        }
        assert_eq!(page["pagination"]["total"], 10);
        let link = page["pagination"]["next"].as_str();
        next = link.map(|link| link.strip_prefix("/api/v1").unwrap().to_owned());
        expect(201, merchant.pay_in(&account, "EUR", 5, "SETTLE").await);
    }
    assert_eq!(seen.len(), 10);
    let out = format!("{}/orders?direction=OUT", account.path);
    assert_eq!(expect(200, merchant.get(&out).await)["pagination"]["total"], 0);
    for literal in ["id_like=%25", "id_ilike=_"] {
        let path = format!("/account/orders?{literal}");
        assert_eq!(expect(200, merchant.get(&path).await)["pagination"]["total"], 0);
    }
}

#[tokio::test]
async fn sessions_expire_when_the_clock_passes_seven_days() {
    let (_sandbox, target) = sandbox().await;
    let mut merchant = target.merchant().await;
    let user = merchant.user().await;
    let sessions = format!("/account/users/{user}/identity-verifications");
    let session = expect(201, merchant.post(&sessions, json!({})).await);
    let open = expect(409, merchant.post(&sessions, json!({})).await);
    assert_eq!(open["code"], "session_open");
    merchant.advance(7 * 86_400).await;
    merchant.log_in().await;
    let expired = expect(200, merchant.get(&format!("{sessions}/{}", id(&session))).await);
    assert_eq!(expired["state"], "EXPIRED");
    assert_eq!(expired["updatedAt"], session["expiresAt"]);
    let approve = format!("/kyc-sessions/{}/approve", id(&session));
    let late = expect(409, merchant.operate(Method::POST, &approve, json!({})).await);
    assert_eq!(late["code"], "session_final");
    let second = expect(201, merchant.post(&sessions, json!({})).await);
    let approve = format!("/kyc-sessions/{}/approve", id(&second));
    expect(200, merchant.operate(Method::POST, &approve, json!({})).await);
    let third = expect(409, merchant.post(&sessions, json!({})).await);
    assert_eq!(third["code"], "already_verified");
}
