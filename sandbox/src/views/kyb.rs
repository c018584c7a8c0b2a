//! Verification of companies, with documents and related parties, in JSON.

use serde_json::{Value, json};

use crate::domain::document::{Document, REVIEWER};
use crate::domain::kyb::missing_types;
use crate::domain::related_party::RelatedParty;
use crate::store::{KybCase, KybFile};

/// A KYB session with its documents (KYB-1).
pub(crate) fn kyb_session(file: &KybFile) -> Value {
    let KybFile { session, documents } = file;
    json!({
        "id": session.id,
        "kybId": session.kyb_id,
        "documents": documents.iter().map(kyb_document).collect::<Vec<_>>(),
        "state": session.state.code(),
        "createdAt": session.created_at,
        "updatedAt": session.updated_at,
    })
}

/// A document (KYB-2).
pub(crate) fn kyb_document(document: &Document) -> Value {
    json!({
        "id": document.id,
        "kybSessionId": document.session,
        "category": document.category,
        "type": document.kind,
        "fileName": document.file_name,
        "fileSize": document.file_size,
        "mimeType": document.media_type(),
        "reviewState": document.review_state.code(),
        "rejectionReason": document.rejection_reason,
        "reviewedAt": document.reviewed_at,
        "reviewedBy": document.reviewed_at.map(|_| REVIEWER),
        "createdAt": document.created_at,
        "updatedAt": document.updated_at,
    })
}

/// A KYB session with its related parties, as compliance sees it (KYB-11).
pub(crate) fn kyb_case(case: &KybCase, portal_url: &str) -> Value {
    let KybCase { file, related_parties } = case;
    let present = file.documents.iter().map(|known| known.kind.as_str());
    let unverified = related_parties.iter().filter(|party| !party.is_verified());
    let mut view = kyb_session(file);
    view["userId"] = json!(file.session.user);
    view["infoRequest"] = json!(file.session.info_request);
    view["relatedParties"] =
        related_parties.iter().map(|party| related_party(party, portal_url)).collect();
    view["missing"] = json!({
        "documents": missing_types(&present.collect::<Vec<_>>()),
        "relatedParties": unverified.map(RelatedParty::name).collect::<Vec<_>>(),
    });
    view
}

/// A related party (KYB-11).
pub(crate) fn related_party(party: &RelatedParty, portal_url: &str) -> Value {
    let mut view = json!({"id": party.id});
    for (field, value) in &party.profile {
        view[field] = value.clone();
    }
    view["status"] = party.status().into();
    view["kycSession"] = party.session_view(portal_url);
    view
}
