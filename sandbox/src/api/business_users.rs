//! Companies.

use axum::extract::State;
use jiff::civil::Date;
use serde_json::{Map, Value};

use super::token::Claims;
use crate::app::AppState;
use crate::domain::clock::Moment;
use crate::domain::profile::has_begun;
use crate::domain::refusal::{FieldCode, FieldError};
use crate::domain::user::UserKind;
use crate::http::answer::{Answer, Outcome};
use crate::http::creation::{Creation, with_fault};
use crate::http::path::PathIds;
use crate::http::problem::Problem;
use crate::http::query::ListUrl;
use crate::input::read_company;
use crate::operations;
use crate::store::Scope;
use crate::views;

/// `POST /api/v1/account/business-user`, also spelled `business-users`
pub(super) async fn create(State(app): AppState, claims: Claims, creation: Creation) -> Outcome {
    let mut founded = None;
    let (attempt, profile) = creation.read(|fields| read_company(fields, &mut founded));
    let prepare = move |scope: &Scope<'_>| check_founding(profile, founded, scope.now);
    let created = app.create_as(claims, attempt, prepare, |scope, profile| {
        Ok(Answer::created(views::user(&operations::users::create(
            scope,
            UserKind::Business,
            profile,
        )?)))
    });
    created.await
}

/// `GET /api/v1/account/business-user`, also spelled `business-users`
pub(super) async fn list(State(app): AppState, claims: Claims, url: ListUrl) -> Outcome {
    let request = url.page();
    let found = app.read_as(claims, move |scope| {
        let request = request?;
        Ok(scope.users(UserKind::Business, request)?)
    });
    let page = found.await?;
    Ok(Answer::ok(url.listed("users", &page, views::user)))
}

/// `GET /api/v1/account/business-user/{uid}`, also spelled `business-users`
pub(super) async fn show(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let user = app.read_as(claims, move |scope| Ok(scope.business(ids.id(0)?)?)).await?;
    Ok(Answer::ok(views::user(&user)))
}

/// Adds the one fault that only the merchant's clock can show.
fn check_founding(
    profile: Result<Map<String, Value>, Problem>,
    founded: Option<Date>,
    now: Moment,
) -> Result<Map<String, Value>, Problem> {
    if founded.is_none_or(|founded| has_begun(founded, now)) {
        return profile;
    }
    let place = "/company/incorporation/date";
    let fault = FieldError::new(place, FieldCode::OutOfRange, "must not be in the future");
    Err(with_fault(profile.err(), fault))
}
