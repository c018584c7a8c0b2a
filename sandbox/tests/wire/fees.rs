//! Fees: the operator sets them, orders are charged once, and the books include them.

use futures::future::join_all;
use ralio_sandbox::{Config, start};
use reqwest::Method;
use rusqlite::{Connection, OpenFlags};
use serde_json::json;

use crate::world::{Target, expect, id, sandbox};

#[tokio::test]
async fn a_payout_ends_once_however_many_end_it_at_once() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let user = merchant.verified_user().await;
    let account = merchant.account(&user, "EUR", 10_000).await;
    let fees = json!({"BANK_PAY_OUT": {"system": {"percent": "1"}, "merchant": {"fixed": 7}}});
    let settings = json!({"holdPayouts": true, "fees": fees});
    expect(200, merchant.operate(Method::PATCH, "/settings", settings).await);
    let (path, body) = account.payout(100);
    let mut orders = Vec::new();
    for _ in 0..20 {
        orders.push(id(&expect(201, merchant.post(&path, body.clone()).await)));
    }
    let ends = ["submit", "settle", "fail", "cancel", "submit", "settle"];
    // Each round sends the competing requests in another order.
    let ends = orders.iter().enumerate().flat_map(|(number, order)| {
        let turned = ends.into_iter().cycle().skip(number).take(ends.len());
        turned.map(move |end| (order.clone(), end))
    });
    let ended = join_all(ends.map(|(order, end)| {
        let merchant = merchant.clone();
        async move {
            if end == "cancel" {
                let cancel = format!("/account/bank-payouts/{order}/cancel");
                return merchant.post(&cancel, json!({})).await;
            }
            merchant.operate(Method::POST, &format!("/orders/{order}/{end}"), json!({})).await
        }
    }));
    assert!(ended.await.iter().all(|(status, _)| [200, 409].contains(status)));
    let (mut done, mut waiting) = (0, 0);
    for order in &orders {
        let shown = expect(200, merchant.get(&format!("/account/orders/{order}")).await);
        done += i64::from(shown["state"] == "COMPLETED");
        waiting += i64::from(shown["state"] == "PROCESSING");
    }
    assert!(done > 0 && done + waiting < 20, "{done} done, {waiting} waiting");
    assert_eq!(merchant.check_books(&account).await, 10_000 - 100 * done);
    let view = expect(200, merchant.get(&account.path).await);
    assert_eq!(view["pendingOut"], 100 * waiting);
    let own = "/merchant/user/accounts?purpose_eq=FEES&currency_eq=EUR";
    let own = expect(200, merchant.get(own).await);
    assert_eq!((&own[0]["balance"], &own[0]["pendingIn"]), (&json!(7 * done), &json!(7 * waiting)));
}

#[tokio::test]
async fn fees_are_shown_as_set_and_faults_are_named() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let free = json!({"percent": "0.0000", "fixed": 0});
    let fees = json!({"CARD_PAY_IN": {"merchant": {"percent": "1.5", "fixed": 40}}});
    let set = merchant.operate(Method::PATCH, "/settings", json!({"fees": fees})).await;
    let shown = expect(200, set)["fees"].clone();
    assert_eq!(shown.as_object().map(serde_json::Map::len), Some(5));
    assert_eq!(shown["CARD_PAY_IN"]["system"], free);
    assert_eq!(shown["CARD_PAY_IN"]["merchant"], json!({"percent": "1.5000", "fixed": 40}));
    let reset = json!({"fees": {"CARD_PAY_IN": null}});
    let shown = expect(200, merchant.operate(Method::PATCH, "/settings", reset).await);
    assert_eq!(shown["fees"]["CARD_PAY_IN"]["merchant"], free);
    for (fees, field, code) in [
        (json!({"TRANSFER": {}}), "/fees/TRANSFER", "not_allowed"),
        (json!({"LOAN": {}}), "/fees/LOAN", "unknown_value"),
        (json!([]), "/fees", "wrong_type"),
        (json!({"BANK_PAY_IN": 1}), "/fees/BANK_PAY_IN", "wrong_type"),
        (
            json!({"BANK_PAY_IN": {"system": {"percent": "100.0001"}}}),
            "/fees/BANK_PAY_IN/system/percent",
            "invalid_format",
        ),
        (
            json!({"BANK_PAY_IN": {"merchant": {"percent": 1}}}),
            "/fees/BANK_PAY_IN/merchant/percent",
            "wrong_type",
        ),
        (
            json!({"BANK_PAY_IN": {"merchant": {"fixed": -1}}}),
            "/fees/BANK_PAY_IN/merchant/fixed",
            "out_of_range",
        ),
    ] {
        let body = json!({"fees": fees, "holdPayouts": true});
        let refused = expect(422, merchant.operate(Method::PATCH, "/settings", body).await);
        assert_eq!(
            (&refused["errors"][0]["field"], &refused["errors"][0]["code"]),
            (&json!(field), &json!(code))
        );
    }
    let path = format!("{}/settings", merchant.path);
    let shown = expect(200, merchant.target.operator(Method::GET, &path, None).await);
    assert_eq!(shown["holdPayouts"], false);
}

#[tokio::test]
async fn the_fees_account_has_an_entry_for_every_charge() {
    let directory = tempfile::tempdir().unwrap();
    let config = Config { data: Some(directory.path().to_owned()), ..Config::default() };
    let sandbox = start(config).await.unwrap();
    let target = Target::new(sandbox.api_url(), sandbox.portal_url(), sandbox.operator_key());
    let (merchant, other) = (target.merchant().await, target.merchant().await);
    let charged = json!({"merchant": {"fixed": 7}, "system": {"percent": "1"}});
    let fees = json!({"fees": {"BANK_PAY_IN": charged.clone(), "BANK_PAY_OUT": charged}});
    expect(200, merchant.operate(Method::PATCH, "/settings", fees).await);
    for (merchant, credited) in [(&merchant, 983), (&other, 1000)] {
        let user = merchant.verified_user().await;
        let account = merchant.account(&user, "EUR", 1000).await;
        let (path, body) = account.payout(100);
        expect(201, merchant.post(&path, body).await);
        assert_eq!(merchant.check_books(&account).await, credited - 100);
    }
    let path = directory.path().join("ralio.db");
    let books = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let wrong = "SELECT count(*) FROM accounts a WHERE balance <> \
         (SELECT coalesce(sum(amount), 0) FROM ledger WHERE account_id = a.id) OR balance <> \
         coalesce((SELECT running_balance FROM ledger WHERE account_id = a.id \
         ORDER BY seq DESC LIMIT 1), 0)";
    let count = |query: &str| books.query_row(query, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count(wrong), 0);
    let earned = "SELECT count(*) FROM ledger JOIN accounts a ON a.id = account_id \
         WHERE purpose = 'FEES' AND amount = 7";
    assert_eq!(count(earned), 2);
}
