//! The reason of a failed order on its page and in lists.

use reqwest::Method;
use serde_json::json;

use crate::browser::Browser;
use crate::world::{expect, id, sandbox};

#[tokio::test]
async fn a_failed_payin_or_payout_shows_its_reason() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let account = merchant.account(&merchant.verified_user().await, "EUR", 0).await;
    expect(201, merchant.pay_in(&account, "EUR", 20_000, "SETTLE").await);
    let held = id(&expect(201, merchant.pay_in(&account, "EUR", 100, "HOLD").await));
    let unexplained = id(&expect(201, merchant.pay_in(&account, "EUR", 100, "FAIL").await));
    let settings = json!({"holdPayouts": true});
    expect(200, merchant.operate(Method::PATCH, "/settings", settings).await);
    let payout = async || {
        let (path, body) = account.payout(4_000);
        id(&expect(201, merchant.post(&path, body).await))
    };
    let (by_form, by_operator, without) = (payout().await, payout().await, payout().await);
    let browser = Browser::of(&merchant).await;
    for order in [&held, &by_form] {
        let why = [("code", "NO_SUCH_IBAN"), ("reason", "the bank <b>closed</b>")];
        assert_eq!(browser.post(&format!("/orders/{order}/fail"), &why).await.status, 303);
    }
    let why = json!({"code": "LIMIT", "reason": "above the limit of the day"});
    for (order, said) in [(&by_operator, why), (&without, json!({}))] {
        expect(200, merchant.operate(Method::POST, &format!("/orders/{order}/fail"), said).await);
    }
    let list = browser.get("/orders").await;
    for (order, code, reason) in [
        (&held, "NO_SUCH_IBAN", "the bank &#60;b&#62;closed&#60;/b&#62;"),
        (&by_form, "NO_SUCH_IBAN", "the bank &#60;b&#62;closed&#60;/b&#62;"),
        (&by_operator, "LIMIT", "above the limit of the day"),
        (&without, "BANK_PAYOUT_FAILED", "refused in the simulator"),
        (&unexplained, "BANK_PAYIN_FAILED", "refused in the simulator"),
    ] {
        let page = browser.get(&format!("/orders/{order}")).await;
        page.has(&[
            &format!("<dt>Failure reason</dt><dd><bdi>{reason}</bdi></dd>"),
            &format!("<code>{code}</code>"),
            &format!("<span class=\"hint\"><bdi>{reason}</bdi></span>"),
        ]);
        let row = list.html.split("<tr>").find(|row| row.contains(order.as_str())).unwrap();
        assert!(row.contains(&format!("<bdi class=\"why\" title=\"{reason}\">{reason}")), "{row}");
    }
    assert_eq!(list.html.matches("class=\"why\"").count(), 5, "the completed one has none");
}
