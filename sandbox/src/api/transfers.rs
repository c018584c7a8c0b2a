//! Transfers between accounts of the merchant's users.

use axum::extract::State;

use super::token::Claims;
use crate::app::AppState;
use crate::domain::account::Account;
use crate::domain::id::Id;
use crate::domain::money::{Currency, Money};
use crate::domain::order::OrderType;
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::creation::Creation;
use crate::http::fields::Fields;
use crate::http::path::PathIds;
use crate::operations;
use crate::operations::transfers::Transfer;
use crate::store::{Scope, fresh_uuid};
use crate::views;

/// `POST /api/v1/account/users/{uid}/accounts/{aid}/transfers`
pub(super) async fn create(
    State(app): AppState,
    claims: Claims,
    ids: PathIds,
    creation: Creation,
) -> Outcome {
    let (attempt, input) = creation.read(|fields| {
        let route = read_route(fields);
        let (reference, code2fa) = (fields.string("reference"), fields.string("code2fa"));
        let (origin, recipient) = route?;
        Some(Transfer { origin, recipient, reference: reference?, code2fa: code2fa? })
    });
    let prepare = move |scope: &Scope<'_>| {
        let source = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        Ok((source, input?))
    };
    let made = app.create_as(claims, attempt, prepare, |scope, (source, transfer)| {
        Ok(Answer::created(views::order(&operations::transfers::transfer(
            scope, &source, transfer,
        )?)))
    });
    made.await
}

/// `POST /api/v1/account/users/{uid}/accounts/{aid}/transfers/simulate`
pub(super) async fn simulate(
    State(app): AppState,
    claims: Claims,
    ids: PathIds,
    body: JsonBody,
) -> Outcome {
    let input = body.read(read_route);
    let quoted = app.read_as(claims, move |scope| {
        let source = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        let (origin, recipient) = input?;
        Ok(operations::transfers::quote(scope, &source, origin, recipient)?)
    });
    Ok(Answer::ok(views::quote(&quoted.await?, fresh_uuid())))
}

/// `GET /api/v1/account/transfers/{oid}`
pub(super) async fn show(State(app): AppState, claims: Claims, ids: PathIds) -> Outcome {
    let found =
        app.read_as(claims, move |scope| Ok(scope.order_of_type(ids.id(0)?, OrderType::Transfer)?));
    Ok(Answer::ok(views::order_detail(&found.await?)))
}

fn read_route(fields: &Fields<'_>) -> Option<(Money, Id<Account>)> {
    let origin = fields.money("origin", &Currency::ALL);
    origin.zip(fields.object("recipient").id("accountId"))
}
