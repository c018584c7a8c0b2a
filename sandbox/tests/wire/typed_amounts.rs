//! Amounts as people type them on pages: understood, shown again, or refused beside the field.

use reqwest::Method;
use serde_json::json;

use crate::browser::{Browser, Shown};
use crate::world::{expect, sandbox};

const SIMULATOR: &str = "/developers/funds-simulator";
const PAYMENTS: &str = "/settings/payments";

/// Sends the form of fees and rates as it is shown, with these changes.
async fn save(browser: &Browser, changes: &[(&str, &str)]) -> Shown {
    let page = browser.get(PAYMENTS).await.html;
    let inputs = page.split("<input id=\"").skip(1).map(|input| {
        let name = input.split('"').next().unwrap();
        let (_, value) = input.split_once(" value=\"").unwrap();
        (name, value.split('"').next().unwrap())
    });
    let is_kept = |name: &str| changes.iter().all(|(changed, _)| *changed != name);
    let mut fields = inputs.filter(|(name, _)| is_kept(name)).collect::<Vec<_>>();
    fields.extend(changes);
    browser.post(PAYMENTS, &fields).await
}

#[tokio::test]
async fn money_moves_after_the_understood_amount_is_confirmed() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let account = merchant.account(&merchant.verified_user().await, "EUR", 0).await;
    let browser = Browser::of(&merchant).await;
    let simulate = async |amount: &str, understood: &str| {
        let fields = [
            ("picked", account.id.as_str()),
            ("type", "BANK"),
            ("amount.amount", amount),
            ("amount.currency", "EUR"),
            ("outcome", "SETTLE"),
            ("understood", understood),
        ];
        browser.post(SIMULATOR, &fields).await
    };
    let shown = simulate("12,50", "").await;
    assert_eq!(shown.status, 200);
    shown.has(&["value=\"EUR 12.50\"", "No money has moved yet", "value=\"12,50\""]);
    assert_eq!(merchant.check_books(&account).await, 0);
    // Another amount than the confirmed one is shown first, too.
    let other = simulate("125,00", "EUR 12.50").await;
    assert_eq!(other.status, 200);
    other.has(&["value=\"EUR 125.00\""]);
    assert_eq!(merchant.check_books(&account).await, 0);
    assert_eq!(simulate("12,50", "EUR 12.50").await.status, 303);
    assert_eq!(merchant.check_books(&account).await, 1_250);
    for amount in ["1,250", "1.250", "1 250.00", "1'250", "1.2.3", "1,2.3", "-5", "1e3", "٢٥٠"] {
        let refused = simulate(amount, "EUR 1,250.00").await;
        assert_eq!(refused.status, 422, "{amount}");
        refused.has(&["id=\"amount.amount-fault\"", "<a href=\"#amount.amount\">Amount: "]);
    }
    assert_eq!(merchant.check_books(&account).await, 1_250);
}

#[tokio::test]
async fn fees_and_rates_are_typed_with_a_point_or_a_comma() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let browser = Browser::of(&merchant).await;
    let path = format!("{}/settings", merchant.path);
    let settings = async || expect(200, target.operator(Method::GET, &path, None).await);
    let commas = [
        ("fees.BANK_PAY_OUT.system.fixed", "0,25"),
        ("fees.CARD_PAY_IN.merchant.percent", "1,125"),
        ("fxRates.EUR/USD", "1,125"),
    ];
    assert_eq!(save(&browser, &commas).await.status, 303);
    let after = settings().await;
    assert_eq!(after["fees"]["BANK_PAY_OUT"]["system"], json!({"percent": "0.0000", "fixed": 25}));
    assert_eq!(after["fees"]["CARD_PAY_IN"]["merchant"]["percent"], "1.1250");
    assert_eq!(after["fxRates"]["EUR/USD"], "1.1250000000");
    browser.get(PAYMENTS).await.has(&["value=\"0.25\"", "value=\"1.125\""]);
    for (name, value) in [
        ("fees.BANK_PAY_OUT.system.fixed", "1,250"),
        ("fees.CARD_PAY_IN.merchant.percent", "1e1"),
        ("fxRates.EUR/USD", "1.2.3"),
    ] {
        let refused = save(&browser, &[(name, value)]).await;
        assert_eq!(refused.status, 422, "{name}");
        refused.has(&[&format!("id=\"{name}-fault\"")]);
    }
    assert_eq!(settings().await, after);
}
