//! Verification sessions of a company.

use super::caller::Caller;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::creation::Received;
use crate::operations;
use crate::views;

/// `POST /api/v1/account/business-user/{uid}/kyb-sessions` (KYB-1, KYB-16)
pub(super) async fn create(caller: Caller, request: Received<()>) -> AnswerResult {
    let started = caller.create(
        request,
        |scope, ids| Ok(scope.business(ids.id(0)?)?),
        |scope, company, ()| {
            let session = operations::kyb::start(scope, &company)?;
            Ok(JsonAnswer::created(views::kyb_session(&session)))
        },
    );
    started.await
}

/// `GET /api/v1/account/business-user/{uid}/kyb-sessions` (KYB-1)
pub(super) async fn list(caller: Caller) -> AnswerResult {
    let found = caller.read(|scope, ids| {
        let company = scope.business(ids.id(0)?)?;
        let sessions = scope.kyb_sessions_of(&company)?.into_iter();
        let files = sessions.map(|session| Ok(scope.kyb_file(session)?));
        files.collect::<Result<Vec<_>, _>>()
    });
    Ok(JsonAnswer::ok(found.await?.iter().map(views::kyb_session).collect()))
}

/// `GET /api/v1/account/business-user/{uid}/kyb-sessions/{sid}` (KYB-1)
pub(super) async fn show(caller: Caller) -> AnswerResult {
    let found = caller
        .read(|scope, ids| Ok(scope.kyb_file(scope.kyb_session_of(ids.id(0)?, ids.id(1)?)?)?));
    Ok(JsonAnswer::ok(views::kyb_session(&found.await?)))
}

/// `POST /api/v1/account/business-user/{uid}/kyb-sessions/{sid}/submit` (KYB-8, KYB-9)
pub(super) async fn submit(caller: Caller) -> AnswerResult {
    let submitted = caller.write(|scope, ids| {
        let session = scope.kyb_session_of(ids.id(0)?, ids.id(1)?)?;
        Ok(operations::kyb::submit(scope, session)?)
    });
    Ok(JsonAnswer::ok(views::kyb_session(&submitted.await?)))
}
