//! Verification sessions of a company.

use axum::extract::{Request, State};

use super::token::Claims;
use crate::app::AppState;
use crate::http::answer::{Answer, Outcome};
use crate::http::creation::bare_attempt;
use crate::http::path::PathIds;
use crate::operations;
use crate::store::Scope;
use crate::views;

/// `POST /api/v1/account/business-user/{uid}/kyb-sessions`
pub(super) async fn create(
    State(app): AppState,
    claims: Claims,
    ids: PathIds,
    request: Request,
) -> Outcome {
    let (attempt, fault) = match bare_attempt(request).await {
        Ok(attempt) => (attempt, None),
        Err(fault) => (None, Some(fault)),
    };
    let prepare = move |scope: &Scope<'_>| {
        let company = scope.business(ids.id(0)?)?;
        fault.map_or(Ok(company), Err)
    };
    let started = app.create_as(claims, attempt, prepare, |scope, company| {
        Ok(Answer::created(views::kyb_session(&operations::kyb::start(scope, &company)?)))
    });
    started.await
}

/// `GET /api/v1/account/business-user/{uid}/kyb-sessions`
pub(super) async fn list(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let found = app.read_as(claims, move |scope| {
        let company = scope.business(ids.id(0)?)?;
        let sessions = scope.kyb_sessions_of(&company)?.into_iter();
        let files = sessions.map(|session| Ok(scope.kyb_file(session)?));
        files.collect::<Result<Vec<_>, _>>()
    });
    Ok(Answer::ok(found.await?.iter().map(views::kyb_session).collect()))
}

/// `GET /api/v1/account/business-user/{uid}/kyb-sessions/{sid}`
pub(super) async fn show(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let found = app.read_as(claims, move |scope| {
        Ok(scope.kyb_file(scope.kyb_session_of(ids.id(0)?, ids.id(1)?)?)?)
    });
    Ok(Answer::ok(views::kyb_session(&found.await?)))
}

/// `POST /api/v1/account/business-user/{uid}/kyb-sessions/{sid}/submit`
pub(super) async fn submit(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let submitted = app.write_as(claims, move |scope| {
        Ok(operations::kyb::submit(scope, scope.kyb_session_of(ids.id(0)?, ids.id(1)?)?)?)
    });
    Ok(Answer::ok(views::kyb_session(&submitted.await?)))
}
