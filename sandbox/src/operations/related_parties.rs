//! Related parties of a company, and their KYC sessions.

use serde_json::{Map, Value};

use super::events::emit;
use crate::domain::id::RelatedPartyId;
use crate::domain::kyb::KybSession;
use crate::domain::refusal::Refusal;
use crate::domain::related_party::RelatedParty;
use crate::domain::session::{KycSession, SessionState};
use crate::store::{Result, Scope, fresh_id};

/// Declares a related party of the company under review, and starts a KYC session for that person
/// (KYB-11).
pub(crate) fn declare(
    scope: &Scope<'_>,
    kyb: &KybSession,
    profile: Map<String, Value>,
    portal_url: &str,
) -> Result<RelatedParty> {
    kyb.check_under_review()?;
    let id = fresh_id();
    let record = scope.insert_related_party(id, kyb.id, &profile)?;
    let session = start_session(scope, kyb, id)?;
    let party = RelatedParty { id, record, kyb: kyb.id, profile, session };
    emit_invitation(scope, kyb, &party, portal_url)?;
    Ok(party)
}

/// Starts another KYC session for a related party whose last one was rejected or expired (KYB-11,
/// KYC-7).
pub(crate) fn renew_session(
    scope: &Scope<'_>,
    mut party: RelatedParty,
    portal_url: &str,
) -> Result<RelatedParty> {
    match party.session.state {
        SessionState::Verified => return Err(Refusal::AlreadyVerified.into()),
        state if state.is_open() => return Err(Refusal::SessionOpen.into()),
        _ => {}
    }
    let kyb = scope.kyb_session(party.kyb)?;
    kyb.check_under_review()?;
    party.session = start_session(scope, &kyb, party.id)?;
    emit_invitation(scope, &kyb, &party, portal_url)?;
    Ok(party)
}

fn start_session(scope: &Scope<'_>, kyb: &KybSession, party: RelatedPartyId) -> Result<KycSession> {
    let mut session = KycSession::start(fresh_id(), kyb.user, scope.now);
    session.related_party = Some(party);
    scope.insert_session(&session)?;
    Ok(session)
}

/// Emits `related_party.kyc_session_created` (KYB-11).
fn emit_invitation(
    scope: &Scope<'_>,
    kyb: &KybSession,
    party: &RelatedParty,
    portal_url: &str,
) -> Result<()> {
    let company = scope.business(kyb.user)?;
    emit(scope, &party.session_event(&company, portal_url))
}
