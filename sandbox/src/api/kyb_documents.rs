//! Documents of a company that is being verified.

use axum::extract::{Request, State};
use serde_json::Value;

use super::token::Claims;
use crate::app::AppState;
use crate::domain::document::{CATEGORIES, DOCUMENT_TYPES, DocumentDraft, plain_file_name};
use crate::domain::file_format::FileFormat;
use crate::domain::refusal::{FieldCode, FieldError, Refusal};
use crate::http::answer::{Answer, Outcome};
use crate::http::fields::{FieldErrors, Fields};
use crate::http::path::PathIds;
use crate::http::upload::{File, Form, Upload};
use crate::operations;
use crate::store::Scope;
use crate::views;

/// `POST /api/v1/account/business-user/{uid}/kyb-sessions/{sid}/documents`
pub(super) async fn create(
    State(app): AppState,
    claims: Claims,
    ids: PathIds,
    request: Request,
) -> Outcome {
    let path = ids.clone();
    let find =
        move |scope: &Scope<'_>| Ok(scope.kyb_session_of(path.id(0)?, path.id(1)?).map(drop)?);
    app.check_as(claims, find).await?;
    let texts = &["category", "type"];
    let upload = Upload::receive(request, &app.upload_slots, claims.merchant, texts).await;
    let received = upload.read(read_draft);
    let (draft, slot) = (received.input, received.slot);
    let prepare = move |scope: &Scope<'_>| {
        let session = scope.kyb_session_of(ids.id(0)?, ids.id(1)?)?;
        Ok((session, draft?, slot))
    };
    let added = app.create_checked_as(
        claims,
        received.attempt,
        prepare,
        |scope, (session, draft, slot)| {
            let document = operations::kyb_documents::add(scope, session, &draft)?;
            drop((draft, slot));
            Ok(Answer::created(views::kyb_document(&document)))
        },
    );
    added.await
}

/// `GET /api/v1/account/business-user/{uid}/kyb-sessions/{sid}/documents`
pub(super) async fn list(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let found = app.read_as(claims, move |scope| {
        let session = scope.kyb_session_of(ids.id(0)?, ids.id(1)?)?;
        Ok(scope.documents(session.id)?)
    });
    Ok(Answer::ok(found.await?.iter().map(views::kyb_document).collect()))
}

/// `GET /api/v1/account/business-user/{uid}/kyb-sessions/{sid}/documents/{did}`
pub(super) async fn show(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let found = app.read_as(claims, move |scope| {
        let session = scope.kyb_session_of(ids.id(0)?, ids.id(1)?)?;
        Ok(scope.document(session.id, ids.id(2)?)?)
    });
    Ok(Answer::ok(views::kyb_document(&found.await?)))
}

/// `DELETE /api/v1/account/business-user/{uid}/kyb-sessions/{sid}/documents/{did}`
pub(super) async fn remove(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let removed = app.write_as(claims, move |scope| {
        let session = scope.kyb_session_of(ids.id(0)?, ids.id(1)?)?;
        let document = scope.document(session.id, ids.id(2)?)?;
        Ok(operations::kyb_documents::delete(scope, session, &document)?)
    });
    removed.await?;
    Ok(Answer::no_content())
}

fn read_draft(form: Form) -> Result<DocumentDraft, Refusal> {
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

/// The name and the content of a file that is there.
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

/// What is wrong with a file that is not what its name says, or not of a known kind.
fn unsupported(name: &str, content: &[u8]) -> Option<&'static str> {
    match FileFormat::of_name(name) {
        None => Some("its name must end in .pdf, .xlsx, .xls, .docx, .doc, .jpg, .jpeg or .png"),
        Some(format) if !format.fits(content) => Some("its content is not what its name says"),
        Some(_) => None,
    }
}
