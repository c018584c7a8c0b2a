//! Documents of KYB sessions: adding and deleting them.

use crate::domain::document::{Document, DocumentDraft};
use crate::domain::kyb::KybSession;
use crate::store::{Result, Scope};

/// Adds a document, before submission or when compliance asks for more (KYB-2, KYB-9, KYB-10,
/// KYB-14).
pub(crate) fn add(
    scope: &Scope<'_>,
    mut session: KybSession,
    draft: &DocumentDraft,
) -> Result<Document> {
    session.check_takes_documents()?;
    let id = scope.insert_document(session.id, draft)?;
    session.updated_at = scope.now;
    scope.save_kyb_session(&session)?;
    scope.document(session.id, id)
}

/// Deletes a document that was not submitted (KYB-7, KYB-14).
pub(crate) fn delete(
    scope: &Scope<'_>,
    mut session: KybSession,
    document: &Document,
) -> Result<()> {
    session.check_takes_documents()?;
    document.check_deletable()?;
    scope.delete_document(document.id)?;
    session.updated_at = scope.now;
    scope.save_kyb_session(&session)
}
