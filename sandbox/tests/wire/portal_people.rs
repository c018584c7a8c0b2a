//! The Portal's pages for compliance: users, companies and their verification.

use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};

use crate::browser::enter;
use crate::world::{Merchant, PDF, company, expect, id, person, sandbox};

const RTL: &str = "\u{202e}";
const SCRIPT: &str = "<script>alert('x')</script>";

/// A signed-in person, with a browser that follows no redirect.
struct Visitor {
    client: Client,
    portal: String,
    cookie: String,
    proof: String,
}

impl Visitor {
    async fn of(merchant: &Merchant) -> Self {
        let made = merchant.operate(Method::POST, "/people", json!({"name": "Eva"})).await;
        let links = format!("/people/{}/sign-in-links", id(&expect(201, made)));
        let link = expect(201, merchant.operate(Method::POST, &links, json!({})).await);
        let client = Client::builder().tls_certs_only([]).no_proxy().redirect(Policy::none());
        let client = client.build().unwrap();
        let cookie = enter(&client, link["url"].as_str().unwrap()).await;
        let portal = merchant.target.portal.clone();
        let mut visitor = Self { client, portal, cookie, proof: String::new() };
        let html = visitor.see("/users").await;
        let proof = html.split("name=\"proof\" value=\"").nth(1).unwrap();
        visitor.proof = proof.split('"').next().unwrap().to_owned();
        visitor
    }

    async fn get(&self, path: &str) -> Response {
        let request = self.client.get(format!("{}{path}", self.portal));
        request.header("cookie", &self.cookie).send().await.unwrap()
    }

    /// The page at `path`, which must exist and be small.
    async fn see(&self, path: &str) -> String {
        let response = self.get(path).await;
        assert_eq!(response.status(), 200, "{path}");
        let html = response.text().await.unwrap();
        assert!(html.len() < 100_000, "{path} has {} bytes", html.len());
        html
    }

    async fn send(
        &self,
        path: &str,
        proof: &str,
        fields: &[(&str, &str)],
    ) -> (u16, String, String) {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("proof", proof).extend_pairs(fields);
        let request = self.client.post(format!("{}{path}", self.portal));
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let request = request.header("cookie", &self.cookie).body(form.finish());
        let response = request.send().await.unwrap();
        let (status, place) = (response.status().as_u16(), header(&response, "location"));
        (status, place, response.text().await.unwrap())
    }

    /// Sends a form that must be refused; gives the page.
    async fn refused(&self, status: u16, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.send(path, &self.proof, fields).await;
        assert_eq!(answer.0, status, "{path}: {}", answer.2);
        answer.2
    }

    /// Sends a form that must succeed; gives the page after it.
    async fn done(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let (status, place, html) = self.send(path, &self.proof, fields).await;
        assert_eq!(status, 303, "{path}: {html}");
        let html = self.see(&place).await;
        assert!(html.contains("<p class=\"done\" role=\"status\">"), "{place}");
        html
    }
}

fn header(response: &Response, name: &str) -> String {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned()
}

/// The page of the company's session.
async fn case(merchant: &Merchant, company: &str) -> String {
    let session = merchant.submitted_kyb(company).await;
    format!("/onboarding-business/{}", session.rsplit_once('/').unwrap().1)
}

/// The case in the operator's JSON.
async fn case_in_json(merchant: &Merchant, case: &str) -> Value {
    let path = case.replace("/onboarding-business", &format!("{}/kyb-sessions", merchant.path));
    expect(200, merchant.target.operator(Method::GET, &path, None).await)
}

const EVA: [(&str, &str); 9] = [
    ("roleType", "UBO"),
    ("firstName", "Eva"),
    ("lastName", "Sanz"),
    ("email", "eva@acme.example"),
    ("nationality", "es"),
    ("residentialAddress.addressLine1", "Calle Mayor 1"),
    ("residentialAddress.city", "Madrid"),
    ("residentialAddress.provinceState", "Madrid"),
    ("residentialAddress.postalCode", "28001"),
];

fn eva<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let country = ("residentialAddress.country", "ES");
    EVA.into_iter().chain([country]).chain(more.iter().copied()).collect()
}

