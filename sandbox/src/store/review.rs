//! The lists of compliance: users, and sessions with the urgent ones first.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params, params_from_iter};

use super::error::Result;
use super::kyb::KybCase;
use super::page::Listing;
use super::sessions::session_of;
use super::transaction::{Scope, Tx};
use super::users::{COLUMNS as USER_COLUMNS, user_of};
use crate::domain::id::{Id, MerchantId};
use crate::domain::kyb::KybState;
use crate::domain::related_party::RelatedParty;
use crate::domain::session::{KycSession, SessionState};
use crate::domain::user::{Level, User, UserKind};
use crate::listing::{ListPage, PageRequest};

/// Upper bound of sessions that the page of a user shows.
const LATEST: i64 = 10;

/// A search of users.
#[derive(Debug, Clone)]
pub(crate) struct UserSearch {
    /// The kind of user.
    pub(crate) kind: UserKind,
    /// A part of a name, an e-mail address or an id; empty for all.
    pub(crate) text: String,
    /// Their level; none for all.
    pub(crate) level: Option<Level>,
}

/// A KYC session, with the person whom it verifies.
#[derive(Debug, Clone)]
pub(crate) struct KycCase {
    /// The session.
    pub(crate) session: KycSession,
    /// The user; for a related party, the company.
    pub(crate) user: User,
    /// The related party, if the person is one.
    pub(crate) party: Option<RelatedParty>,
}

impl KycCase {
    /// The name of the person.
    pub(crate) fn name(&self) -> String {
        self.party.as_ref().map_or_else(|| self.user.full_name(), RelatedParty::name)
    }
}

/// The sessions of a merchant: rows for which `urgent` is true first, then the newest first.
struct ReviewQueue {
    table: &'static str,
    urgent: &'static str,
    state: Option<&'static str>,
}

impl ReviewQueue {
    /// Reads one page.
    fn page<T>(
        &self,
        scope: &Scope<'_>,
        request: PageRequest,
        item: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<ListPage<T>> {
        let Self { table, urgent, state } = self;
        let condition = if state.is_some() { " AND state = ?" } else { "" };
        // The plus keeps SQLite from using another index, whose rows it would have to sort.
        let condition = format!("merchant_id = ? AND +seq <= ?{condition}");
        let mut parameters: Vec<Value> = vec![scope.id.0.into(), request.as_of.into()];
        parameters.extend(state.map(|state| state.to_owned().into()));
        let counted =
            format!("SELECT count(*), coalesce(max(seq), 0) FROM {table} WHERE {condition}");
        let (total, newest): (i64, i64) = scope
            .conn()
            .prepare_cached(&counted)?
            .query_row(params_from_iter(&parameters), |row| Ok((row.get(0)?, row.get(1)?)))?;
        let listed = format!(
            "SELECT id FROM {table} WHERE {condition} \
             ORDER BY {urgent} DESC, seq DESC LIMIT ? OFFSET ?"
        );
        parameters.push(request.size.into());
        parameters.push((request.page - 1).saturating_mul(request.size).into());
        let items = scope
            .conn()
            .prepare_cached(&listed)?
            .query_map(params_from_iter(&parameters), item)?
            .collect::<rusqlite::Result<_>>()?;
        Ok(ListPage { items, total, request, as_of: request.as_of.min(newest) })
    }
}

impl Scope<'_> {
    /// The users who match the search, newest first.
    pub(crate) fn found_users(
        &self,
        search: &UserSearch,
        request: PageRequest,
    ) -> Result<ListPage<User>> {
        let mut listing = Listing {
            table: "users",
            columns: USER_COLUMNS,
            condition: "merchant_id = ? AND kind = ?".to_owned(),
            parameters: vec![self.id.0.into(), search.kind.code().to_owned().into()],
            newest_first: true,
        };
        if let Some(level) = search.level {
            listing.condition.push_str(" AND level = ?");
            listing.parameters.push(level.code().to_owned().into());
        }
        if !search.text.is_empty() {
            listing.condition.push_str(" AND instr(search_text, ?) > 0");
            listing.parameters.push(search.text.to_lowercase().into());
        }
        listing.page(self.conn(), request, user_of)
    }

    /// The latest sessions of an individual, newest first, and the number of all of them.
    pub(crate) fn latest_sessions(&self, user: &User) -> Result<(Vec<KycSession>, i64)> {
        let select = "SELECT id, user_id, related_party_id, state, created_at, updated_at, \
             expires_at FROM kyc_sessions WHERE user_id = ?1 AND merchant_id = ?2 \
             AND related_party_id IS NULL ORDER BY seq DESC LIMIT ?3";
        let mut statement = self.conn().prepare_cached(select)?;
        let row = params![user.id, self.id, LATEST];
        let latest = statement.query_map(row, session_of)?;
        let latest = latest.collect::<rusqlite::Result<_>>()?;
        let count = "SELECT count(*) FROM kyc_sessions WHERE user_id = ?1 AND merchant_id = ?2 \
             AND related_party_id IS NULL";
        let row = params![user.id, self.id];
        let count = self.conn().prepare_cached(count)?.query_row(row, |row| row.get(0))?;
        Ok((latest, count))
    }

    /// The KYC sessions, open ones first.
    pub(crate) fn kyc_queue(
        &self,
        state: Option<SessionState>,
        request: PageRequest,
    ) -> Result<ListPage<KycCase>> {
        let queue = ReviewQueue {
            table: "kyc_sessions",
            urgent: "(state IN ('NOT_STARTED', 'REVIEW'))",
            state: state.map(SessionState::code),
        };
        let ids = queue.page(self, request, |row| row.get(0))?;
        ids.try_map(|id| self.kyc_case(self.session(id)?))
    }

    /// The session with the person whom it verifies.
    pub(crate) fn kyc_case(&self, session: KycSession) -> Result<KycCase> {
        let user = self.user(session.user)?;
        let party = session.related_party.map(|party| self.related_party(party)).transpose()?;
        Ok(KycCase { session, user, party })
    }

    /// The KYB sessions, those in review first.
    pub(crate) fn kyb_queue(
        &self,
        state: Option<KybState>,
        request: PageRequest,
    ) -> Result<ListPage<(KybCase, User)>> {
        let queue = ReviewQueue {
            table: "kyb_sessions",
            urgent: "(state = 'IN_REVIEW')",
            state: state.map(KybState::code),
        };
        let ids = queue.page(self, request, |row| row.get(0))?;
        ids.try_map(|id| {
            let case = self.kyb_case(self.kyb_session(id)?)?;
            let company = self.business(case.file.session.user)?;
            Ok((case, company))
        })
    }
}

impl Tx<'_> {
    /// The merchant of a session, for a caller who only has the address of its page.
    pub(crate) fn owner_of_session(&self, id: Id<KycSession>) -> Result<Option<MerchantId>> {
        let select = "SELECT merchant_id FROM kyc_sessions WHERE id = ?1";
        Ok(self.conn.prepare_cached(select)?.query_row([id], |row| row.get(0)).optional()?)
    }
}
