//! Identity verification sessions of a user.

use axum::extract::{Request, State};
use serde_json::json;

use super::token::Claims;
use crate::app::AppState;
use crate::domain::session::Session;
use crate::domain::user::UserKind;
use crate::http::answer::{Answer, Outcome};
use crate::http::creation::bare_attempt;
use crate::http::path::PathIds;
use crate::http::query::ListUrl;
use crate::operations;
use crate::store::Scope;
use crate::views;

/// `POST /api/v1/account/users/{uid}/identity-verifications`
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
        let user = scope.individual(ids.id(0)?)?;
        fault.map_or(Ok(user), Err)
    };
    let portal_url = app.public_portal_url.clone();
    let started = app.create_as(claims, attempt, prepare, move |scope, user| {
        Ok(Answer::created(views::kyc_session(&operations::kyc::start(scope, &user)?, &portal_url)))
    });
    started.await
}

/// `GET /api/v1/account/users/{uid}/identity-verifications`
pub(super) async fn list(
    State(app): AppState,
    claims: Claims,
    ids: PathIds,
    url: ListUrl,
) -> Outcome {
    let request = url.page();
    let found = app.read_as(claims, move |scope| {
        let user = ids.id(0)?;
        scope.expect_user(Some(UserKind::Individual), user)?;
        let request = request?;
        Ok(scope.sessions(user, request)?)
    });
    let page = found.await?;
    let item = |session: &Session| views::kyc_session_item(session, &app.public_portal_url);
    Ok(Answer::ok(url.listed("sessions", &page, item)))
}

/// `GET /api/v1/account/users/{uid}/identity-verifications/{sid}`
pub(super) async fn show(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let found = app.read_as(claims, move |scope| Ok(scope.session_of(ids.id(0)?, ids.id(1)?)?));
    Ok(Answer::ok(views::kyc_session(&found.await?, &app.public_portal_url)))
}

/// `GET /api/v1/account/users/{uid}/identity-verifications/{sid}/checks`
pub(super) async fn checks(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let found = app.read_as(claims, move |scope| {
        let session = scope.session_of(ids.id(0)?, ids.id(1)?)?;
        Ok((session.id, scope.checks(session.id)?))
    });
    let (session, checks) = found.await?;
    let checks = checks.iter().map(views::kyc_check).collect::<Vec<_>>();
    Ok(Answer::ok(json!({"session_id": session, "checks": checks})))
}
