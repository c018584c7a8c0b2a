//! Identity verification sessions: starting, deciding, expiring them.

use rusqlite::{OptionalExtension, Row, params};

use super::page::Listing;
use super::sql::Json;
use super::{Page, PageRequest, Result, Scope, Tx, fresh_id};
use crate::domain::clock::{Moment, Span};
use crate::domain::id::{Id, MerchantId, RelatedPartyId};
use crate::domain::refusal::Refusal;
use crate::domain::session::{Check, Session, SessionState};
use crate::domain::user::{Level, User, UserKind};

const COLUMNS: &str = "id, user_id, related_party_id, state, created_at, updated_at, expires_at";

pub(super) fn session_of(row: &Row<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        id: row.get(0)?,
        user: row.get(1)?,
        related_party: row.get(2)?,
        state: row.get(3)?,
        created_at: row.get(4)?,
        updated_at: row.get(5)?,
        expires_at: row.get(6)?,
    })
}

/// A check as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct CheckRow {
    /// Its number.
    pub(crate) id: i64,
    /// Its outcome.
    pub(crate) check: Check,
    /// When it was made.
    pub(crate) created_at: Moment,
}

impl Tx<'_> {
    /// How long it is, in real time, until the next session of any merchant runs out.
    pub(crate) fn next_expiry(&self) -> Result<Option<Span>> {
        let select = "SELECT min(s.expires_at - m.clock_offset) FROM kyc_sessions s \
             JOIN merchants m ON m.id = s.merchant_id WHERE s.state IN ('NOT_STARTED', 'REVIEW')";
        let at: Option<Moment> =
            self.conn.prepare_cached(select)?.query_row([], |row| row.get(0))?;
        Ok(at.map(|at| at.since(self.real_now)))
    }

    /// Ends the sessions of all merchants whose time is over.
    pub(crate) fn expire_sessions(&self) -> Result<()> {
        let select = "SELECT DISTINCT m.id, m.clock_offset FROM merchants m \
             JOIN kyc_sessions s ON s.merchant_id = m.id \
             WHERE s.state IN ('NOT_STARTED', 'REVIEW') \
             AND s.expires_at <= ?1 + m.clock_offset";
        let mut statement = self.conn.prepare_cached(select)?;
        let due = statement
            .query_map([self.real_now], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<Vec<(MerchantId, i64)>>>()?;
        due.into_iter().try_for_each(|(merchant, offset)| {
            self.scope(merchant, Span::millis(offset)).expire_sessions()
        })
    }
}

