//! Links, search and exact times on the Portal's pages.

use reqwest::Method;
use serde_json::json;

use crate::browser::Browser;
use crate::sink::Sink;
use crate::world::{expect, id, sandbox};

#[tokio::test]
async fn orders_are_found_by_person_iban_amount_currency_and_date() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let user = merchant.verified_user().await;
    let account = merchant.account(&user, "EUR", 0).await;
    let payin = id(&expect(201, merchant.pay_in(&account, "EUR", 12_345, "SETTLE").await));
    let (path, body) = account.payout(4_000);
    let payout = id(&expect(201, merchant.post(&path, body.clone()).await));
    let iban = body["recipient"]["iban"].as_str().unwrap().to_owned();
    let browser = Browser::of(&merchant).await;
    let found = async |query: &str| {
        let html = browser.get(&format!("/orders?{query}")).await.html;
        (
            html.contains(&format!("/orders/{payin}\"")),
            html.contains(&format!("/orders/{payout}\"")),
        )
    };
    let spaced = format!("{} {}", &iban[..4], &iban[4..]).replace(' ', "+");
    for (query, expected) in [
        ("search=".to_owned(), (true, true)),
        ("search=ana+ruiz".to_owned(), (true, true)),
        (format!("search={user}"), (true, true)),
        (format!("search={payin}"), (true, false)),
        (format!("search={spaced}"), (false, true)),
        ("amount=123,45".to_owned(), (true, false)),
        ("amount=123.45&currency=USD".to_owned(), (false, false)),
        ("currency=EUR".to_owned(), (true, true)),
        ("from=2000-01-01".to_owned(), (true, true)),
        ("until=2000-01-01".to_owned(), (false, false)),
        ("search=accountHolder".to_owned(), (false, false)),
    ] {
        assert_eq!(found(&query).await, expected, "{query}");
    }
    let faulty = browser.get("/orders?amount=1,250&from=yesterday").await;
    faulty.has(&["id=\"amount-fault\"", "id=\"from-fault\""]);
    let list = browser.get("/orders").await;
    list.has(&[&format!("href=\"/users/{user}\""), "In: ", "Out: ", "2 in all"]);
}

#[tokio::test]
async fn the_ledger_has_a_page_with_transactions_and_exact_times() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let account = merchant.account(&merchant.verified_user().await, "EUR", 0).await;
    for _ in 0..31 {
        expect(201, merchant.pay_in(&account, "EUR", 100, "SETTLE").await);
    }
    let browser = Browser::of(&merchant).await;
    for page in ["/ledger".to_owned(), format!("/accounts/{}", account.id)] {
        let shown = browser.get(&page).await;
        shown.has(&[
            "aria-label=\"Copy the transaction&#39;s ID\"",
            " UTC</time>",
            "data-local=\"",
        ]);
        shown.has(&["Page 1 of 2, 31 in all", "Go to page", "href=\"/ledger\""]);
    }
    browser.get("/ledger").await.has(&["EUR +1.00", &format!("/accounts/{}\"", account.id)]);
}

#[tokio::test]
async fn a_delivery_leads_to_what_it_is_about() {
    let (_sandbox, target) = sandbox().await;
    let (merchant, sink) = (target.merchant().await, Sink::start().await);
    merchant
        .listen(&sink.url, &["kyc.state_updated", "payin.completed", "account.activated"])
        .await;
    let user = merchant.verified_user().await;
    let account = merchant.account(&user, "EUR", 0).await;
    let order = id(&expect(201, merchant.pay_in(&account, "EUR", 100, "SETTLE").await));
    merchant.drain().await;
    let browser = Browser::of(&merchant).await;
    for delivery in merchant.deliveries().await {
        let page = browser.get(&format!("/account/webhooks/deliveries/{}", id(&delivery))).await;
        let about = match delivery["eventType"].as_str().unwrap() {
            "payin.completed" => format!("/orders/{order}"),
            "account.activated" => format!("/accounts/{}", account.id),
            _ => format!("/users/{user}"),
        };
        page.has(&[&format!("<dt>About</dt><dd><a href=\"{about}\">"), " UTC</time>"]);
        let back = browser.get(&about).await;
        assert_eq!(back.status, 200, "{about}");
        back.has(&["/account/webhooks/deliveries"]);
        let resource = about.rsplit('/').next().unwrap();
        let filter = format!("/account/webhooks/deliveries?resourceId_eq={resource}");
        browser.get(&filter).await.has(&[&id(&delivery), &format!("value=\"{resource}\"")]);
    }
}

