//! Decisions of compliance on pages: what is offered first, and what asks for confirmation.

use reqwest::Method;
use serde_json::json;

use crate::browser::Browser;
use crate::world::{expect, id, sandbox};

#[tokio::test]
async fn an_approval_that_must_be_refused_is_not_the_first_button() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let session = merchant.submitted_kyb(&merchant.business().await).await;
    let session = session.rsplit_once('/').unwrap().1;
    let page = format!("/onboarding-business/{session}");
    let browser = Browser::of(&merchant).await;
    let place = |html: &str, verb: &str| html.find(&format!("action=\"{page}/{verb}\"")).unwrap();
    let html = browser.get(&page).await.html;
    assert!(place(&html, "approve") < place(&html, "reject"), "nothing is missing");
    let declared = [
        ("roleType", "SHAREHOLDER"),
        ("firstName", "Eva"),
        ("lastName", "Sanz"),
        ("email", "eva@example.com"),
        ("nationality", "ES"),
        ("residentialAddress.addressLine1", "Calle Mayor 1"),
        ("residentialAddress.city", "Madrid"),
        ("residentialAddress.provinceState", "Madrid"),
        ("residentialAddress.postalCode", "28001"),
        ("residentialAddress.country", "ES"),
    ];
    assert_eq!(browser.post(&format!("{page}/related-parties"), &declared).await.status, 303);
    let shown = browser.get(&page).await;
    for verb in ["related-parties", "request-info", "reject"] {
        assert!(place(&shown.html, verb) < place(&shown.html, "approve"), "{verb}");
    }
    shown.has(&["Not possible yet. Not verified: <bdi>Eva Sanz</bdi>."]);
}

#[tokio::test]
async fn a_case_is_one_live_part_and_final_decisions_ask_for_confirmation() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let company = merchant.business().await;
    let kyb = merchant.submitted_kyb(&company).await;
    let kyb = format!("/onboarding-business/{}", kyb.rsplit_once('/').unwrap().1);
    let user = merchant.user().await;
    let kyc = format!("/kyc/{}", id(&merchant.kyc_session(&user).await));
    let other = merchant.verified_user().await;
    let account = merchant.account(&other, "EUR", 0).await;
    let order = id(&expect(201, merchant.pay_in(&account, "EUR", 100, "HOLD").await));
    let order = format!("/orders/{order}");
    let browser = Browser::of(&merchant).await;
    for (page, verbs) in [
        (&kyb, &["approve", "reject"][..]),
        (&kyc, &["approve", "reject"]),
        (&order, &["settle", "fail"]),
    ] {
        let html = browser.get(page).await.html;
        for verb in verbs {
            let form = html.split(&format!("action=\"{page}/{verb}\"")).nth(1).unwrap();
            let button = form.split("<button").nth(1).unwrap();
            let button = button.split('>').next().unwrap();
            assert!(button.contains("data-confirm="), "{page} {verb}: {button}");
        }
    }
    for page in [&kyb, &kyc] {
        let html = browser.get(page).await.html;
        assert_eq!(html.matches(" data-live").count(), 1, "{page}");
        let live = html.find("id=\"case\" data-live").unwrap();
        assert!(html.find("<form method=\"post\" action=\"/onb").is_none_or(|form| form > live));
        assert!(html.find(&format!("action=\"{page}/reject\"")).unwrap() > live, "{page}");
    }
    let rejection = format!("/kyb-sessions/{}/reject", kyb.rsplit_once('/').unwrap().1);
    expect(200, merchant.operate(Method::POST, &rejection, json!({})).await);
    let html = browser.get(&kyb).await.html;
    assert!(!html.contains("below") && !html.contains("/related-parties\""), "{html}");
}

#[tokio::test]
async fn a_check_can_be_refused_for_several_reasons() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let user = merchant.user().await;
    let session = id(&merchant.kyc_session(&user).await);
    let browser = Browser::of(&merchant).await;
    let reject = format!("/kyc/{session}/reject");
    let reasons = [
        ("face-matching.reasons", "2"),
        ("face-matching.code", "KYC.FACE.MISMATCH"),
        ("face-matching.2.code", "KYC.FACE.NOT_LIVE"),
        ("face-matching.2.type", "Liveness"),
    ];
    let longer = [&reasons[..], &[("add", "face-matching")]].concat();
    let shown = browser.post(&reject, &longer).await;
    assert_eq!(shown.status, 200, "nothing is decided yet");
    shown.has(&["value=\"Liveness\"", "<legend>Reason 3</legend>"]);
    let without_code = [&reasons[..2], &reasons[3..]].concat();
    let shown = browser.post(&reject, &without_code).await;
    assert_eq!(shown.status, 422);
    shown.has(&["id=\"face-matching.2.code-fault\""]);
    assert_eq!(browser.post(&reject, &reasons).await.status, 303);
    let checks = format!("/account/users/{user}/identity-verifications/{session}/checks");
    let checks = expect(200, merchant.get(&checks).await);
    let told = checks["checks"][1]["refused_reasons"].as_array().unwrap();
    let told = told.iter().map(|reason| (&reason["type"], &reason["code"])).collect::<Vec<_>>();
    let (face, liveness) = (json!("face"), json!("Liveness"));
    let (mismatch, not_live) = (json!("KYC.FACE.MISMATCH"), json!("KYC.FACE.NOT_LIVE"));
    assert_eq!(told, [(&face, &mismatch), (&liveness, &not_live)]);
}
