//! Decisions about people and companies, on their pages.

use conformance_harness::{browser::Entry, exchange::Exchange, verdict::Fault};
use serde_json::{Value, json};

use crate::{language::Decision, portal::browser::Pages};

/// The check that the form proposes to refuse.
const PROPOSED_CHECK: &str = "document-verification";

/// The choice of a code that is typed.
const ANOTHER_CODE: &str = "ANOTHER";

impl Pages {
    pub(super) async fn decide_kyc(
        &self,
        session: &str,
        decision: Decision,
        details: Option<&Value>,
    ) -> Result<Exchange, Fault> {
        let page = format!("/kyc/{session}");
        let entries = details.map(refusals).unwrap_or_default();
        let entries: Vec<(&str, Entry)> =
            entries.iter().map(|(name, text)| (name.as_str(), text.as_str().into())).collect();
        let verb = match decision {
            Decision::Approve => "approve",
            Decision::Reject => "reject",
            Decision::Review => "review",
            Decision::Inform => return Err(Fault::error("only companies are asked for more")),
        };
        let seen = self.send(&page, &format!("{page}/{verb}"), &entries).await?;
        Ok(seen.answer(200, &json!({})))
    }

    pub(super) async fn decide_kyb(
        &self,
        session: &str,
        decision: Decision,
        details: Option<&Value>,
    ) -> Result<Exchange, Fault> {
        let page = format!("/onboarding-business/{session}");
        let (verb, field) = match decision {
            Decision::Approve => ("approve", None),
            Decision::Reject => ("reject", Some("reason")),
            Decision::Inform => ("request-info", Some("message")),
            Decision::Review => return Err(Fault::error("a company is not sent to review")),
        };
        let text = field.and_then(|field| Some((field, details?.get(field)?.as_str()?.into())));
        let entries: Vec<(&str, Entry)> = text.into_iter().collect();
        let seen = self.send(&page, &format!("{page}/{verb}"), &entries).await?;
        Ok(seen.answer(200, &json!({})))
    }

    pub(super) async fn declare(&self, session: &str, details: &Value) -> Result<Exchange, Fault> {
        let page = format!("/onboarding-business/{session}");
        let mut said = Vec::new();
        flatten("", details, &mut said);
        let entries: Vec<(&str, Entry)> =
            said.iter().map(|(name, text)| (name.as_str(), text.as_str().into())).collect();
        let seen = self.send(&page, &format!("{page}/related-parties"), &entries).await?;
        Ok(seen.answer(201, &json!({})))
    }

    pub(super) async fn renew(&self, session: &str, party: &str) -> Result<Exchange, Fault> {
        let page = format!("/onboarding-business/{session}");
        let form = format!("{page}/related-parties/{party}/kyc-sessions");
        Ok(self.send(&page, &form, &[]).await?.answer(201, &json!({})))
    }

    pub(super) async fn set_level(&self, user: &str, level: &str) -> Result<Exchange, Fault> {
        let page = format!("/users/{user}");
        let seen = self.send(&page, &format!("{page}/level"), &[("level", level.into())]).await?;
        Ok(seen.answer(200, &json!({ "id": user, "level": level })))
    }
}

/// The refused checks as the form takes them: one reason each.
fn refusals(details: &Value) -> Vec<(String, String)> {
    let checks = details.get("checks").and_then(Value::as_array).cloned().unwrap_or_default();
    let kind = |check: &Value| check["type"].as_str().unwrap_or_default().to_owned();
    let mut entries = Vec::new();
    if !checks.iter().any(|check| kind(check) == PROPOSED_CHECK) {
        entries.push((format!("{PROPOSED_CHECK}.code"), String::new()));
    }
    for check in &checks {
        let reason = &check["reasons"][0];
        let text = |field: &str| reason[field].as_str().unwrap_or_default().to_owned();
        let name = |part: &str| format!("{}.{part}", kind(check));
        entries.extend([
            (name("code"), ANOTHER_CODE.to_owned()),
            (name("other"), text("code")),
            (name("message"), text("message")),
            (name("category"), text("category")),
        ]);
    }
    entries
}

/// The fields of an object by their place, as forms name them.
fn flatten(place: &str, value: &Value, fields: &mut Vec<(String, String)>) {
    match value {
        Value::Object(inner) => {
            for (key, value) in inner {
                let dot = if place.is_empty() { "" } else { "." };
                flatten(&format!("{place}{dot}{key}"), value, fields);
            }
        }
        Value::String(text) => fields.push((place.to_owned(), text.clone())),
        other => fields.push((place.to_owned(), other.to_string())),
    }
}
