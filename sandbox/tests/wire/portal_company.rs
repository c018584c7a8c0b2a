//! The page of a company: its verification, documents and related parties, with links in both directions.

use reqwest::Method;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::world::{MANDATORY, company, expect, id, sandbox};

/// The part of a page with that id, up to the next part.
fn part<'a>(html: &'a str, id: &str) -> &'a str {
    let begin = html.split(&format!("<section class=\"card\" id=\"{id}\"")).nth(1).unwrap();
    begin.split("</section>").next().unwrap()
}

/// The addresses of the links in a part of a page.
fn links(part: &str) -> Vec<&str> {
    part.split("<a href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

fn shareholder() -> Value {
    json!({
        "roleType": "SHAREHOLDER", "firstName": "Eva", "lastName": "Sanz",
        "email": "eva@example.com", "nationality": "ES", "ownershipPercentage": 40,
        "residentialAddress": {
            "addressLine1": "Calle Mayor 1", "city": "Madrid", "provinceState": "Madrid",
            "postalCode": "28001", "country": "ES",
        },
    })
}

#[tokio::test]
async fn a_company_shows_and_links_its_verification_documents_and_related_parties() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let company = merchant.business().await;
    let browser = Browser::of(&merchant).await;
    let page = format!("/businesses/{company}");
    for (place, told) in [
        ("cases", "There is no KYB session yet."),
        ("documents", "The latest KYB session has no documents."),
        ("parties", "The latest KYB session has no related parties."),
    ] {
        let shown = browser.get(&page).await;
        assert!(part(&shown.html, place).contains(told), "{place}");
    }
    let session = merchant.submitted_kyb(&company).await;
    let session = session.rsplit_once('/').unwrap().1;
    let case = format!("/onboarding-business/{session}");
    let declare = format!("/kyb-sessions/{session}/related-parties");
    let party = expect(201, merchant.operate(Method::POST, &declare, shareholder()).await);
    let kyc = format!("/kyc/{}", id(&party["kycSession"]));

    let shown = browser.get(&page).await;
    let verification = part(&shown.html, "cases");
    assert_eq!(links(verification), [case.as_str()]);
    assert!(verification.contains("IN_REVIEW") && verification.contains(" UTC</time>"));
    let documents = part(&shown.html, "documents");
    assert_eq!(links(documents).len(), MANDATORY.len());
    for file in links(documents) {
        assert!(file.starts_with(&format!("{case}/documents/")), "{file}");
        assert_eq!(browser.get(file).await.status, 200, "{file}");
    }
    for kind in
        ["Memorandum and articles", "Business number", "Proof of address", "a.pdf", "PENDING"]
    {
        assert!(documents.contains(kind), "no {kind} in {documents}");
    }
    let parties = part(&shown.html, "parties");
    assert_eq!(links(parties), [kyc.as_str()]);
    for told in ["Eva Sanz", "Shareholder", "KYC_PENDING"] {
        assert!(parties.contains(told), "no {told} in {parties}");
    }
    let back = format!("href=\"{page}\"");
    browser.get(&case).await.has(&[&back, &format!("href=\"{kyc}\"")]);
    browser.get(&kyc).await.has(&[&back, &format!("href=\"{case}\"")]);
    for review in
        [format!("/kyc-sessions{}/approve", &kyc[4..]), format!("/kyb-sessions/{session}/approve")]
    {
        expect(200, merchant.operate(Method::POST, &review, json!({})).await);
    }
    let shown = browser.get(&page).await;
    for (place, state) in [
        ("standing", "REGULAR"),
        ("cases", "APPROVED"),
        ("documents", "APPROVED"),
        ("parties", "KYC_VERIFIED"),
    ] {
        assert!(part(&shown.html, place).contains(&format!(">{state}</span>")), "{place}");
    }
}

#[tokio::test]
async fn a_company_shows_its_whole_profile() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let id = merchant.business().await;
    let shown = Browser::of(&merchant).await.get(&format!("/businesses/{id}")).await;
    let mut waiting = vec![company()];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(fields) => waiting.extend(fields.into_iter().map(|(_, value)| value)),
            Value::String(text) => {
                let told = text.to_lowercase();
                let page = shown.html.to_lowercase().replace("&#38;", "&");
                assert!(page.contains(&told), "no {text} in {}", shown.html);
            }
            other => panic!("{other}"),
        }
    }
}
