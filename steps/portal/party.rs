//! Related parties as the operator's JSON interface writes them.

use serde_json::{Value, json};

/// The declaration of a related party: the details, with this role and first name.
pub(crate) fn declaration(mut details: Value, role: &str, first_name: &str) -> Value {
    details["roleType"] = json!(role);
    details["firstName"] = json!(first_name);
    details
}

/// The related parties of a KYB session, oldest first.
pub(crate) fn all_of(kyb_session: &Value) -> Vec<&Value> {
    let listed = kyb_session.get("relatedParties").and_then(Value::as_array);
    listed.into_iter().flatten().collect()
}

/// True if the verification of a related party is in this state.
pub(crate) fn is_in_state(party: &Value, state: &str) -> bool {
    party["status"] == format!("KYC_{state}").as_str()
}

/// The id of a related party.
pub(crate) fn id(party: &Value) -> Option<&str> {
    party.get("id")?.as_str()
}

/// The id of the last KYC session of a related party.
pub(crate) fn kyc_session(party: &Value) -> Option<&str> {
    party.pointer("/kycSession/id")?.as_str()
}