#[tokio::test]
async fn pages_and_forms_need_a_session_of_their_merchant() {
    let (_sandbox, target) = sandbox().await;
    let (merchant, other) = (target.merchant().await, target.merchant().await);
    let (user, company) = (merchant.user().await, merchant.business().await);
    let session = id(&merchant.kyc_session(&user).await);
    let case = case(&merchant, &company).await;
    let document = id(&case_in_json(&merchant, &case).await["documents"][0]);
    let pages = [
        format!("/users/{user}"),
        format!("/businesses/{company}"),
        format!("/kyc/{session}"),
        case.clone(),
        format!("{case}/documents/{document}"),
    ];
    let forms = [
        format!("/users/{user}/level"),
        format!("/businesses/{company}/level"),
        format!("/kyc/{session}/approve"),
        format!("/kyc/{session}/review"),
        format!("/kyc/{session}/reject"),
        format!("{case}/request-info"),
        format!("{case}/approve"),
        format!("{case}/reject"),
        format!("{case}/related-parties"),
    ];
    let fields = eva(&[("level", "REGULAR"), ("document-verification.code", "KYC.DOC.EXPIRED")]);
    let (visitor, stranger) = (Visitor::of(&merchant).await, Visitor::of(&other).await);
    for page in &pages {
        assert_eq!(visitor.get(page).await.status(), 200, "{page}");
        assert_eq!(stranger.get(page).await.status(), 404, "{page}");
        let nobody = visitor.client.get(format!("{}{page}", target.portal)).send().await.unwrap();
        assert_eq!(nobody.status(), 303, "{page}");
        assert!(header(&nobody, "location").starts_with("/sign-in?next="));
    }
    for form in &forms {
        stranger.refused(404, form, &fields).await;
        for forged in ["", &stranger.proof] {
            assert_eq!(visitor.send(form, forged, &fields).await.0, 403, "{form}");
        }
    }
    for wrong in [format!("/users/{company}"), format!("/businesses/{user}"), "/kyc/1".to_owned()] {
        assert_eq!(visitor.get(&wrong).await.status(), 404, "{wrong}");
    }
    for list in ["/users", "/businesses", "/kyc", "/onboarding-business"] {
        let found = [&user, &company, &session, &case];
        let html = stranger.see(list).await;
        assert!(!found.iter().any(|id| html.contains(id.as_str())), "{list}");
    }
    let (level, state) =
        (merchant.get(&format!("/account/individual-users/{user}")).await, case_in_json);
    assert_eq!(level.1["kycLevel"], "LIGHT");
    assert_eq!(state(&merchant, &case).await["state"], "IN_REVIEW");
}

#[tokio::test]
async fn users_are_found_and_texts_of_strangers_stay_text() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let mut evil = person();
    evil["name"] = json!(format!("{SCRIPT}{RTL}Ñandú{}", "x".repeat(200)));
    evil["email"] = json!("\"><script>@example.com");
    let evil = id(&expect(201, merchant.post("/account/individual-users", evil).await));
    let ana = merchant.user().await;
    let mut evil_company = company();
    evil_company["company"]["legalName"] = json!(SCRIPT);
    evil_company["businessActivity"]["productsAndServices"] = json!(vec![SCRIPT; 100]);
    let made = expect(201, merchant.post("/account/business-user", evil_company).await);
    let session = id(&merchant.kyc_session(&evil).await);
    let visitor = Visitor::of(&merchant).await;
    let company = format!("/businesses/{}", id(&made));
    let pages = [format!("/users/{evil}"), format!("/kyc/{session}"), company];
    for page in pages.iter().map(String::as_str).chain(["/users", "/businesses", "/kyc"]) {
        let html = visitor.see(page).await;
        assert!(html.contains("&#60;script&#62;"), "{page}");
        assert!(!html.contains("<script>"), "{page}");
    }
    let long = format!("/users?search={}", "%3C".repeat(10_000));
    assert!(visitor.see(&long).await.contains("No user matches"));
    for (query, has_evil, has_ana) in [
        ("search=%C3%B1AND%C3%9A", true, false),
        ("search=ana+ruiz", false, true),
        ("search=ANA%40example.com", false, true),
        ("search=%25", false, false),
        ("level=REGULAR&search=", false, false),
        (&format!("search={ana}"), false, true),
    ] {
        let html = visitor.see(&format!("/users?{query}")).await;
        assert_eq!(
            (html.contains(&evil), html.contains(&format!("/users/{ana}"))),
            (has_evil, has_ana),
            "{query}"
        );
    }
    let level = format!("/users/{ana}/level");
    visitor.refused(422, &level, &[("level", SCRIPT)]).await;
    visitor.done(&level, &[("level", "REGULAR")]).await;
    merchant.account(&ana, "EUR", 123_450).await;
    let html = visitor.see(&format!("/users/{ana}")).await;
    assert!(html.contains("EUR 1,234.50") && html.contains("Close to a politically"), "{html}");
}

