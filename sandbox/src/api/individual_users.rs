//! Natural persons.

use super::caller::Caller;
use crate::domain::user::UserKind;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::creation::Creation;
use crate::http::query::ListUrl;
use crate::input::{birthdate_limit, read_person};
use crate::operations;
use crate::views;

/// `POST /api/v1/account/individual-users` (USER-1)
pub(super) async fn create(caller: Caller, creation: Creation) -> AnswerResult {
    let mut date = None;
    let received = creation.read(|fields| read_person(fields, &mut date));
    let created = caller.create(
        received.limited(birthdate_limit("/birthdate", date)),
        |_, _| Ok(()),
        |scope, (), profile| {
            let user = operations::users::create(scope, UserKind::Individual, profile)?;
            Ok(JsonAnswer::created(views::user(&user)))
        },
    );
    created.await
}

/// `GET /api/v1/account/individual-users` (USER-1)
pub(super) async fn list(caller: Caller, url: ListUrl) -> AnswerResult {
    let request = url.page();
    let found = caller.read(move |scope, _| Ok(scope.users(UserKind::Individual, request?)?));
    Ok(JsonAnswer::ok(url.listed("users", &found.await?, views::user)))
}

/// `GET /api/v1/account/individual-users/{uid}` (USER-1)
pub(super) async fn show(caller: Caller) -> AnswerResult {
    let user = caller.read(|scope, ids| Ok(scope.individual(ids.id(0)?)?)).await?;
    Ok(JsonAnswer::ok(views::user(&user)))
}
