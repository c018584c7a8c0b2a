//! The people behind companies.

use rusqlite::{OptionalExtension, params};
use serde_json::{Map, Value};

use super::sql::Json;
use super::{Result, Scope, fresh_id};
use crate::domain::id::{Id, RelatedPartyId};
use crate::domain::kyb::KybSession;
use crate::domain::refusal::Refusal;
use crate::domain::related_party::RelatedParty;
use crate::domain::session::{Session, SessionState};

/// A related party without its session.
type Row = (RelatedPartyId, i64, Id<KybSession>, Map<String, Value>);

fn row_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, Json<_>>(3)?.0))
}

impl Scope<'_> {
    /// Declares a person behind the company under review, and has the person verified.
    pub(crate) fn declare_related_party(
        &self,
        kyb: &KybSession,
        profile: Map<String, Value>,
        portal_url: &str,
    ) -> Result<RelatedParty> {
        kyb.check_under_review()?;
        let (id, profile) = (fresh_id(), Json(profile));
        let insert = "INSERT INTO related_parties (id, merchant_id, kyb_session_id, profile) \
             VALUES (?1, ?2, ?3, ?4)";
        let row = params![id, self.id, kyb.id, profile];
        let record = self.conn().prepare_cached(insert)?.insert(row)?;
        let session = self.start_session_of_party(kyb, id)?;
        let party = RelatedParty { id, record, kyb: kyb.id, profile: profile.0, session };
        self.invite(kyb, &party, portal_url)?;
        Ok(party)
    }

    /// Has a person verified again whose last session came to nothing.
    pub(crate) fn renew_session_of_party(
        &self,
        mut party: RelatedParty,
        portal_url: &str,
    ) -> Result<RelatedParty> {
        match party.session.state {
            SessionState::Verified => return Err(Refusal::AlreadyVerified.into()),
            state if state.is_open() => return Err(Refusal::SessionOpen.into()),
            _ => {}
        }
        let kyb = self.kyb_session(party.kyb)?;
        kyb.check_under_review()?;
        party.session = self.start_session_of_party(&kyb, party.id)?;
        self.invite(&kyb, &party, portal_url)?;
        Ok(party)
    }

    fn start_session_of_party(&self, kyb: &KybSession, party: RelatedPartyId) -> Result<Session> {
        let mut session = Session::start(fresh_id(), kyb.user, self.now);
        session.related_party = Some(party);
        self.insert_session(&session)?;
        Ok(session)
    }

    fn invite(&self, kyb: &KybSession, party: &RelatedParty, portal_url: &str) -> Result<()> {
        let company = self.business(kyb.user)?;
        self.emit(&party.session_event(&company, portal_url))
    }

    /// The related party with that id.
    pub(crate) fn related_party(&self, id: RelatedPartyId) -> Result<RelatedParty> {
        let select = "SELECT id, seq, kyb_session_id, profile FROM related_parties \
             WHERE id = ?1 AND merchant_id = ?2";
        let found = self.conn().prepare_cached(select)?.query_row(params![id, self.id], row_of);
        self.with_session(found.optional()?.ok_or(Refusal::NotFound("related party"))?)
    }

    /// The related parties of a review, as they were declared.
    pub(super) fn related_parties(&self, kyb: Id<KybSession>) -> Result<Vec<RelatedParty>> {
        let select = "SELECT id, seq, kyb_session_id, profile FROM related_parties \
             WHERE kyb_session_id = ?1 AND merchant_id = ?2 ORDER BY seq";
        let mut statement = self.conn().prepare_cached(select)?;
        let rows = statement
            .query_map(params![kyb, self.id], row_of)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        rows.into_iter().map(|row| self.with_session(row)).collect()
    }

    fn with_session(&self, (id, record, kyb, profile): Row) -> Result<RelatedParty> {
        let session = self.last_session_of_party(id)?;
        Ok(RelatedParty { id, record, kyb, profile, session })
    }
}
