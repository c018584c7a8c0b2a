//! Verification of companies: sessions, and how compliance decides them.

use rusqlite::{OptionalExtension, Row, params};

use super::page::Listing;
use super::{Page, PageRequest, Result, Scope, fresh_id};
use crate::domain::document::{Document, ReviewState};
use crate::domain::id::Id;
use crate::domain::kyb::{KybSession, KybState};
use crate::domain::refusal::Refusal;
use crate::domain::related_party::RelatedParty;
use crate::domain::user::{Level, User, UserKind};
use crate::listing::{Filter, KybField};

const COLUMNS: &str = "id, user_id, kyb_id, state, info_request, created_at, updated_at";

fn session_of(row: &Row<'_>) -> rusqlite::Result<KybSession> {
    Ok(KybSession {
        id: row.get(0)?,
        user: row.get(1)?,
        kyb_id: row.get(2)?,
        state: row.get(3)?,
        info_request: row.get(4)?,
        created_at: row.get(5)?,
        updated_at: row.get(6)?,
    })
}

/// A session with its documents.
#[derive(Debug, Clone)]
pub(crate) struct KybFile {
    /// The session.
    pub(crate) session: KybSession,
    /// Its documents, oldest first.
    pub(crate) documents: Vec<Document>,
}

/// A session as compliance sees it.
#[derive(Debug, Clone)]
pub(crate) struct KybCase {
    /// The session and its documents.
    pub(crate) file: KybFile,
    /// The people behind the company, as they were declared.
    pub(crate) related_parties: Vec<RelatedParty>,
}

impl Scope<'_> {
    /// Starts a session for a company that is not verified and has no other undecided.
    pub(crate) fn start_kyb(&self, company: &User) -> Result<KybFile> {
        if company.level == Level::Regular {
            return Err(Refusal::AlreadyVerified.into());
        }
        let known = self.kyb_sessions_of(company)?;
        if known.iter().any(|session| session.state.is_undecided()) {
            return Err(Refusal::SessionOpen.into());
        }
        let session = KybSession::start(fresh_id(), company, self.now);
        let insert = "INSERT INTO kyb_sessions (id, merchant_id, user_id, kyb_id, state, \
             created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)";
        let KybSession { id, user, kyb_id, state, .. } = &session;
        let row = params![id, self.id, user, kyb_id, state, self.now];
        self.conn().prepare_cached(insert)?.execute(row)?;
        Ok(KybFile { session, documents: vec![] })
    }

    /// The session with that id.
    pub(crate) fn kyb_session(&self, id: Id<KybSession>) -> Result<KybSession> {
        let select = "SELECT id, user_id, kyb_id, state, info_request, created_at, updated_at \
             FROM kyb_sessions WHERE id = ?1 AND merchant_id = ?2";
        let found = self.conn().prepare_cached(select)?.query_row(params![id, self.id], session_of);
        Ok(found.optional()?.ok_or(Refusal::NotFound("session"))?)
    }

    /// The session with that id, if it is one of that company.
    pub(crate) fn kyb_session_of(
        &self,
        company: Id<User>,
        id: Id<KybSession>,
    ) -> Result<KybSession> {
        self.expect_user(Some(UserKind::Business), company)?;
        let session = self.kyb_session(id)?;
        if session.user == company {
            return Ok(session);
        }
        Err(Refusal::NotFound("session").into())
    }

    /// The company's sessions, oldest first.
    pub(crate) fn kyb_sessions_of(&self, company: &User) -> Result<Vec<KybSession>> {
        let select = "SELECT id, user_id, kyb_id, state, info_request, created_at, updated_at \
             FROM kyb_sessions WHERE user_id = ?1 AND merchant_id = ?2 ORDER BY seq";
        let mut statement = self.conn().prepare_cached(select)?;
        let rows = statement.query_map(params![company.id, self.id], session_of)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The sessions of all companies, oldest first.
    pub(crate) fn kyb_cases(
        &self,
        filters: &[Filter<KybField>],
        request: PageRequest,
    ) -> Result<Page<KybCase>> {
        let mut listing = Listing {
            table: "kyb_sessions",
            columns: COLUMNS,
            condition: "merchant_id = ?".to_owned(),
            parameters: vec![self.id.0.into()],
            newest_first: false,
        };
        listing.filter(filters);
        let page = listing.page(self.conn(), request, session_of)?;
        page.try_map(|session| self.kyb_case(session))
    }

    /// The session with all that compliance sees of it.
    pub(crate) fn kyb_case(&self, session: KybSession) -> Result<KybCase> {
        let related_parties = self.related_parties(session.id)?;
        Ok(KybCase { file: self.kyb_file(session)?, related_parties })
    }

    /// The session with its documents.
    pub(crate) fn kyb_file(&self, session: KybSession) -> Result<KybFile> {
        let documents = self.documents(session.id)?;
        Ok(KybFile { session, documents })
    }

    /// The documents go to compliance.
    pub(crate) fn submit_kyb(&self, mut session: KybSession) -> Result<KybFile> {
        let documents = self.documents(session.id)?;
        let types = documents.iter().map(|known| known.kind.as_str()).collect::<Vec<_>>();
        session.submit(&types, self.now)?;
        self.save_kyb(&session)?;
        self.mark_submitted(session.id)?;
        self.kyb_file(session)
    }

    /// Compliance wants more documents.
    pub(crate) fn request_info(
        &self,
        mut session: KybSession,
        message: Option<String>,
    ) -> Result<KybFile> {
        session.decide(KybState::InfoRequested, self.now)?;
        session.info_request = message;
        self.save_kyb(&session)?;
        self.kyb_file(session)
    }

    /// The company is verified, if everybody behind it is: it becomes `REGULAR`.
    pub(crate) fn approve_kyb(&self, mut session: KybSession) -> Result<KybFile> {
        session.decide(KybState::Approved, self.now)?;
        let parties = self.related_parties(session.id)?;
        let pending = parties.iter().filter(|party| !party.is_verified());
        let pending = pending.map(RelatedParty::name).collect::<Vec<_>>();
        if !pending.is_empty() {
            return Err(Refusal::RelatedPartiesPending(pending).into());
        }
        self.save_kyb(&session)?;
        self.review_documents(session.id, ReviewState::Approved, None)?;
        self.set_level(session.user, Level::Regular)?;
        self.kyb_file(session)
    }

    /// The company is not verified.
    pub(crate) fn reject_kyb(
        &self,
        mut session: KybSession,
        reason: Option<&str>,
    ) -> Result<KybFile> {
        session.decide(KybState::Rejected, self.now)?;
        self.save_kyb(&session)?;
        self.review_documents(session.id, ReviewState::Rejected, reason)?;
        self.kyb_file(session)
    }

    /// Keeps what can change of the session.
    pub(super) fn save_kyb(&self, session: &KybSession) -> Result<()> {
        let update = "UPDATE kyb_sessions SET state = ?3, info_request = ?4, updated_at = ?5 \
             WHERE id = ?1 AND merchant_id = ?2";
        let KybSession { id, state, info_request, updated_at, .. } = session;
        let row = params![id, self.id, state, info_request, updated_at];
        self.conn().prepare_cached(update)?.execute(row)?;
        Ok(())
    }
}
