//! Refusals on the Portal: pages in the frame with a way on, never raw JSON.

use reqwest::Method;

use crate::browser::{Browser, Shown};
use crate::world::{expect, id, sandbox};

/// Fails unless it is a page with menu, title, language and a link to `way_on`.
fn check_frame(shown: &Shown, status: u16, way_on: &str) {
    assert_eq!(shown.status, status, "{}", shown.html);
    shown.has(&[
        "<html lang=\"en\">",
        "<title>Error: ",
        "<nav class=\"menu\"",
        "id=\"faults\" role=\"alert\" tabindex=\"-1\" autofocus",
        &format!("<a class=\"button\" href=\"{way_on}\">"),
    ]);
    assert!(!shown.html.contains("urn:ralio:problem"), "{}", shown.html);
}

#[tokio::test]
async fn unknown_addresses_and_wrong_methods_are_pages_in_the_frame() {
    let (_sandbox, target) = sandbox().await;
    let browser = Browser::of(&target.merchant().await).await;
    let nobody = "00000000-0000-7000-8000-000000000000";
    for (path, way_on) in [
        ("/nowhere".to_owned(), "/"),
        ("/operator".to_owned(), "/"),
        ("//elsewhere.example/orders".to_owned(), "/"),
        ("/orders/nothing".to_owned(), "/orders"),
        (format!("/orders/{nobody}"), "/orders"),
        (format!("/kyc/{nobody}"), "/kyc"),
        (format!("/account/webhooks/deliveries/{nobody}"), "/account/webhooks"),
        (format!("/users/{nobody}/x"), "/users"),
    ] {
        check_frame(&browser.get(&path).await, 404, way_on);
    }
    for (path, way_on) in [
        (format!("/orders/{nobody}/settle"), format!("/orders/{nobody}")),
        ("/account/webhooks/remove".to_owned(), "/account/webhooks".to_owned()),
        ("/sign-out".to_owned(), "/".to_owned()),
    ] {
        check_frame(&browser.get(&path).await, 405, &way_on);
    }
    check_frame(&browser.post("/accounts", &[]).await, 405, "/accounts");
    check_frame(&browser.post("/live", &[]).await, 405, "/");
    for path in ["/operator/v1/nowhere", "/api/v1/nowhere", "/health/x"] {
        browser.get(path).await.has(&["urn:ralio:problem:"]);
    }
    let stranger = target.client.get(format!("{}/nowhere", target.portal)).send().await.unwrap();
    let html = stranger.text().await.unwrap();
    assert!(html.contains("Page not found") && html.contains("<a href=\"/\">"), "{html}");
    assert!(!html.contains("<nav"), "{html}");
}

#[tokio::test]
async fn a_refused_action_leads_back_to_its_page() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let account = merchant.account(&merchant.verified_user().await, "EUR", 0).await;
    let order = id(&expect(201, merchant.pay_in(&account, "EUR", 100, "HOLD").await));
    let browser = Browser::of(&merchant).await;
    let page = format!("/orders/{order}");
    check_frame(&browser.post_unproved(&format!("{page}/settle"), &[]).await, 403, &page);
    check_frame(&browser.post_unproved("/settings/payments", &[]).await, 403, "/settings/payments");
    check_frame(&browser.post("/account/webhooks/remove", &[]).await, 404, "/account/webhooks");
    assert_eq!(browser.post(&format!("{page}/settle"), &[]).await.status, 303);
    for action in ["settle", "fail", "payment-page"] {
        let refused = browser.post(&format!("{page}/{action}"), &[]).await;
        assert!([409, 422].contains(&refused.status), "{action}: {}", refused.status);
        refused.has(&["<title>Error: ", "There is a problem", "id=\"order\"", &order]);
    }
}

#[tokio::test]
async fn a_form_with_faults_begins_with_their_summary() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let user = merchant.verified_user().await;
    let browser = Browser::of(&merchant).await;
    let long = "x".repeat(20_000);
    for (path, fields, link) in [
        ("/settings/sign-in".to_owned(), vec![("email", "x")], "#email\">E-mail address: "),
        ("/settings/api-keys".to_owned(), vec![("label", long.as_str())], "#label\">Label: "),
        ("/developers/clock".to_owned(), vec![("amount", "-1")], "#amount\">Amount: "),
        (format!("/users/{user}/level"), vec![("level", "HIGH")], "#level\">Level: "),
        ("/account/webhooks".to_owned(), vec![("url", "x")], "#url\">Webhook URL: "),
        ("/account/webhooks".to_owned(), vec![("url", "x")], "#events\">Events: "),
        ("/developers/funds-simulator".to_owned(), vec![("type", "X")], "#type\">Type: "),
    ] {
        let page = browser.post(&path, &fields).await;
        assert_eq!(page.status, 422, "{path}");
        page.has(&["<title>Error: ", "There is a problem", "tabindex=\"-1\" autofocus", link]);
    }
    // The API's problem documents are no answer to a person.
    let home = target.client.request(Method::DELETE, format!("{}/", target.portal));
    let html = home.send().await.unwrap().text().await.unwrap();
    assert!(html.contains("<title>Error: "), "{html}");
}
