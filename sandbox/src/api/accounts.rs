//! Accounts of a user.

use axum::extract::State;

use super::token::Claims;
use crate::app::AppState;
use crate::domain::money::Currency;
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::creation::Creation;
use crate::http::path::PathIds;
use crate::http::query::ListUrl;
use crate::operations;
use crate::store::Scope;
use crate::views;

/// `POST /api/v1/account/users/{uid}/accounts`
pub(super) async fn create(
    State(app): AppState,
    claims: Claims,
    ids: PathIds,
    creation: Creation,
) -> Outcome {
    let (attempt, input) =
        creation.read(|f| f.currency("currency", &Currency::FIAT).zip(f.string("label")));
    let prepare = move |scope: &Scope<'_>| {
        let user = scope.user(ids.id(0)?)?;
        Ok((user, input?))
    };
    let opened = app.create_as(claims, attempt, prepare, |scope, (user, (currency, label))| {
        Ok(Answer::created(views::account(&operations::accounts::open(
            scope, &user, currency, label,
        )?)))
    });
    opened.await
}

/// `GET /api/v1/account/users/{uid}/accounts`
pub(super) async fn list(
    State(app): AppState,
    claims: Claims,
    ids: PathIds,
    url: ListUrl,
) -> Outcome {
    let request = url.page();
    let found = app.read_as(claims, move |scope| {
        let user = ids.id(0)?;
        scope.expect_user(None, user)?;
        let request = request?;
        Ok(scope.accounts(user, request)?)
    });
    let page = found.await?;
    Ok(Answer::ok(url.listed("accounts", &page, views::account)))
}

/// `GET /api/v1/account/users/{uid}/accounts/{aid}`
pub(super) async fn show(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let found = app.read_as(claims, move |scope| Ok(scope.account_of(ids.id(0)?, ids.id(1)?)?));
    Ok(Answer::ok(views::account(&found.await?)))
}

/// `PATCH /api/v1/account/users/{uid}/accounts/{aid}`
pub(super) async fn update(
    State(app): AppState,
    claims: Claims,
    ids: PathIds,
    body: JsonBody,
) -> Outcome {
    let label = body.read(|fields| fields.string("label"));
    let renamed = app.write_as(claims, move |scope| {
        let mut account = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        operations::accounts::rename(scope, &mut account, label?)?;
        Ok(account)
    });
    Ok(Answer::ok(views::account(&renamed.await?)))
}
