//! The sandbox with its demo merchant.

use jiff::Timestamp;
use ralio_sandbox::{Config, start};
use reqwest::Method;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::world::{Account, Merchant, Target, expect};

async fn list(merchant: &Merchant, path: &str, name: &str) -> Vec<Value> {
    let page = expect(200, merchant.get(path).await);
    page.get(name).unwrap_or(&page).as_array().unwrap().clone()
}

#[tokio::test]
async fn the_demo_has_every_kind_of_order_and_its_books_balance() {
    let directory = tempfile::tempdir().unwrap();
    let data = Some(directory.path().to_owned());
    let config = Config { data, demo: true, ..Config::default() };
    let sandbox = start(config.clone()).await.unwrap();
    let target = Target::new(sandbox.api_url(), sandbox.portal_url(), sandbox.operator_key());
    let path = "/merchants/1".to_owned();
    let keys = format!("{path}/api-keys");
    let key = expect(201, target.operator(Method::POST, &keys, Some(json!({}))).await);
    let mut merchant = Merchant { target: target.clone(), path, key, token: String::new() };
    merchant.log_in().await;

    let orders = list(&merchant, "/account/orders?pageSize=100", "orders").await;
    assert!(orders.len() >= 40, "{}", orders.len());
    for state in ["PENDING", "PROCESSING", "COMPLETED", "FAILED", "CANCELLED"] {
        assert!(orders.iter().any(|order| order["state"] == state), "{state}");
    }
    let dates = orders.iter().map(|order| order["createdAt"].as_str().unwrap()).collect::<Vec<_>>();
    assert!(dates.is_sorted_by(|a, b| a >= b), "{dates:?}");
    let at = |date: &str| date.parse::<Timestamp>().unwrap().as_second();
    assert!(at(dates[0]) - at(dates[dates.len() - 1]) > 10 * 86_400, "{dates:?}");
    let users = list(&merchant, "/account/individual-users", "users").await;
    let companies = list(&merchant, "/account/business-user", "users").await;
    assert_eq!((users.len(), companies.len()), (5, 2));
    let mut opened = 0;
    for user in users.iter().chain(&companies) {
        let accounts = format!("/account/users/{}/accounts", user["id"].as_str().unwrap());
        for account in list(&merchant, &accounts, "accounts").await {
            let id = account["id"].as_str().unwrap().to_owned();
            let account = Account { path: format!("{accounts}/{id}"), id };
            assert!(merchant.check_books(&account).await > 0);
            opened += 1;
        }
    }
    assert_eq!(opened, 4);
    let states = merchant.deliveries().await;
    let count = |state: &str| states.iter().filter(|known| known["state"] == state).count();
    assert!(count("DELIVERED") > 50 && count("FAILED") > 0 && count("PENDING") > 0);

    let browser = Browser::with(&target.portal, &sandbox.sign_in_link().await.unwrap()).await;
    for path in ["/account/webhooks", "/account/webhooks/deliveries", "/settings/payments"] {
        let page = browser.get(path).await;
        assert_eq!(page.status, 200);
        assert!(page.html.len() < 100_000);
    }
    sandbox.stop().await;
    let again = start(config).await.unwrap();
    let target = Target::new(again.api_url(), again.portal_url(), again.operator_key());
    let merchants = expect(200, target.operator(Method::GET, "/merchants", None).await);
    assert_eq!(merchants["pagination"]["total"], 1, "only a new database is filled");
    again.stop().await;
}
