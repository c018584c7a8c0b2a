//! The reason of a failed order on its page.

use reqwest::Method;
use serde_json::json;

use crate::browser::Browser;
use crate::world::{expect, id, sandbox};

#[tokio::test]
async fn failed_orders_show_their_reason() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let user = merchant.verified_user().await;
    let account = merchant.account(&user, "EUR", 9_000).await;
    let browser = Browser::of(&merchant).await;
    let payin = id(&expect(201, merchant.pay_in(&account, "EUR", 500, "HOLD").await));
    let hold = json!({"holdPayouts": true});
    expect(200, merchant.operate(Method::PATCH, "/settings", hold).await);
    let (path, body) = account.payout(100);
    let payout = id(&expect(201, merchant.post(&path, body).await));
    assert_eq!(browser.post(&format!("/orders/{payout}/submit"), &[]).await.status, 303);
    for (order, code) in [(&payin, "NO_SUCH_ACCOUNT"), (&payout, "")] {
        let page = format!("/orders/{order}");
        let before = browser.get(&page).await;
        before.has(&["name=\"code\"", "name=\"reason\""]);
        assert!(!before.html.contains("<dt>Failure reason</dt>"), "{}", before.html);
        let why = [("code", code), ("reason", "the account is closed")];
        assert_eq!(browser.post(&format!("{page}/fail"), &why).await.status, 303);
        let code = if code.is_empty() { "BANK_PAYOUT_FAILED" } else { code };
        browser.get(&page).await.has(&["<dt>Failure reason</dt>", "the account is closed", code]);
    }
}
