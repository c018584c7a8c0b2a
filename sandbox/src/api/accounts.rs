//! Accounts of a user.

use super::caller::Caller;
use crate::domain::money::Currency;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::body::JsonBody;
use crate::http::creation::Creation;
use crate::http::query::ListUrl;
use crate::operations;
use crate::views;

/// `POST /api/v1/account/users/{uid}/accounts` (ACC-1, ACC-3, ACC-4)
pub(super) async fn create(caller: Caller, creation: Creation) -> AnswerResult {
    let received =
        creation.read(|f| f.currency("currency", &Currency::FIAT).zip(f.string("label")));
    let opened = caller.create(
        received,
        |scope, ids| Ok(scope.user(ids.id(0)?)?),
        |scope, user, (currency, label)| {
            let account = operations::accounts::open(scope, &user, currency, label)?;
            Ok(JsonAnswer::created(views::account(&account)))
        },
    );
    opened.await
}

/// `GET /api/v1/account/users/{uid}/accounts` (ACC-6)
pub(super) async fn list(caller: Caller, url: ListUrl) -> AnswerResult {
    let request = url.page();
    let found = caller.read(move |scope, ids| {
        let user = ids.id(0)?;
        scope.expect_user(None, user)?;
        Ok(scope.accounts(user, request?)?)
    });
    Ok(JsonAnswer::ok(url.listed("accounts", &found.await?, views::account)))
}

/// `GET /api/v1/account/users/{uid}/accounts/{aid}` (ACC-6)
pub(super) async fn show(caller: Caller) -> AnswerResult {
    let found = caller.read(|scope, ids| Ok(scope.account_of(ids.id(0)?, ids.id(1)?)?));
    Ok(JsonAnswer::ok(views::account(&found.await?)))
}

/// `PATCH /api/v1/account/users/{uid}/accounts/{aid}` (ACC-6)
pub(super) async fn update(caller: Caller, body: JsonBody) -> AnswerResult {
    let label = body.read(|fields| fields.string("label"));
    let renamed = caller.write(move |scope, ids| {
        let mut account = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        operations::accounts::rename(scope, &mut account, label?)?;
        Ok(account)
    });
    Ok(JsonAnswer::ok(views::account(&renamed.await?)))
}
