//! The KYB sessions of companies, and the decisions of compliance on them.

use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};

use super::access::Operator;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::body::JsonBody;
use crate::http::fields::Fields;
use crate::http::file_name::attachment;
use crate::http::problem::Problem;
use crate::http::query::ListUrl;
use crate::operations;
use crate::store::KybCase;
use crate::views;

/// `GET M/kyb-sessions`
pub(super) async fn list(operator: Operator, url: ListUrl) -> AnswerResult {
    let query = url.kyb_sessions();
    let found = operator.read(move |scope, _| {
        let (filters, request) = query?;
        Ok(scope.kyb_cases(&filters, request)?)
    });
    let page = found.await?;
    let view = |case: &KybCase| views::kyb_case(case, &operator.app.public_portal_url);
    Ok(JsonAnswer::ok(url.listed("kybSessions", &page, view)))
}

/// `GET M/kyb-sessions/{sessionId}`
pub(super) async fn show(operator: Operator) -> AnswerResult {
    let found =
        operator.read(move |scope, ids| Ok(scope.kyb_case(scope.kyb_session(ids.id(1)?)?)?));
    Ok(JsonAnswer::ok(views::kyb_case(&found.await?, &operator.app.public_portal_url)))
}

/// `GET M/kyb-sessions/{sessionId}/documents/{documentId}/content`
///
/// The file comes from outside: browsers save it, and do not show or run it.
pub(super) async fn content(operator: Operator) -> Result<Response, Problem> {
    let found = operator.read(move |scope, ids| {
        let session = scope.kyb_session(ids.id(1)?)?;
        let document = scope.document(session.id, ids.id(2)?)?;
        let content = scope.document_content(&document)?;
        Ok((document, content))
    });
    let (document, content) = found.await?;
    let headers: [(HeaderName, String); 4] = [
        (header::CONTENT_TYPE, document.media_type().to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CONTENT_DISPOSITION, attachment(&document.file_name)),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
    ];
    Ok((headers, content).into_response())
}

/// `POST M/kyb-sessions/{sessionId}/request-info` (KYB-14)
pub(super) async fn request_info(operator: Operator, body: JsonBody) -> AnswerResult {
    let message = body.read_optional(|fields| fields.optional("message", Fields::string));
    let asked = operator.write(move |scope, ids| {
        let session = scope.kyb_session(ids.id(1)?)?;
        Ok(operations::kyb::request_info(scope, session, message?)?)
    });
    Ok(JsonAnswer::ok(views::kyb_session(&asked.await?)))
}

/// `POST M/kyb-sessions/{sessionId}/approve` (KYB-12, KYB-13)
pub(super) async fn approve(operator: Operator) -> AnswerResult {
    let decided = operator.write(move |scope, ids| {
        Ok(operations::kyb::approve(scope, scope.kyb_session(ids.id(1)?)?)?)
    });
    Ok(JsonAnswer::ok(views::kyb_session(&decided.await?)))
}

/// `POST M/kyb-sessions/{sessionId}/reject` (KYB-15)
pub(super) async fn reject(operator: Operator, body: JsonBody) -> AnswerResult {
    let reason = body.read_optional(|fields| fields.optional("reason", Fields::string));
    let decided = operator.write(move |scope, ids| {
        let session = scope.kyb_session(ids.id(1)?)?;
        Ok(operations::kyb::reject(scope, session, reason?.as_deref())?)
    });
    Ok(JsonAnswer::ok(views::kyb_session(&decided.await?)))
}
