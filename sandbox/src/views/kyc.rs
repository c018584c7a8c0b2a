//! Verification sessions of persons and their checks, in JSON.

use serde_json::{Value, json};

use crate::domain::session::KycSession;
use crate::store::CheckRow;

/// A KYC session (KYC-1).
pub(crate) fn kyc_session(session: &KycSession, portal_url: &str) -> Value {
    session_with(session, portal_url, "createdAt", "updatedAt")
}

/// A KYC session in a list, where two members have other names.
pub(crate) fn kyc_session_item(session: &KycSession, portal_url: &str) -> Value {
    session_with(session, portal_url, "created_at", "updated_at")
}

fn session_with(session: &KycSession, portal_url: &str, created: &str, updated: &str) -> Value {
    json!({
        "id": session.id,
        "state": session.state.code(),
        "type": "KYC",
        "flow": {"id": "individual", "tag": "default"},
        "hostedUrl": session.hosted_url(portal_url),
        "data": {},
        created: session.created_at,
        updated: session.updated_at,
        "expiresAt": session.expires_at,
    })
}

/// A check of a KYC session.
pub(crate) fn kyc_check(row: &CheckRow) -> Value {
    let reasons = row.check.reasons.iter().enumerate().map(|(index, reason)| {
        json!({
            "id": index + 1,
            "type": reason.found_by,
            "code": reason.code,
            "message": reason.message,
        })
    });
    json!({
        "id": row.id,
        "type": row.check.check_type,
        "state": if row.check.is_refused() { "Refused" } else { "Validated" },
        "data": {},
        "refused_reasons": reasons.collect::<Vec<_>>(),
        "created_at": row.created_at,
        "updated_at": row.created_at,
    })
}
