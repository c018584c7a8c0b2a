//! Virtual IBANs of an account.

use axum::extract::State;

use super::token::Claims;
use crate::app::AppState;
use crate::domain::viban::{Viban, VibanRail};
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::creation::Creation;
use crate::http::fields::Fields;
use crate::http::path::PathIds;
use crate::http::problem::Problem;
use crate::http::query::ListUrl;
use crate::operations;
use crate::store::Scope;
use crate::views;

/// `POST /api/v1/account/users/{uid}/accounts/{aid}/virtual-ibans`
pub(super) async fn create(
    State(app): AppState,
    claims: Claims,
    ids: PathIds,
    creation: Creation,
) -> Outcome {
    let (attempt, input) = creation.read(|fields| fields.string("name").zip(read_rail(fields)));
    let prepare = move |scope: &Scope<'_>| {
        let account = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        Ok((account, input?))
    };
    let asked = app.create_as(claims, attempt, prepare, |scope, (account, (name, rail))| {
        Ok(Answer::created(views::viban(&operations::virtual_ibans::request(
            scope, &account, name, rail,
        )?)))
    });
    asked.await
}

/// `GET /api/v1/account/users/{uid}/accounts/{aid}/virtual-ibans`
pub(super) async fn list(
    State(app): AppState,
    claims: Claims,
    ids: PathIds,
    url: ListUrl,
) -> Outcome {
    let request = url.page();
    let found = app.read_as(claims, move |scope| {
        let account = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        let request = request?;
        Ok(scope.vibans(&account, request)?)
    });
    let page = found.await?;
    Ok(Answer::ok(url.listed("virtualIbans", &page, views::viban)))
}

/// `GET /api/v1/account/users/{uid}/accounts/{aid}/virtual-ibans/{vid}`
pub(super) async fn show(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let found = app.read_as(claims, move |scope| named(scope, &ids));
    Ok(Answer::ok(views::viban(&found.await?)))
}

/// `PUT /api/v1/account/users/{uid}/accounts/{aid}/virtual-ibans/{vid}`
pub(super) async fn update(
    State(app): AppState,
    claims: Claims,
    ids: PathIds,
    body: JsonBody,
) -> Outcome {
    let name = body.read(|fields| fields.string("name"));
    let renamed = app.write_as(claims, move |scope| {
        let mut viban = named(scope, &ids)?;
        operations::virtual_ibans::rename(scope, &mut viban, name?)?;
        Ok(viban)
    });
    Ok(Answer::ok(views::viban(&renamed.await?)))
}

/// `POST /api/v1/account/users/{uid}/accounts/{aid}/virtual-ibans/{vid}/deactivate`
pub(super) async fn deactivate(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let ended = app.write_as(claims, move |scope| {
        Ok(operations::virtual_ibans::deactivate(scope, named(scope, &ids)?)?)
    });
    Ok(Answer::ok(views::viban(&ended.await?)))
}

fn named(scope: &Scope<'_>, ids: &PathIds) -> Result<Viban, Problem> {
    let account = scope.account_of(ids.id(0)?, ids.id(1)?)?;
    Ok(scope.viban_of(&account, ids.id(2)?)?)
}

fn read_rail(fields: &Fields<'_>) -> Option<VibanRail> {
    let code = fields.code("rail", &VibanRail::ALL.map(VibanRail::code))?;
    VibanRail::ALL.into_iter().find(|rail| rail.code() == code)
}