#[tokio::test]
async fn a_rejection_by_form_says_which_checks_failed_and_why() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let user = merchant.user().await;
    let session = id(&merchant.kyc_session(&user).await);
    let visitor = Visitor::of(&merchant).await;
    let page = format!("/kyc/{session}");
    let html = visitor.done(&format!("{page}/review"), &[]).await;
    assert!(html.contains("REVIEW") && !html.contains("Send to manual review"));
    let reject = format!("{page}/reject");
    let long = "<".repeat(10_000);
    for (fields, fault) in [
        (vec![("document-verification.code", "")], "document-verification.code-fault"),
        (vec![("face-matching.code", "ANOTHER")], "face-matching.other-fault"),
        (vec![("face-matching.message", "Blurred")], "face-matching.code-fault"),
        (
            vec![("face-matching.code", "KYC.FACE.MISMATCH"), ("face-matching.message", &long)],
            "face-matching.message-fault",
        ),
    ] {
        let html = visitor.refused(422, &reject, &fields).await;
        assert!(html.contains(&format!("id=\"{fault}\"")), "{fault}");
        assert!(html.len() < 100_000);
    }
    let html = visitor.refused(422, &reject, &[("face-matching.message", "Blurred")]).await;
    assert!(html.contains("value=\"Blurred\""));
    let fields = [
        ("document-verification.code", "KYC.DOC.EXPIRED"),
        ("face-matching.code", "ANOTHER"),
        ("face-matching.other", "KYC.FACE.MASK"),
        ("face-matching.message", SCRIPT),
    ];
    let html = visitor.done(&reject, &fields).await;
    assert!(html.contains("KYC.FACE.MASK") && !html.contains("<script>"));
    assert!(!html.contains("/approve\"") && !html.contains("/reject\""), "{html}");
    let checks = format!("/account/users/{user}/identity-verifications/{session}/checks");
    let checks = expect(200, merchant.get(&checks).await);
    let reasons = |index: usize| checks["checks"][index]["refused_reasons"][0].clone();
    assert_eq!(reasons(0)["code"], "KYC.DOC.EXPIRED");
    assert_eq!(reasons(0)["message"], "The document has expired");
    assert_eq!(
        (&reasons(1)["code"], &reasons(1)["message"]),
        (&json!("KYC.FACE.MASK"), &json!(SCRIPT))
    );
    let late = visitor.refused(409, &format!("{page}/approve"), &[]).await;
    assert!(late.contains("role=\"alert\"") && late.contains("REJECTED"));
}

#[tokio::test]
async fn open_sessions_come_first_and_expired_ones_cannot_be_decided() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let visitor = Visitor::of(&merchant).await;
    assert!(visitor.see("/kyc").await.contains("There is no KYC session yet"));
    let older = id(&merchant.kyc_session(&merchant.user().await).await);
    let newer = id(&merchant.kyc_session(&merchant.user().await).await);
    visitor.done(&format!("/kyc/{newer}/approve"), &[]).await;
    let queue = visitor.see("/kyc").await;
    assert!(queue.contains("id=\"queue\" aria-label=\"Sessions\" data-live"));
    assert!(queue.find(&older) < queue.find(&newer) && queue.contains(&newer));
    assert!(!visitor.see("/kyc?state=VERIFIED").await.contains(&older));
    merchant.advance(7 * 86400).await;
    let late = visitor.refused(409, &format!("/kyc/{older}/approve"), &[]).await;
    assert!(late.contains("EXPIRED") && !late.contains("id=\"reject\""), "{late}");
    assert!(late.contains("it has no checks"));
}

