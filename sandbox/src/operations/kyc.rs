//! KYC sessions: starting, deciding and expiring them.

use super::events::emit;
use super::users;
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::domain::session::{Check, KycSession, SessionState};
use crate::domain::user::{Level, User};
use crate::store::{Result, Scope, Tx, fresh_id};

/// Starts a session for a user who is not verified and has no open session (KYC-1, KYC-7).
pub(crate) fn start(scope: &Scope<'_>, user: &User) -> Result<KycSession> {
    if user.level == Level::Regular {
        return Err(Refusal::AlreadyVerified.into());
    }
    if scope.has_open_session(user)? {
        return Err(Refusal::SessionOpen.into());
    }
    let session = KycSession::start(fresh_id(), user.id, scope.now);
    scope.insert_session(&session)?;
    Ok(session)
}

/// Approves a session: the user, or the related party, becomes `REGULAR` (KYC-2).
pub(crate) fn approve(scope: &Scope<'_>, id: Id<KycSession>) -> Result<KycSession> {
    let mut session = scope.session(id)?;
    session.decide(SessionState::Verified, scope.now)?;
    save_decision(scope, &session, &Check::complete(&[]))?;
    match session.related_party {
        None => drop(users::set_level(scope, session.user, Level::Regular)?),
        Some(party) => emit(scope, &scope.related_party(party)?.verified_event(scope.now))?,
    }
    Ok(session)
}

/// Rejects a session, for the reasons in the `refused` checks (KYC-3).
pub(crate) fn reject(
    scope: &Scope<'_>,
    id: Id<KycSession>,
    refused: &[Check],
) -> Result<KycSession> {
    let mut session = scope.session(id)?;
    session.decide(SessionState::Rejected, scope.now)?;
    save_decision(scope, &session, &Check::complete(refused))?;
    Ok(session)
}

/// Sends a session to manual review; a session that is in review stays as it is (KYC-4).
pub(crate) fn review(scope: &Scope<'_>, id: Id<KycSession>) -> Result<KycSession> {
    let known = scope.session(id)?;
    let mut session = known.clone();
    session.decide(SessionState::Review, scope.now)?;
    if known.state == SessionState::Review {
        return Ok(known);
    }
    save_decision(scope, &session, &[])?;
    Ok(session)
}

/// Expires the overdue sessions of all merchants (KYC-5).
pub(crate) fn expire_sessions(tx: &Tx<'_>) -> Result<()> {
    let merchants = tx.merchants_with_overdue_sessions()?;
    merchants.into_iter().try_for_each(|merchant| expire_sessions_of(&tx.merchant(merchant)?))
}

/// Expires the overdue sessions of one merchant in the order of their ends; each change and its
/// event is dated at the end itself (KYC-5).
pub(super) fn expire_sessions_of(scope: &Scope<'_>) -> Result<()> {
    scope.overdue_sessions()?.into_iter().try_for_each(|mut session| {
        session.expire();
        save_decision(&scope.at(session.expires_at), &session, &[])
    })
}

/// Saves the new state with its checks, and emits its event.
fn save_decision(scope: &Scope<'_>, session: &KycSession, checks: &[Check]) -> Result<()> {
    scope.save_session(session)?;
    checks.iter().try_for_each(|check| scope.insert_check(session.id, check))?;
    session.event(checks).map_or(Ok(()), |event| emit(scope, &event))
}
