//! Rows of related parties.

use rusqlite::{OptionalExtension, params};
use serde_json::{Map, Value};

use super::error::Result;
use super::sql::Json;
use super::transaction::Scope;
use crate::domain::id::{Id, RelatedPartyId};
use crate::domain::kyb::KybSession;
use crate::domain::refusal::Refusal;
use crate::domain::related_party::RelatedParty;

/// The columns of a related party, without its session.
type RelatedPartyRow = (RelatedPartyId, i64, Id<KybSession>, Map<String, Value>);

fn row_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<RelatedPartyRow> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, Json<_>>(3)?.0))
}

impl Scope<'_> {
    /// Inserts a related party and returns the number of its row.
    pub(crate) fn insert_related_party(
        &self,
        id: RelatedPartyId,
        kyb: Id<KybSession>,
        profile: &Map<String, Value>,
    ) -> Result<i64> {
        let insert = "INSERT INTO related_parties (id, merchant_id, kyb_session_id, profile) \
             VALUES (?1, ?2, ?3, ?4)";
        let row = params![id, self.id, kyb, Json(profile)];
        Ok(self.conn().prepare_cached(insert)?.insert(row)?)
    }

    /// The related party with that id.
    pub(crate) fn related_party(&self, id: RelatedPartyId) -> Result<RelatedParty> {
        let select = "SELECT id, seq, kyb_session_id, profile FROM related_parties \
             WHERE id = ?1 AND merchant_id = ?2";
        let found = self.conn().prepare_cached(select)?.query_row(params![id, self.id], row_of);
        self.with_session(found.optional()?.ok_or(Refusal::NotFound("related party"))?)
    }

    /// The related parties of a KYB session, in the order of their declaration.
    pub(crate) fn related_parties(&self, kyb: Id<KybSession>) -> Result<Vec<RelatedParty>> {
        let select = "SELECT id, seq, kyb_session_id, profile FROM related_parties \
             WHERE kyb_session_id = ?1 AND merchant_id = ?2 ORDER BY seq";
        let mut statement = self.conn().prepare_cached(select)?;
        let rows = statement
            .query_map(params![kyb, self.id], row_of)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        rows.into_iter().map(|row| self.with_session(row)).collect()
    }

    fn with_session(&self, (id, record, kyb, profile): RelatedPartyRow) -> Result<RelatedParty> {
        let session = self.last_session_of_party(id)?;
        Ok(RelatedParty { id, record, kyb, profile, session })
    }
}
