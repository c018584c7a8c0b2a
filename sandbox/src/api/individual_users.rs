//! Natural persons.

use axum::extract::State;

use super::person;
use super::token::Claims;
use crate::app::AppState;
use crate::domain::user::UserKind;
use crate::http::answer::{Answer, Outcome};
use crate::http::creation::Creation;
use crate::http::path::PathIds;
use crate::http::query::ListUrl;
use crate::input::read_person;
use crate::operations;
use crate::store::Scope;
use crate::views;

/// `POST /api/v1/account/individual-users`
pub(super) async fn create(State(app): AppState, claims: Claims, creation: Creation) -> Outcome {
    let mut born = None;
    let (attempt, profile) = creation.read(|fields| read_person(fields, &mut born));
    let prepare =
        move |scope: &Scope<'_>| person::check_birthdate(profile, "/birthdate", born, scope.now);
    let created = app.create_as(claims, attempt, prepare, |scope, profile| {
        Ok(Answer::created(views::user(&operations::users::create(
            scope,
            UserKind::Individual,
            profile,
        )?)))
    });
    created.await
}

/// `GET /api/v1/account/individual-users`
pub(super) async fn list(State(app): AppState, claims: Claims, url: ListUrl) -> Outcome {
    let request = url.page();
    let found = app.read_as(claims, move |scope| {
        let request = request?;
        Ok(scope.users(UserKind::Individual, request)?)
    });
    let page = found.await?;
    Ok(Answer::ok(url.listed("users", &page, views::user)))
}

/// `GET /api/v1/account/individual-users/{uid}`
pub(super) async fn show(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let user = app.read_as(claims, move |scope| Ok(scope.individual(ids.id(0)?)?)).await?;
    Ok(Answer::ok(views::user(&user)))
}
