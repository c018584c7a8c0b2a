//! KYB sessions: starting and submitting them, and the decisions of compliance.

use super::users;
use crate::domain::document::ReviewState;
use crate::domain::kyb::{KybSession, KybState};
use crate::domain::refusal::Refusal;
use crate::domain::related_party::RelatedParty;
use crate::domain::user::{Level, User};
use crate::store::{KybFile, Result, Scope, fresh_id};

/// Starts a session for a company that is not verified and has no undecided session (KYB-1,
/// KYB-15).
pub(crate) fn start(scope: &Scope<'_>, company: &User) -> Result<KybFile> {
    if company.level == Level::Regular {
        return Err(Refusal::AlreadyVerified.into());
    }
    let known = scope.kyb_sessions_of(company)?;
    if known.iter().any(|session| session.state.is_undecided()) {
        return Err(Refusal::SessionOpen.into());
    }
    let session = KybSession::start(fresh_id(), company, scope.now);
    scope.insert_kyb_session(&session)?;
    Ok(KybFile { session, documents: vec![] })
}

/// Submits the session with its documents; all mandatory types must be there (KYB-8, KYB-9).
pub(crate) fn submit(scope: &Scope<'_>, mut session: KybSession) -> Result<KybFile> {
    let documents = scope.documents(session.id)?;
    let types = documents.iter().map(|known| known.kind.as_str()).collect::<Vec<_>>();
    session.submit(&types, scope.now)?;
    scope.save_kyb_session(&session)?;
    scope.mark_submitted(session.id)?;
    scope.kyb_file(session)
}

/// Asks the company for more documents (KYB-14).
pub(crate) fn request_info(
    scope: &Scope<'_>,
    mut session: KybSession,
    message: Option<String>,
) -> Result<KybFile> {
    session.decide(KybState::InfoRequested, scope.now)?;
    session.info_request = message;
    scope.save_kyb_session(&session)?;
    scope.kyb_file(session)
}

/// Approves the session, if every related party is verified: the company becomes `REGULAR`
/// (KYB-12, KYB-13).
pub(crate) fn approve(scope: &Scope<'_>, mut session: KybSession) -> Result<KybFile> {
    session.decide(KybState::Approved, scope.now)?;
    let parties = scope.related_parties(session.id)?;
    let pending = parties.iter().filter(|party| !party.is_verified());
    let pending = pending.map(RelatedParty::name).collect::<Vec<_>>();
    if !pending.is_empty() {
        return Err(Refusal::RelatedPartiesPending(pending).into());
    }
    scope.save_kyb_session(&session)?;
    scope.review_documents(session.id, ReviewState::Approved, None)?;
    users::set_level(scope, session.user, Level::Regular)?;
    scope.kyb_file(session)
}

/// Rejects the session; the level of the company stays (KYB-15).
pub(crate) fn reject(
    scope: &Scope<'_>,
    mut session: KybSession,
    reason: Option<&str>,
) -> Result<KybFile> {
    session.decide(KybState::Rejected, scope.now)?;
    scope.save_kyb_session(&session)?;
    scope.review_documents(session.id, ReviewState::Rejected, reason)?;
    scope.kyb_file(session)
}
