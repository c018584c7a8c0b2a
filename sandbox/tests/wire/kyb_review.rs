//! The verification of a company, from its documents to its level.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{Answer, Merchant, PDF, expect, id, sandbox, send};

const EVENTS: [&str; 7] = [
    "kyb.state_updated",
    "related_party.kyc_session_created",
    "kyc.session_verified",
    "kyc.session_failed",
    "kyc.session_expired",
    "kyc.session_manual_review",
    "kyc.state_updated",
];

fn person(name: &str) -> Value {
    json!({
        "roleType": "UBO", "firstName": name, "lastName": "Ruiz", "email": "ana@example.com",
        "nationality": "ES",
        "residentialAddress": {
            "addressLine1": "Calle Mayor 1", "city": "Madrid", "provinceState": "Madrid",
            "postalCode": "28001", "country": "ES",
        },
    })
}

/// A company under review, as compliance sees it.
struct Review {
    merchant: Merchant,
    company: String,
    session: String,
    case: String,
}

impl Review {
    async fn submitted(target: &crate::world::Target) -> Self {
        let merchant = target.merchant().await;
        merchant.listen("https://127.0.0.1:9/hook", &EVENTS).await;
        let company = merchant.business().await;
        let session = merchant.submitted_kyb(&company).await;
        let case = format!("/kyb-sessions/{}", session.rsplit_once('/').unwrap().1);
        Self { merchant, company, session, case }
    }

    async fn act(&self, action: &str, body: Value) -> Answer {
        self.merchant.operate(Method::POST, &format!("{}/{action}", self.case), body).await
    }

    async fn declare(&self, name: &str) -> Value {
        expect(201, self.act("related-parties", person(name)).await)
    }

    async fn show(&self) -> Value {
        let path = format!("{}{}", self.merchant.path, self.case);
        expect(200, self.merchant.target.operator(Method::GET, &path, None).await)
    }

    async fn decide(&self, party: &Value, decision: &str) -> Answer {
        let session = party["kycSession"]["id"].as_str().unwrap();
        let path = format!("/kyc-sessions/{session}/{decision}");
        self.merchant.operate(Method::POST, &path, json!({})).await
    }

    async fn renew(&self, party: &Value) -> Answer {
        let path = format!("/related-parties/{}/kyc-sessions", id(party));
        self.merchant.operate(Method::POST, &path, json!({})).await
    }

    /// Types and data of the events, oldest first.
    async fn events(&self) -> Vec<(String, Value)> {
        let deliveries = self.merchant.deliveries().await;
        let events = deliveries.iter().map(|delivery| {
            assert_eq!(delivery["resourceId"], self.company);
            let body: Value = serde_json::from_str(delivery["body"].as_str().unwrap()).unwrap();
            (body["eventType"].as_str().unwrap().to_owned(), body["data"].clone())
        });
        events.collect()
    }
}

fn refused(status: u16, code: &str, answer: Answer) -> Value {
    let problem = expect(status, answer);
    assert_eq!(problem["code"], code);
    problem
}

#[tokio::test]
async fn a_company_is_approved_after_all_its_related_parties() {
    let (_sandbox, target) = sandbox().await;
    let review = Review::submitted(&target).await;
    let (ana, eva) = (review.declare("Ana").await, review.declare("Eva").await);
    assert_eq!((&ana["status"], &ana["phoneNumber"]), (&json!("KYC_PENDING"), &Value::Null));
    expect(200, review.decide(&ana, "review").await);
    expect(200, review.decide(&ana, "approve").await);
    let problem = refused(409, "related_parties_pending", review.act("approve", json!({})).await);
    assert_eq!(problem["missing"], json!(["Eva Ruiz"]));
    assert!(problem["detail"].as_str().unwrap().contains("Eva Ruiz"));
    let case = review.show().await;
    assert_eq!(case["missing"], json!({"documents": [], "relatedParties": ["Eva Ruiz"]}));
    assert_eq!(case["relatedParties"][0]["status"], "KYC_VERIFIED");
    assert_eq!(case["userId"], review.company);
    expect(200, review.decide(&eva, "approve").await);
    let approved = expect(200, review.act("approve", json!({})).await);
    assert_eq!(approved["state"], "APPROVED");
    for document in approved["documents"].as_array().unwrap() {
        assert_eq!(document["reviewState"], "APPROVED");
        assert_eq!(document["reviewedBy"], "Compliance");
        assert_eq!(document["reviewedAt"], approved["updatedAt"]);
    }
    let events = review.events().await;
    let kinds = events.iter().map(|(kind, _)| kind.as_str()).collect::<Vec<_>>();
    let expected = [EVENTS[1], EVENTS[1], EVENTS[5], EVENTS[2], EVENTS[6], EVENTS[2], EVENTS[6]];
    assert_eq!(kinds, [&expected[..], &EVENTS[..1]].concat());
    let mut expected = ana.clone();
    let session = expected.as_object_mut().unwrap().remove("kycSession").unwrap();
    expected.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    let data = &events[0].1;
    assert_eq!((&data["relatedParty"], &data["kycSession"]), (&expected, &session));
    assert_eq!(data["businessUser"], json!({"id": approved["kybId"], "name": "Acme SL"}));
    let verified = json!({
        "sessionId": session["id"], "relatedPartyId": ana["id"], "entityType": "related-party",
    });
    assert_eq!(events[3].1, verified);
    assert_eq!(events[4].1["relatedPartyId"], ana["id"]);
    let (kyb, user) = (&approved["kybId"], &review.company);
    assert_eq!(events[7].1, json!({"kybId": kyb, "userId": user, "state": "REGULAR"}));
    for action in ["approve", "reject", "request-info"] {
        refused(409, "session_final", review.act(action, json!({})).await);
    }
    refused(409, "session_final", review.act("related-parties", person("Leo")).await);
    review.merchant.account(&review.company, "EUR", 0).await;
}

