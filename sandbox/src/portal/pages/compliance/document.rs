//! A document that a company sent: shown in the browser if its format is safe, else offered to
//! save.

use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};

use crate::domain::file_format::FileFormat;
use crate::http::file_name::attachment;
use crate::portal::pages::html_page::PageRefusal;
use crate::portal::pages::session::SignedIn;

/// The policy of a document: it runs and fetches nothing; the browser's own viewer may use styles.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; \
     object-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// The format of a file, if a browser can show it in a page and it can run no code there.
pub(super) fn is_shown(file_name: &str) -> Option<FileFormat> {
    let format = FileFormat::of_name(file_name)?;
    matches!(format, FileFormat::Pdf | FileFormat::Jpeg | FileFormat::Png).then_some(format)
}

/// `GET /onboarding-business/{sessionId}/documents/{documentId}`
pub(super) async fn show(who: SignedIn) -> Result<Response, PageRefusal> {
    let (session, document) = (who.id(0)?, who.id(1)?);
    let found = who.read(move |scope| {
        let session = scope.kyb_session(session)?;
        let document = scope.document(session.id, document)?;
        let content = scope.document_content(&document)?;
        Ok((document, content))
    });
    let (document, content) = found.await?;
    let disposition = attachment(&document.file_name);
    let disposition = match is_shown(&document.file_name) {
        Some(_) => disposition.replacen("attachment", "inline", 1),
        None => disposition,
    };
    let headers: [(HeaderName, String); 7] = [
        (header::CONTENT_TYPE, document.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CONTENT_SECURITY_POLICY, POLICY.to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::X_FRAME_OPTIONS, "SAMEORIGIN".to_owned()),
        (header::REFERRER_POLICY, "no-referrer".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, content).into_response())
}
