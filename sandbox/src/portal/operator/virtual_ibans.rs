//! What the bank decides about virtual IBANs.

use axum::extract::State;

use super::access::Operator;
use crate::app::AppState;
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::path::PathIds;
use crate::operations;
use crate::views;

/// `POST M/virtual-ibans/{vibanId}/activate`
pub(super) async fn activate(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    let decided = app.write_for(ids.merchant(0), move |scope| {
        let viban = scope.viban(ids.id(1)?)?;
        Ok(operations::virtual_ibans::activate(scope, viban)?)
    });
    Ok(Answer::ok(views::viban(&decided.await?)))
}

/// `POST M/virtual-ibans/{vibanId}/reject`
pub(super) async fn reject(
    State(app): AppState,
    _: Operator,
    ids: PathIds,
    body: JsonBody,
) -> Outcome {
    let reason = body.read(|fields| fields.string("reason"));
    let decided = app.write_for(ids.merchant(0), move |scope| {
        let viban = scope.viban(ids.id(1)?)?;
        Ok(operations::virtual_ibans::reject(scope, viban, reason?)?)
    });
    Ok(Answer::ok(views::viban(&decided.await?)))
}