#[tokio::test]
async fn a_company_is_verified_by_forms_alone() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let company = merchant.business().await;
    let case = case(&merchant, &company).await;
    let visitor = Visitor::of(&merchant).await;
    let declare = format!("{case}/related-parties");
    let faulty = [("firstName", SCRIPT), ("email", "eva"), ("ownershipPercentage", "a lot")];
    let html = visitor.refused(422, &declare, &faulty).await;
    for field in ["roleType", "email", "ownershipPercentage", "residentialAddress.city"] {
        assert!(html.contains(&format!("id=\"{field}-fault\"")), "{field}");
    }
    assert!(html.contains("value=\"a lot\"") && !html.contains("<script>"));
    visitor.done(&declare, &eva(&[("ownershipPercentage", "25,5 %")])).await;
    let html = visitor.refused(409, &format!("{case}/approve"), &[]).await;
    assert!(html.contains("not verified: Eva Sanz."), "{html}");
    let party = case_in_json(&merchant, &case).await["relatedParties"][0].clone();
    assert_eq!(
        (&party["ownershipPercentage"], &party["nationality"]),
        (&json!(25.5), &json!("ES"))
    );
    let session = |party: &Value| format!("/kyc/{}", party["kycSession"]["id"].as_str().unwrap());
    assert!(visitor.see("/kyc").await.contains(&session(&party)));
    let failed = [("document-verification.code", "KYC.DOC.EXPIRED")];
    visitor.done(&format!("{}/reject", session(&party)), &failed).await;
    let renew = format!("{declare}/{}/kyc-sessions", id(&party));
    let other = self::case(&merchant, &merchant.business().await).await;
    visitor.refused(404, &renew.replace(&case, &other), &[]).await;
    visitor.done(&renew, &[]).await;
    visitor.refused(409, &renew, &[]).await;
    let party = case_in_json(&merchant, &case).await["relatedParties"][0].clone();
    visitor.done(&format!("{}/approve", session(&party)), &[]).await;
    let html = visitor.done(&format!("{case}/request-info"), &[("message", "More, please")]).await;
    assert!(html.contains("More, please") && html.contains("INFO_REQUESTED"));
    let api = format!("/account/business-user/{company}/kyb-sessions/{}", &case[21..]);
    expect(200, merchant.post(&format!("{api}/submit"), json!({})).await);
    let html = visitor.done(&format!("{case}/approve"), &[]).await;
    assert!(html.contains("APPROVED") && !html.contains("<h2 id=\"refuse\">"));
    let known = expect(200, merchant.get(&format!("/account/business-user/{company}")).await);
    assert_eq!(known["kybLevel"], "REGULAR");
    let queue = visitor.see("/onboarding-business").await;
    assert!(queue.find(&other) < queue.find(&case), "what is to be reviewed comes first");
    for (state, is_there) in [("APPROVED", true), ("IN_REVIEW", false)] {
        let listed = visitor.see(&format!("/onboarding-business?state={state}")).await;
        assert_eq!(listed.contains(&case), is_there, "{state}");
    }
    visitor.refused(409, &format!("{case}/reject"), &[]).await;
}

#[tokio::test]
async fn documents_are_shown_where_that_is_safe_and_saved_otherwise() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let company = merchant.business().await;
    let session = merchant.kyb_session(&company).await;
    let compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1].to_vec();
    let case = format!("/onboarding-business/{}", session.rsplit_once('/').unwrap().1);
    let visitor = Visitor::of(&merchant).await;
    for (name, content, media_type, disposition) in [
        ("<b>.pdf", PDF.to_vec(), "application/pdf", "inline; filename*=UTF-8''%3Cb%3E.pdf"),
        ("a.doc", compound, "application/msword", "attachment; filename*=UTF-8''a.doc"),
    ] {
        let made = expect(201, merchant.upload(&session, "OTHER", name, content.clone()).await);
        let shown = visitor.get(&format!("{case}/documents/{}", id(&made))).await;
        assert_eq!(header(&shown, "content-type"), media_type);
        assert_eq!(header(&shown, "content-disposition"), disposition);
        assert_eq!(header(&shown, "x-content-type-options"), "nosniff");
        assert_eq!(header(&shown, "x-frame-options"), "SAMEORIGIN");
        let policy = header(&shown, "content-security-policy");
        assert!(policy.contains("frame-ancestors 'self'") && !policy.contains("script-src"));
        assert_eq!(shown.bytes().await.unwrap(), content);
    }
    let html = visitor.see(&case).await;
    assert!(html.contains("&#60;b&#62;.pdf") && html.contains("<iframe src=\"/onboarding"));
    assert_eq!(header(&visitor.get(&case).await, "x-frame-options"), "DENY");
}

#[tokio::test]
async fn the_hosted_page_shows_no_names() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let user = merchant.user().await;
    let session = merchant.kyc_session(&user).await;
    let url = session["hostedUrl"].as_str().unwrap();
    let page = target.client.get(url).send().await.unwrap();
    assert_eq!(page.status(), 200);
    let html = page.text().await.unwrap();
    assert!(html.contains("NOT_STARTED") && html.contains("href=\"/sign-in?next=/kyc/"));
    assert!(!["Ana", "Ruiz", "Acme", &user].iter().any(|name| html.contains(name)), "{html}");
    for unknown in
        [url.replace("/verify/", "/verify/0"), format!("{}/verify/{user}", target.portal)]
    {
        assert_eq!(target.client.get(unknown).send().await.unwrap().status(), 404);
    }
}