#[tokio::test]
async fn a_related_party_gets_a_new_session_after_a_failed_one() {
    let (_sandbox, target) = sandbox().await;
    let review = Review::submitted(&target).await;
    let ana = review.declare("Ana").await;
    refused(409, "session_open", review.renew(&ana).await);
    expect(200, review.decide(&ana, "reject").await);
    assert_eq!(review.show().await["relatedParties"][0]["status"], "KYC_REJECTED");
    let second = expect(201, review.renew(&ana).await);
    assert_eq!(second["status"], "KYC_PENDING");
    assert_ne!(second["kycSession"]["id"], ana["kycSession"]["id"]);
    review.merchant.advance(7 * 86400).await;
    assert_eq!(review.show().await["relatedParties"][0]["status"], "KYC_EXPIRED");
    refused(409, "session_final", review.decide(&second, "approve").await);
    let third = expect(201, review.renew(&ana).await);
    expect(200, review.decide(&third, "approve").await);
    refused(409, "already_verified", review.renew(&ana).await);
    let kinds = review.events().await.into_iter().map(|(kind, _)| kind).collect::<Vec<_>>();
    let created = EVENTS[1];
    let expected = [created, EVENTS[3], created, EVENTS[4], created, EVENTS[2], EVENTS[6]];
    assert_eq!(kinds, expected);
}

#[tokio::test]
async fn submitted_documents_stay_after_a_request_for_more() {
    let (_sandbox, target) = sandbox().await;
    let review = Review::submitted(&target).await;
    let (merchant, session) = (&review.merchant, &review.session);
    let asked = expect(200, review.act("request-info", json!({"message": "More"})).await);
    assert_eq!(asked["state"], "INFO_REQUESTED");
    assert_eq!(review.show().await["infoRequest"], "More");
    let remove = async |document: &Value| {
        let path = format!("{session}/documents/{}", id(document));
        send(merchant.request(Method::DELETE, &path)).await
    };
    refused(409, "session_submitted", remove(&asked["documents"][0]).await);
    for _ in 0..2 {
        let answer = merchant.upload(session, "OTHER", "a.pdf", PDF.to_vec()).await;
        let added = expect(201, answer);
        expect(204, remove(&added).await);
        expect(404, remove(&added).await);
    }
    let added = expect(201, merchant.upload(session, "OTHER", "a.pdf", PDF.to_vec()).await);
    refused(409, "invalid_transition", review.act("approve", json!({})).await);
    refused(409, "invalid_transition", review.act("request-info", json!({})).await);
    review.declare("Ana").await;
    let submit = format!("{session}/submit");
    let again = expect(200, merchant.post(&submit, json!({})).await);
    assert_eq!(
        (again["state"].as_str(), again["documents"][4]["id"].as_str()),
        (Some("IN_REVIEW"), added["id"].as_str(),)
    );
    refused(409, "session_submitted", merchant.post(&submit, json!({})).await);
    refused(409, "session_submitted", remove(&added).await);
    let late = merchant.upload(session, "OTHER", "a.pdf", PDF.to_vec()).await;
    refused(409, "session_submitted", late);
}

#[tokio::test]
async fn after_a_rejection_there_can_be_another_session_of_the_same_record() {
    let (_sandbox, target) = sandbox().await;
    let review = Review::submitted(&target).await;
    let merchant = &review.merchant;
    let sessions = format!("/account/business-user/{}/kyb-sessions", review.company);
    refused(409, "session_open", merchant.post(&sessions, json!({})).await);
    let rejected = expect(200, review.act("reject", json!({"reason": "Unreadable"})).await);
    assert_eq!(rejected["state"], "REJECTED");
    assert_eq!(rejected["documents"][0]["rejectionReason"], "Unreadable");
    let second = expect(201, merchant.post(&sessions, json!({})).await);
    assert_eq!(second["kybId"], rejected["kybId"]);
    assert_eq!(expect(200, merchant.get(&sessions).await), json!([rejected, second]));
    let missing = merchant.post(&format!("{sessions}/{}/submit", id(&second)), json!({})).await;
    let problem = refused(422, "missing_documents", missing);
    assert_eq!(problem["missing"].as_array().unwrap().len(), 4);
    assert_eq!(problem["errors"][3]["field"], "/documents");
    let list = format!("{}/kyb-sessions?state_eq=CREATED", merchant.path);
    let listed = expect(200, target.operator(Method::GET, &list, None).await);
    assert_eq!(listed["pagination"]["totalElements"].as_i64().unwrap_or(1), 1);
    assert_eq!(listed["kybSessions"][0]["id"], second["id"]);
    assert!(review.events().await.is_empty());
    let level = format!("/users/{}/level", review.company);
    expect(200, merchant.operate(Method::PUT, &level, json!({"level": "REGULAR"})).await);
    assert_eq!(review.events().await.len(), 1);
    let other = merchant.business().await;
    let foreign = session_path(&sessions, &second, &review.company, &other);
    expect(404, merchant.get(&foreign).await);
}

fn session_path(sessions: &str, session: &Value, company: &str, other: &str) -> String {
    format!("{}/{}", sessions.replace(company, other), id(session))
}
