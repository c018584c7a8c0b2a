//! The bank's decisions on virtual IBANs.

use super::access::Operator;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::body::JsonBody;
use crate::operations;
use crate::views;

/// `POST M/virtual-ibans/{vibanId}/activate` (VIB-1)
pub(super) async fn activate(operator: Operator) -> AnswerResult {
    let decided = operator.write(move |scope, ids| {
        let viban = scope.viban(ids.id(1)?)?;
        Ok(operations::virtual_ibans::activate(scope, viban)?)
    });
    Ok(JsonAnswer::ok(views::viban(&decided.await?)))
}

/// `POST M/virtual-ibans/{vibanId}/reject` (VIB-1)
pub(super) async fn reject(operator: Operator, body: JsonBody) -> AnswerResult {
    let reason = body.read(|fields| fields.string("reason"));
    let decided = operator.write(move |scope, ids| {
        let viban = scope.viban(ids.id(1)?)?;
        Ok(operations::virtual_ibans::reject(scope, viban, reason?)?)
    });
    Ok(JsonAnswer::ok(views::viban(&decided.await?)))
}
