//! Rows of documents, and their contents.

use rusqlite::{MAIN_DB, OptionalExtension, Row, params};

use super::error::Result;
use super::fresh_id::fresh_id;
use super::transaction::Scope;
use crate::domain::document::{Document, DocumentDraft, ReviewState};
use crate::domain::id::Id;
use crate::domain::kyb::KybSession;
use crate::domain::refusal::Refusal;

/// The table of contents of documents, and its column.
const CONTENTS: &str = "kyb_contents";
const CONTENT: &str = "content";

fn document_of(row: &Row<'_>) -> rusqlite::Result<Document> {
    Ok(Document {
        id: row.get(0)?,
        session: row.get(1)?,
        category: row.get(2)?,
        kind: row.get(3)?,
        file_name: row.get(4)?,
        file_size: row.get(5)?,
        is_submitted: row.get(6)?,
        review_state: row.get(7)?,
        rejection_reason: row.get(8)?,
        reviewed_at: row.get(9)?,
        created_at: row.get(10)?,
        updated_at: row.get(11)?,
    })
}

impl Scope<'_> {
    /// Inserts a document with its content.
    pub(crate) fn insert_document(
        &self,
        session: Id<KybSession>,
        draft: &DocumentDraft,
    ) -> Result<Id<Document>> {
        let id = fresh_id();
        let insert = "INSERT INTO kyb_documents (id, merchant_id, session_id, category, type, \
             file_name, file_size, review_state, created_at, updated_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)";
        let DocumentDraft { category, kind, file_name, content } = draft;
        let (size, state) = (content.len(), ReviewState::Pending);
        let row = params![id, self.id, session, category, kind, file_name, size, state, self.now];
        self.conn().prepare_cached(insert)?.execute(row)?;
        self.write_content(id, content)?;
        Ok(id)
    }

    /// The document with that id, if it belongs to that session.
    pub(crate) fn document(&self, session: Id<KybSession>, id: Id<Document>) -> Result<Document> {
        let select = "SELECT id, session_id, category, type, file_name, file_size, is_submitted, \
             review_state, rejection_reason, reviewed_at, created_at, updated_at \
             FROM kyb_documents WHERE id = ?1 AND session_id = ?2 AND merchant_id = ?3";
        let row = params![id, session, self.id];
        let found = self.conn().prepare_cached(select)?.query_row(row, document_of);
        Ok(found.optional()?.ok_or(Refusal::NotFound("document"))?)
    }

    /// The documents of the session in any of its states, oldest first (KYB-6).
    pub(crate) fn documents(&self, session: Id<KybSession>) -> Result<Vec<Document>> {
        let select = "SELECT id, session_id, category, type, file_name, file_size, is_submitted, \
             review_state, rejection_reason, reviewed_at, created_at, updated_at \
             FROM kyb_documents WHERE session_id = ?1 AND merchant_id = ?2 ORDER BY seq";
        let mut statement = self.conn().prepare_cached(select)?;
        let rows = statement.query_map(params![session, self.id], document_of)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The content of the document.
    pub(crate) fn document_content(&self, document: &Document) -> Result<Vec<u8>> {
        let select = "SELECT c.rowid FROM kyb_contents c \
             JOIN kyb_documents d ON d.id = c.document_id \
             WHERE d.id = ?1 AND d.merchant_id = ?2";
        let row = params![document.id, self.id];
        let row = self.conn().prepare_cached(select)?.query_row(row, |row| row.get(0))?;
        let place = self.conn().blob_open(MAIN_DB, CONTENTS, CONTENT, row, true)?;
        let mut content = vec![0; place.len()];
        place.read_at_exact(&mut content, 0)?;
        Ok(content)
    }

    /// Writes the content into a blob: as a bound value it would be copied in memory twice.
    fn write_content(&self, id: Id<Document>, content: &[u8]) -> Result<()> {
        let insert = "INSERT INTO kyb_contents (document_id, content) VALUES (?1, zeroblob(?2))";
        self.conn().prepare_cached(insert)?.execute(params![id, content.len()])?;
        let row = self.conn().last_insert_rowid();
        let mut place = self.conn().blob_open(MAIN_DB, CONTENTS, CONTENT, row, false)?;
        Ok(place.write_at(content, 0)?)
    }

    /// Deletes a document with its content.
    pub(crate) fn delete_document(&self, id: Id<Document>) -> Result<()> {
        let delete = "DELETE FROM kyb_documents WHERE id = ?1 AND merchant_id = ?2";
        self.conn().prepare_cached(delete)?.execute(params![id, self.id])?;
        Ok(())
    }

    /// Marks all documents of the session as submitted.
    pub(crate) fn mark_submitted(&self, session: Id<KybSession>) -> Result<()> {
        let update = "UPDATE kyb_documents SET is_submitted = 1 \
             WHERE session_id = ?1 AND merchant_id = ?2";
        self.conn().prepare_cached(update)?.execute(params![session, self.id])?;
        Ok(())
    }

    /// Saves the decision of compliance on all documents of the session.
    pub(crate) fn review_documents(
        &self,
        session: Id<KybSession>,
        state: ReviewState,
        reason: Option<&str>,
    ) -> Result<()> {
        let update = "UPDATE kyb_documents SET review_state = ?3, rejection_reason = ?4, \
             reviewed_at = ?5, updated_at = ?5 WHERE session_id = ?1 AND merchant_id = ?2";
        let row = params![session, self.id, state, reason, self.now];
        self.conn().prepare_cached(update)?.execute(row)?;
        Ok(())
    }
}