impl Scope<'_> {
    /// Starts a session for a user who is not verified and has no other open.
    pub(crate) fn start_session(&self, user: &User) -> Result<Session> {
        if user.level == Level::Regular {
            return Err(Refusal::AlreadyVerified.into());
        }
        let open = "SELECT EXISTS (SELECT 1 FROM kyc_sessions WHERE user_id = ?1 \
             AND merchant_id = ?2 AND state IN ('NOT_STARTED', 'REVIEW'))";
        if self
            .conn()
            .prepare_cached(open)?
            .query_row(params![user.id, self.id], |row| row.get(0))?
        {
            return Err(Refusal::SessionOpen.into());
        }
        let session = Session::start(fresh_id(), user.id, self.now);
        self.insert_session(&session)?;
        Ok(session)
    }

    pub(super) fn insert_session(&self, session: &Session) -> Result<()> {
        let insert = "INSERT INTO kyc_sessions (id, merchant_id, user_id, related_party_id, \
             state, created_at, updated_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)";
        let Session { id, user, related_party, state, created_at, expires_at, .. } = session;
        let row = params![id, self.id, user, related_party, state, created_at, expires_at];
        self.conn().prepare_cached(insert)?.execute(row)?;
        Ok(())
    }

    /// The latest session of a related party.
    pub(super) fn last_session_of_party(&self, party: RelatedPartyId) -> Result<Session> {
        let select = "SELECT id, user_id, related_party_id, state, created_at, updated_at, \
             expires_at FROM kyc_sessions WHERE related_party_id = ?1 AND merchant_id = ?2 \
             ORDER BY seq DESC LIMIT 1";
        let row = params![party, self.id];
        Ok(self.conn().prepare_cached(select)?.query_row(row, session_of)?)
    }

    /// The session with that id.
    pub(crate) fn session(&self, id: Id<Session>) -> Result<Session> {
        let select = "SELECT id, user_id, related_party_id, state, created_at, updated_at, \
             expires_at FROM kyc_sessions WHERE id = ?1 AND merchant_id = ?2";
        let found = self.conn().prepare_cached(select)?.query_row(params![id, self.id], session_of);
        Ok(found.optional()?.ok_or(Refusal::NotFound("session"))?)
    }

    /// The session with that id, if it is one of that user.
    pub(crate) fn session_of(&self, user: Id<User>, id: Id<Session>) -> Result<Session> {
        self.expect_user(Some(UserKind::Individual), user)?;
        let session = self.session(id)?;
        if session.user == user {
            return Ok(session);
        }
        Err(Refusal::NotFound("session").into())
    }

    /// The user's sessions, oldest first.
    pub(crate) fn sessions(&self, user: Id<User>, request: PageRequest) -> Result<Page<Session>> {
        let listing = Listing {
            table: "kyc_sessions",
            columns: COLUMNS,
            condition: "merchant_id = ? AND user_id = ?".to_owned(),
            parameters: vec![self.id.0.into(), user.to_string().into()],
            newest_first: false,
        };
        listing.page(self.conn(), request, session_of)
    }

    /// The checks a decided session consists of.
    pub(crate) fn checks(&self, session: Id<Session>) -> Result<Vec<CheckRow>> {
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

    /// The identity is proved: the user, or the related party, becomes `REGULAR`.
    pub(crate) fn approve_session(&self, id: Id<Session>) -> Result<Session> {
        let mut session = self.session(id)?;
        session.decide(SessionState::Verified, self.now)?;
        self.save_decision(&session, Check::complete(&[]))?;
        match session.related_party {
            None => drop(self.set_level(session.user, Level::Regular)?),
            Some(party) => self.emit(&self.related_party(party)?.verified_event(self.now))?,
        }
        Ok(session)
    }

    /// The identity is not proved, for the reasons in the `refused` checks.
    pub(crate) fn reject_session(&self, id: Id<Session>, refused: &[Check]) -> Result<Session> {
        let mut session = self.session(id)?;
        session.decide(SessionState::Rejected, self.now)?;
        self.save_decision(&session, Check::complete(refused))?;
        Ok(session)
    }

    /// A person has to look at it; nothing changes if somebody already does.
    pub(crate) fn review_session(&self, id: Id<Session>) -> Result<Session> {
        let known = self.session(id)?;
        let mut session = known.clone();
        session.decide(SessionState::Review, self.now)?;
        if known.state == SessionState::Review {
            return Ok(known);
        }
        self.save_decision(&session, vec![])?;
        Ok(session)
    }

    pub(super) fn expire_sessions(&self) -> Result<()> {
        let select = "SELECT id, user_id, related_party_id, state, created_at, updated_at, \
             expires_at FROM kyc_sessions WHERE merchant_id = ?1 \
             AND state IN ('NOT_STARTED', 'REVIEW') AND expires_at <= ?2 ORDER BY expires_at, seq";
        let mut statement = self.conn().prepare_cached(select)?;
        let due = statement
            .query_map(params![self.id, self.now], session_of)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        due.into_iter().try_for_each(|mut session| {
            session.expire();
            self.save_decision(&session, vec![])
        })
    }

    fn save_decision(&self, session: &Session, checks: Vec<Check>) -> Result<()> {
        let update = "UPDATE kyc_sessions SET state = ?3, updated_at = ?4 \
             WHERE id = ?1 AND merchant_id = ?2";
        let row = params![session.id, self.id, session.state, session.updated_at];
        self.conn().prepare_cached(update)?.execute(row)?;
        let insert = "INSERT INTO kyc_checks (session_id, type, reasons, created_at) \
             VALUES (?1, ?2, ?3, ?4)";
        let event = session.event(&checks);
        for check in checks {
            let row = params![session.id, check.check_type, Json(check.reasons), self.now];
            self.conn().prepare_cached(insert)?.execute(row)?;
        }
        event.map_or(Ok(()), |event| self.emit(&event))
    }
}