#[tokio::test]
async fn a_delivery_about_a_session_leads_to_it_and_back() {
    let (_sandbox, target) = sandbox().await;
    let (merchant, sink) = (target.merchant().await, Sink::start().await);
    let events = ["kyc.session_verified", "related_party.kyc_session_created"];
    merchant.listen(&sink.url, &events).await;
    let user = merchant.user().await;
    let own = id(&merchant.kyc_session(&user).await);
    let approve = format!("/kyc-sessions/{own}/approve");
    expect(200, merchant.operate(Method::POST, &approve, json!({})).await);
    let company = merchant.business().await;
    let case = merchant.submitted_kyb(&company).await;
    let case = case.rsplit_once('/').unwrap().1;
    let person = json!({
        "roleType": "UBO", "firstName": "Eva", "lastName": "Sanz", "email": "eva@example.com",
        "nationality": "ES", "residentialAddress": {
            "addressLine1": "Calle Mayor 1", "city": "Madrid", "provinceState": "Madrid",
            "postalCode": "28001", "country": "ES",
        },
    });
    let declare = format!("/kyb-sessions/{case}/related-parties");
    let party = expect(201, merchant.operate(Method::POST, &declare, person).await);
    let party = id(&party["kycSession"]);
    merchant.drain().await;
    let browser = Browser::of(&merchant).await;
    let deliveries = merchant.deliveries().await;
    assert_eq!(deliveries.len(), 2);
    for delivery in deliveries {
        let page = browser.get(&format!("/account/webhooks/deliveries/{}", id(&delivery))).await;
        let is_own = delivery["eventType"] == events[0];
        let (session, about) = if is_own { (&own, &user) } else { (&party, &company) };
        page.has(&[&format!("<a href=\"/kyc/{session}\">The KYC session</a>")]);
        let back = format!("href=\"/account/webhooks/deliveries?resourceId_eq={about}\"");
        browser.get(&format!("/kyc/{session}")).await.has(&[&back]);
    }
    let back = format!("href=\"/account/webhooks/deliveries?resourceId_eq={company}\"");
    browser.get(&format!("/onboarding-business/{case}")).await.has(&[&back]);
    browser.get("/kyc").await.has(&[&format!("UBO of <a href=\"/businesses/{company}\">")]);
}

#[tokio::test]
async fn the_first_steps_name_the_address_of_the_api() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let browser = Browser::of(&merchant).await;
    let page = browser.get("/").await;
    page.has(&[&format!("<code>API={}", target.api), "data-copy=\"API=", "href=\"/kyc\""]);
    let place = |text: &str| page.html.find(text).unwrap();
    assert!(place("KYC review</a>.") < place("Fund the account"));
    assert!(place("Fund the account") < place("Pay money out"));
}

#[tokio::test]
async fn every_time_is_shown_exactly_in_lists_and_on_pages() {
    let (_sandbox, target) = sandbox().await;
    let (merchant, sink) = (target.merchant().await, Sink::start().await);
    merchant.listen(&sink.url, &["payin.completed"]).await;
    let user = merchant.verified_user().await;
    let account = merchant.account(&user, "EUR", 0).await;
    let kyc = id(&merchant.kyc_session(&merchant.user().await).await);
    let company = merchant.business().await;
    let case = merchant.submitted_kyb(&company).await;
    let case = case.rsplit_once('/').unwrap().1;
    let order = id(&expect(201, merchant.pay_in(&account, "EUR", 100, "SETTLE").await));
    let viban = json!({"name": "Rent", "rail": "SEPA"});
    let vibans = format!("{}/virtual-ibans", account.path);
    let viban = id(&expect(201, merchant.post(&vibans, viban).await));
    merchant.drain().await;
    let browser = Browser::of(&merchant).await;
    for (page, fewest) in [
        ("/orders".to_owned(), 1),
        ("/ledger".to_owned(), 1),
        ("/users".to_owned(), 2),
        ("/businesses".to_owned(), 1),
        ("/kyc".to_owned(), 2),
        ("/onboarding-business".to_owned(), 1),
        ("/virtual-ibans".to_owned(), 1),
        ("/account/webhooks".to_owned(), 1),
        ("/account/webhooks/deliveries".to_owned(), 1),
        ("/settings/api-keys".to_owned(), 1),
        (format!("/orders/{order}"), 4),
        (format!("/accounts/{}", account.id), 2),
        (format!("/users/{user}"), 1),
        (format!("/businesses/{company}"), 3),
        (format!("/kyc/{kyc}"), 2),
        (format!("/onboarding-business/{case}"), 6),
        (format!("/virtual-ibans/{viban}"), 2),
    ] {
        let html = browser.get(&page).await.html;
        let count = |part: &str| html.matches(part).count();
        let relative = count(" data-relative>");
        assert!(relative >= fewest, "{page} shows {relative} times");
        assert_eq!(count(" UTC</time> <span class=\"local\""), relative, "UTC on {page}");
        assert_eq!(count(" data-local=\""), relative, "the local time on {page}");
    }
}
