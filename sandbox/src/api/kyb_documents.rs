//! Documents of a company that is being verified.

use axum::extract::Request;
use serde_json::Value;

use super::caller::Caller;
use crate::domain::document::{CATEGORIES, DOCUMENT_TYPES, DocumentDraft, plain_file_name};
use crate::domain::file_format::FileFormat;
use crate::domain::kyb::KybSession;
use crate::domain::refusal::{FieldCode, FieldError, Refusal};
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::fields::{FieldErrors, Fields};
use crate::http::path::PathIds;
use crate::http::problem::Problem;
use crate::http::upload::{File, Upload, UploadedForm};
use crate::operations;
use crate::store::Scope;
use crate::views;

/// `POST /api/v1/account/business-user/{uid}/kyb-sessions/{sid}/documents` (KYB-2, KYB-10)
pub(super) async fn create(caller: Caller, request: Request) -> AnswerResult {
    caller.check(|scope, ids| find_session(scope, ids).map(drop)).await?;
    let (slots, merchant) = (&caller.app.upload_slots, caller.merchant());
    let upload = Upload::receive(request, slots, merchant, &["category", "type"]).await;
    let added = caller.create_checked(
        upload.read(read_draft),
        find_session,
        |scope, session, (draft, slot)| {
            let document = operations::kyb_documents::add(scope, session, &draft)?;
            drop((draft, slot));
            Ok(JsonAnswer::created(views::kyb_document(&document)))
        },
    );
    added.await
}

/// `GET /api/v1/account/business-user/{uid}/kyb-sessions/{sid}/documents` (KYB-6)
pub(super) async fn list(caller: Caller) -> AnswerResult {
    let found = caller.read(|scope, ids| {
        let session = find_session(scope, ids)?;
        Ok(scope.documents(session.id)?)
    });
    Ok(JsonAnswer::ok(found.await?.iter().map(views::kyb_document).collect()))
}

/// `GET /api/v1/account/business-user/{uid}/kyb-sessions/{sid}/documents/{did}` (KYB-6)
pub(super) async fn show(caller: Caller) -> AnswerResult {
    let found = caller.read(|scope, ids| {
        let session = find_session(scope, ids)?;
        Ok(scope.document(session.id, ids.id(2)?)?)
    });
    Ok(JsonAnswer::ok(views::kyb_document(&found.await?)))
}

/// `DELETE /api/v1/account/business-user/{uid}/kyb-sessions/{sid}/documents/{did}` (KYB-7)
pub(super) async fn remove(caller: Caller) -> AnswerResult {
    let removed = caller.write(|scope, ids| {
        let session = find_session(scope, ids)?;
        let document = scope.document(session.id, ids.id(2)?)?;
        Ok(operations::kyb_documents::delete(scope, session, &document)?)
    });
    removed.await?;
    Ok(JsonAnswer::no_content())
}

/// Finds the session that the path names.
fn find_session(scope: &Scope<'_>, ids: &PathIds) -> Result<KybSession, Problem> {
    Ok(scope.kyb_session_of(ids.id(0)?, ids.id(1)?)?)
}

/// Reads a document: its category, its type and its file (KYB-2, KYB-3).
fn read_draft(form: UploadedForm) -> Result<DocumentDraft, Refusal> {
    let errors = FieldErrors::default();
    let texts = Value::Object(form.texts);
    let fields = Fields::root(&texts, &errors);
    let category = fields.code("category", CATEGORIES);
    let kind = fields.code("type", DOCUMENT_TYPES);
    let file = read_file(&fields, form.file);
    for name in &form.repeated {
        fields.fault::<()>(name, FieldCode::NotAllowed, "is sent more than once");
    }
    let unsupported = file.as_ref().and_then(|(name, content)| unsupported(name, content));
    let draft = category.zip(kind).zip(file).map(|((category, kind), file)| {
        let (category, kind) = (category.to_owned(), kind.to_owned());
        DocumentDraft { category, kind, file_name: file.0, content: file.1 }
    });
    match (errors.finish(draft), unsupported) {
        (Ok(_), Some(detail)) => Err(Refusal::UnsupportedFileType(detail)),
        (Err(Refusal::Invalid(mut faults)), Some(detail)) => {
            faults.push(FieldError::new("/file", FieldCode::NotAllowed, detail));
            Err(Refusal::Invalid(faults))
        }
        (draft, _) => draft,
    }
}

/// Reads the name and the content of the file; a missing or empty file is refused (KYB-2, KYB-4).
fn read_file(fields: &Fields<'_>, file: Option<File>) -> Option<(String, Vec<u8>)> {
    let name = "file";
    let Some(File { name: file_name, content }) = file else {
        return fields.fault(name, FieldCode::Required, "is required");
    };
    let Some(file_name) = file_name else {
        return fields.fault(name, FieldCode::WrongType, "must be a file with a name");
    };
    if file_name.is_empty() && content.is_empty() {
        return fields.fault(name, FieldCode::Required, "is required: no file was chosen");
    }
    if content.is_empty() {
        return fields.fault(name, FieldCode::TooShort, "must not be empty");
    }
    match plain_file_name(&file_name) {
        Ok(plain) => Some((plain.to_owned(), content)),
        Err((code, detail)) => fields.fault(name, code, detail),
    }
}

/// The fault of a file whose format is not accepted, or whose content is of another format (KYB-5).
fn unsupported(name: &str, content: &[u8]) -> Option<&'static str> {
    match FileFormat::of_name(name) {
        None => Some("its name must end in .pdf, .xlsx, .xls, .docx, .doc, .jpg, .jpeg or .png"),
        Some(format) if !format.fits(content) => Some("its content is not what its name says"),
        Some(_) => None,
    }
}
