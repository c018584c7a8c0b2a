//! Rows of KYC sessions and of their checks.

use rusqlite::{OptionalExtension, Row, params};

use super::error::Result;
use super::page::Listing;
use super::sql::Json;
use super::transaction::{Scope, Tx};
use crate::domain::clock::{Moment, Span};
use crate::domain::id::{Id, MerchantId, RelatedPartyId};
use crate::domain::refusal::Refusal;
use crate::domain::session::{Check, KycSession};
use crate::domain::user::{User, UserKind};
use crate::listing::{ListPage, PageRequest};

const COLUMNS: &str = "id, user_id, related_party_id, state, created_at, updated_at, expires_at";

/// Reads a session from a row of these columns.
pub(super) fn session_of(row: &Row<'_>) -> rusqlite::Result<KycSession> {
    Ok(KycSession {
        id: row.get(0)?,
        user: row.get(1)?,
        related_party: row.get(2)?,
        state: row.get(3)?,
        created_at: row.get(4)?,
        updated_at: row.get(5)?,
        expires_at: row.get(6)?,
    })
}

/// A check of a session, with its number.
#[derive(Debug, Clone)]
pub(crate) struct CheckRow {
    /// Its number.
    pub(crate) id: i64,
    /// The check.
    pub(crate) check: Check,
    /// Time of its creation.
    pub(crate) created_at: Moment,
}

impl Tx<'_> {
    /// The real time that is left until the next open session of any merchant expires (KYC-5).
    pub(crate) fn next_expiry(&self) -> Result<Option<Span>> {
        let select = "SELECT min(s.expires_at - m.clock_offset) FROM kyc_sessions s \
             JOIN merchants m ON m.id = s.merchant_id WHERE s.state IN ('NOT_STARTED', 'REVIEW')";
        let at: Option<Moment> =
            self.conn.prepare_cached(select)?.query_row([], |row| row.get(0))?;
        Ok(at.map(|at| at.since(self.real_now)))
    }

    /// The merchants that have open sessions whose time is over.
    pub(crate) fn merchants_with_overdue_sessions(&self) -> Result<Vec<MerchantId>> {
        let select = "SELECT DISTINCT m.id FROM merchants m \
             JOIN kyc_sessions s ON s.merchant_id = m.id \
             WHERE s.state IN ('NOT_STARTED', 'REVIEW') \
             AND s.expires_at <= ?1 + m.clock_offset";
        let mut statement = self.conn.prepare_cached(select)?;
        let rows = statement.query_map([self.real_now], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Scope<'_> {
    /// Tells if the user has an open session.
    pub(crate) fn has_open_session(&self, user: &User) -> Result<bool> {
        let select = "SELECT EXISTS (SELECT 1 FROM kyc_sessions WHERE user_id = ?1 \
             AND merchant_id = ?2 AND state IN ('NOT_STARTED', 'REVIEW'))";
        let row = params![user.id, self.id];
        Ok(self.conn().prepare_cached(select)?.query_row(row, |row| row.get(0))?)
    }

    /// Inserts a session.
    pub(crate) fn insert_session(&self, session: &KycSession) -> Result<()> {
        let insert = "INSERT INTO kyc_sessions (id, merchant_id, user_id, related_party_id, \
             state, created_at, updated_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)";
        let KycSession { id, user, related_party, state, created_at, expires_at, .. } = session;
        let row = params![id, self.id, user, related_party, state, created_at, expires_at];
        self.conn().prepare_cached(insert)?.execute(row)?;
        Ok(())
    }

    /// The latest session of a related party.
    pub(crate) fn last_session_of_party(&self, party: RelatedPartyId) -> Result<KycSession> {
        let select = "SELECT id, user_id, related_party_id, state, created_at, updated_at, \
             expires_at FROM kyc_sessions WHERE related_party_id = ?1 AND merchant_id = ?2 \
             ORDER BY seq DESC LIMIT 1";
        let row = params![party, self.id];
        Ok(self.conn().prepare_cached(select)?.query_row(row, session_of)?)
    }

    /// The session with that id.
    pub(crate) fn session(&self, id: Id<KycSession>) -> Result<KycSession> {
        let select = "SELECT id, user_id, related_party_id, state, created_at, updated_at, \
             expires_at FROM kyc_sessions WHERE id = ?1 AND merchant_id = ?2";
        let found = self.conn().prepare_cached(select)?.query_row(params![id, self.id], session_of);
        Ok(found.optional()?.ok_or(Refusal::NotFound("session"))?)
    }

    /// The session with that id, if it belongs to that user.
    pub(crate) fn session_of(&self, user: Id<User>, id: Id<KycSession>) -> Result<KycSession> {
        self.expect_user(Some(UserKind::Individual), user)?;
        let session = self.session(id)?;
        if session.user == user {
            return Ok(session);
        }
        Err(Refusal::NotFound("session").into())
    }

    /// The user's sessions, oldest first.
    pub(crate) fn sessions(
        &self,
        user: Id<User>,
        request: PageRequest,
    ) -> Result<ListPage<KycSession>> {
        let listing = Listing {
            table: "kyc_sessions",
            columns: COLUMNS,
            condition: "merchant_id = ? AND user_id = ?".to_owned(),
            parameters: vec![self.id.0.into(), user.to_string().into()],
            newest_first: false,
        };
        listing.page(self.conn(), request, session_of)
    }

    /// The checks of a decided session.
    pub(crate) fn checks(&self, session: Id<KycSession>) -> Result<Vec<CheckRow>> {
        let select = "SELECT c.id, c.type, c.reasons, c.created_at FROM kyc_checks c \
             JOIN kyc_sessions s ON s.id = c.session_id \
             WHERE s.id = ?1 AND s.merchant_id = ?2 ORDER BY c.id";
        let mut statement = self.conn().prepare_cached(select)?;
        let rows = statement.query_map(params![session, self.id], |row| {
            let check = Check { check_type: row.get(1)?, reasons: row.get::<_, Json<_>>(2)?.0 };
            Ok(CheckRow { id: row.get(0)?, check, created_at: row.get(3)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The open sessions whose time is over, in the order of their ends.
    pub(crate) fn overdue_sessions(&self) -> Result<Vec<KycSession>> {
        let select = "SELECT id, user_id, related_party_id, state, created_at, updated_at, \
             expires_at FROM kyc_sessions WHERE merchant_id = ?1 \
             AND state IN ('NOT_STARTED', 'REVIEW') AND expires_at <= ?2 ORDER BY expires_at, seq";
        let mut statement = self.conn().prepare_cached(select)?;
        let rows = statement.query_map(params![self.id, self.now], session_of)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Saves the state of a session.
    pub(crate) fn save_session(&self, session: &KycSession) -> Result<()> {
        let update = "UPDATE kyc_sessions SET state = ?3, updated_at = ?4 \
             WHERE id = ?1 AND merchant_id = ?2";
        let row = params![session.id, self.id, session.state, session.updated_at];
        self.conn().prepare_cached(update)?.execute(row)?;
        Ok(())
    }

    /// Inserts a check of a session.
    pub(crate) fn insert_check(&self, session: Id<KycSession>, check: &Check) -> Result<()> {
        let insert = "INSERT INTO kyc_checks (session_id, type, reasons, created_at) \
             VALUES (?1, ?2, ?3, ?4)";
        let row = params![session, check.check_type, Json(&check.reasons), self.now];
        self.conn().prepare_cached(insert)?.execute(row)?;
        Ok(())
    }
}
