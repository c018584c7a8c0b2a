//! Identity verification sessions of a user.

use serde_json::json;

use super::caller::Caller;
use crate::domain::session::KycSession;
use crate::domain::user::UserKind;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::creation::Received;
use crate::http::query::ListUrl;
use crate::operations;
use crate::views;

/// `POST /api/v1/account/users/{uid}/identity-verifications` (KYC-1, KYC-7)
pub(super) async fn create(caller: Caller, request: Received<()>) -> AnswerResult {
    let portal_url = caller.app.public_portal_url.clone();
    let started = caller.create(
        request,
        |scope, ids| Ok(scope.individual(ids.id(0)?)?),
        move |scope, user, ()| {
            let session = operations::kyc::start(scope, &user)?;
            Ok(JsonAnswer::created(views::kyc_session(&session, &portal_url)))
        },
    );
    started.await
}

/// `GET /api/v1/account/users/{uid}/identity-verifications` (KYC-1)
pub(super) async fn list(caller: Caller, url: ListUrl) -> AnswerResult {
    let request = url.page();
    let found = caller.read(move |scope, ids| {
        let user = ids.id(0)?;
        scope.expect_user(Some(UserKind::Individual), user)?;
        Ok(scope.sessions(user, request?)?)
    });
    let page = found.await?;
    let item =
        |session: &KycSession| views::kyc_session_item(session, &caller.app.public_portal_url);
    Ok(JsonAnswer::ok(url.listed("sessions", &page, item)))
}

/// `GET /api/v1/account/users/{uid}/identity-verifications/{sid}` (KYC-1)
pub(super) async fn show(caller: Caller) -> AnswerResult {
    let found = caller.read(|scope, ids| Ok(scope.session_of(ids.id(0)?, ids.id(1)?)?));
    Ok(JsonAnswer::ok(views::kyc_session(&found.await?, &caller.app.public_portal_url)))
}

/// `GET /api/v1/account/users/{uid}/identity-verifications/{sid}/checks` (KYC-1)
pub(super) async fn checks(caller: Caller) -> AnswerResult {
    let found = caller.read(|scope, ids| {
        let session = scope.session_of(ids.id(0)?, ids.id(1)?)?;
        Ok((session.id, scope.checks(session.id)?))
    });
    let (session, checks) = found.await?;
    let checks = checks.iter().map(views::kyc_check).collect::<Vec<_>>();
    Ok(JsonAnswer::ok(json!({"session_id": session, "checks": checks})))
}
