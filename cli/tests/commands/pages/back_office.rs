//! The way from the second Portal to the sandbox: its JSON operator, and its API for lists.

use conformance_harness::{
    client::{Client, Outgoing},
    exchange::Exchange,
};
use serde_json::{Value, json};

/// The types of events that both Portals offer.
pub(crate) const EVENT_TYPES: [&str; 18] = [
    "account.activated",
    "payin.processing",
    "payin.completed",
    "payin.failed",
    "payout.processing",
    "payout.completed",
    "transfer.processing",
    "transfer.completed",
    "kyc.state_updated",
    "kyc.session_verified",
    "kyc.session_failed",
    "kyc.session_expired",
    "kyc.session_manual_review",
    "kyb.state_updated",
    "related_party.kyc_session_created",
    "viban.activated",
    "viban.failed",
    "viban.deactivated",
];

/// A merchant of the sandbox, with the credentials of its operator and its own.
#[derive(Clone, Debug)]
pub(crate) struct BackOffice {
    pub(crate) client: Client,
    pub(crate) api: String,
    pub(crate) portal: String,
    pub(crate) operator_key: String,
    pub(crate) merchant: i64,
    pub(crate) api_code: String,
    pub(crate) api_key: String,
}

impl BackOffice {
    pub(crate) async fn post(&self, path: &str, body: Option<Value>) -> Result<Value, Value> {
        self.operate("POST", path, body).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Result<Value, Value> {
        self.operate("PUT", path, Some(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Result<Value, Value> {
        self.operate("PATCH", path, Some(body)).await
    }

    /// The webhook secret; empty before there is an endpoint.
    pub(crate) async fn secret(&self) -> String {
        let answer = self.operate("GET", "/webhook-endpoint/secret", None).await;
        answer
            .ok()
            .and_then(|answer| answer["secret"].as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// The merchant's settings.
    pub(crate) async fn settings(&self) -> Value {
        self.operate("GET", "/settings", None).await.expect("there are settings")
    }

    /// The exchange rates by pair.
    pub(crate) async fn rates(&self) -> Vec<(String, String)> {
        let settings = self.settings().await;
        let rates = settings["fxRates"].as_object().cloned().unwrap_or_default();
        let text = |rate: &Value| rate.as_str().unwrap_or_default().to_owned();
        rates.iter().map(|(pair, rate)| (pair.clone(), text(rate))).collect()
    }

    /// The KYC sessions of all users, oldest first: id, name and state.
    pub(crate) async fn sessions(&self) -> Vec<(String, String, String)> {
        let login = json!({ "api_code": self.api_code, "api_key": self.api_key });
        let login = Outgoing::new("POST", "/api/v1/auth/login").json(&login);
        let token = self.send(&self.api, login).await.response.json()["token"].clone();
        let token = token.as_str().expect("a token").to_owned();
        let users = self.all("/api/v1/account/individual-users", "users", &token).await;
        let mut sessions = Vec::new();
        for user in users {
            let id = user["id"].as_str().unwrap_or_default();
            let path = format!("/api/v1/account/users/{id}/identity-verifications");
            for session in self.all(&path, "sessions", &token).await {
                let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                let created = text(&session["createdAt"]);
                let shown = (text(&session["id"]), text(&user["name"]), text(&session["state"]));
                sessions.push((created, shown));
            }
        }
        sessions.sort();
        sessions.into_iter().map(|(_, shown)| shown).collect()
    }

    /// The ids of the KYB sessions in review.
    pub(crate) async fn companies(&self) -> Vec<String> {
        let path = "/kyb-sessions?state_eq=IN_REVIEW&pageSize=100";
        let listed = self.operate("GET", path, None).await.expect("a list");
        let sessions = listed["kybSessions"].as_array().cloned().unwrap_or_default();
        sessions.iter().filter_map(|one| one["id"].as_str().map(str::to_owned)).collect()
    }

    async fn all(&self, path: &str, key: &str, token: &str) -> Vec<Value> {
        let mut all = Vec::new();
        for page in 1.. {
            let path = format!("{path}?page={page}&pageSize=100");
            let request = Outgoing::new("GET", path).bearer(token);
            let answer = self.send(&self.api, request).await;
            let found = answer.response.json()[key].as_array().cloned().unwrap_or_default();
            let is_last = found.len() < 100;
            all.extend(found);
            if is_last {
                break;
            }
        }
        all
    }

    /// Calls the JSON operator; the error is the body of a refusal.
    async fn operate(&self, method: &str, path: &str, body: Option<Value>) -> Result<Value, Value> {
        let path = format!("/operator/v1/merchants/{}{path}", self.merchant);
        let request = Outgoing::new(method, path).bearer(&self.operator_key);
        let request = body.iter().fold(request, Outgoing::json);
        let answer = self.send(&self.portal, request).await;
        let told = answer.response.json().clone();
        if answer.response.status < 300 { Ok(told) } else { Err(told) }
    }

    pub(crate) async fn send(&self, origin: &str, request: Outgoing) -> Exchange {
        self.client.send(origin, request).await.expect("the sandbox answers")
    }
}
