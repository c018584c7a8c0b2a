//! Virtual IBANs of an account.

use super::caller::Caller;
use crate::domain::viban::{Viban, VibanRail};
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::body::JsonBody;
use crate::http::creation::Creation;
use crate::http::fields::Fields;
use crate::http::path::PathIds;
use crate::http::problem::Problem;
use crate::http::query::ListUrl;
use crate::operations;
use crate::store::Scope;
use crate::views;

/// `POST /api/v1/account/users/{uid}/accounts/{aid}/virtual-ibans` (VIB-1)
pub(super) async fn create(caller: Caller, creation: Creation) -> AnswerResult {
    let requested = caller.create(
        creation.read(|fields| fields.string("name").zip(read_rail(fields))),
        |scope, ids| Ok(scope.account_of(ids.id(0)?, ids.id(1)?)?),
        |scope, account, (name, rail)| {
            let viban = operations::virtual_ibans::request(scope, &account, name, rail)?;
            Ok(JsonAnswer::created(views::viban(&viban)))
        },
    );
    requested.await
}

/// `GET /api/v1/account/users/{uid}/accounts/{aid}/virtual-ibans` (VIB-1)
pub(super) async fn list(caller: Caller, url: ListUrl) -> AnswerResult {
    let request = url.page();
    let found = caller.read(move |scope, ids| {
        let account = scope.account_of(ids.id(0)?, ids.id(1)?)?;
        Ok(scope.vibans(&account, request?)?)
    });
    Ok(JsonAnswer::ok(url.listed("virtualIbans", &found.await?, views::viban)))
}

/// `GET /api/v1/account/users/{uid}/accounts/{aid}/virtual-ibans/{vid}` (VIB-1)
pub(super) async fn show(caller: Caller) -> AnswerResult {
    Ok(JsonAnswer::ok(views::viban(&caller.read(named).await?)))
}

/// `PUT /api/v1/account/users/{uid}/accounts/{aid}/virtual-ibans/{vid}` (VIB-1)
pub(super) async fn update(caller: Caller, body: JsonBody) -> AnswerResult {
    let name = body.read(|fields| fields.string("name"));
    let renamed = caller.write(move |scope, ids| {
        let mut viban = named(scope, ids)?;
        operations::virtual_ibans::rename(scope, &mut viban, name?)?;
        Ok(viban)
    });
    Ok(JsonAnswer::ok(views::viban(&renamed.await?)))
}

/// `POST /api/v1/account/users/{uid}/accounts/{aid}/virtual-ibans/{vid}/deactivate` (VIB-1)
pub(super) async fn deactivate(caller: Caller) -> AnswerResult {
    let ended = caller
        .write(|scope, ids| Ok(operations::virtual_ibans::deactivate(scope, named(scope, ids)?)?));
    Ok(JsonAnswer::ok(views::viban(&ended.await?)))
}

/// Reads the virtual IBAN that the path names.
fn named(scope: &Scope<'_>, ids: &PathIds) -> Result<Viban, Problem> {
    let account = scope.account_of(ids.id(0)?, ids.id(1)?)?;
    Ok(scope.viban_of(&account, ids.id(2)?)?)
}

fn read_rail(fields: &Fields<'_>) -> Option<VibanRail> {
    let code = fields.code("rail", &VibanRail::ALL.map(VibanRail::code))?;
    VibanRail::ALL.into_iter().find(|rail| rail.code() == code)
}
