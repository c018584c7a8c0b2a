//! Rows of KYB sessions.

use rusqlite::{OptionalExtension, Row, params};

use super::error::Result;
use super::page::Listing;
use super::transaction::Scope;
use crate::domain::document::Document;
use crate::domain::id::Id;
use crate::domain::kyb::KybSession;
use crate::domain::refusal::Refusal;
use crate::domain::related_party::RelatedParty;
use crate::domain::user::{User, UserKind};
use crate::listing::{Filter, KybField, ListPage, PageRequest};

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

/// A session with all facts that compliance sees.
#[derive(Debug, Clone)]
pub(crate) struct KybCase {
    /// The session and its documents.
    pub(crate) file: KybFile,
    /// The related parties, in the order of their declaration.
    pub(crate) related_parties: Vec<RelatedParty>,
}

impl Scope<'_> {
    /// Inserts a session.
    pub(crate) fn insert_kyb_session(&self, session: &KybSession) -> Result<()> {
        let insert = "INSERT INTO kyb_sessions (id, merchant_id, user_id, kyb_id, state, \
             created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)";
        let KybSession { id, user, kyb_id, state, created_at, .. } = session;
        let row = params![id, self.id, user, kyb_id, state, created_at];
        self.conn().prepare_cached(insert)?.execute(row)?;
        Ok(())
    }

    /// The session with that id.
    pub(crate) fn kyb_session(&self, id: Id<KybSession>) -> Result<KybSession> {
        let select = "SELECT id, user_id, kyb_id, state, info_request, created_at, updated_at \
             FROM kyb_sessions WHERE id = ?1 AND merchant_id = ?2";
        let found = self.conn().prepare_cached(select)?.query_row(params![id, self.id], session_of);
        Ok(found.optional()?.ok_or(Refusal::NotFound("session"))?)
    }

    /// The session with that id, if it belongs to that company (KYB-16).
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
    ) -> Result<ListPage<KybCase>> {
        let mut listing = Listing {
            table: "kyb_sessions",
            columns: COLUMNS,
            condition: "merchant_id = ?".to_owned(),
            parameters: vec![self.id.0.into()],
            newest_first: false,
        };
        listing.filter(filters);
        let sessions = listing.page(self.conn(), request, session_of)?;
        sessions.try_map(|session| self.kyb_case(session))
    }

    /// The session with all facts that compliance sees.
    pub(crate) fn kyb_case(&self, session: KybSession) -> Result<KybCase> {
        let related_parties = self.related_parties(session.id)?;
        Ok(KybCase { file: self.kyb_file(session)?, related_parties })
    }

    /// The session with its documents.
    pub(crate) fn kyb_file(&self, session: KybSession) -> Result<KybFile> {
        let documents = self.documents(session.id)?;
        Ok(KybFile { session, documents })
    }

    /// Saves the facts of a session that can change.
    pub(crate) fn save_kyb_session(&self, session: &KybSession) -> Result<()> {
        let update = "UPDATE kyb_sessions SET state = ?3, info_request = ?4, updated_at = ?5 \
             WHERE id = ?1 AND merchant_id = ?2";
        let KybSession { id, state, info_request, updated_at, .. } = session;
        let row = params![id, self.id, state, info_request, updated_at];
        self.conn().prepare_cached(update)?.execute(row)?;
        Ok(())
    }
}
