//! Moving held orders on.

use axum::extract::State;

use super::operator::Operator;
use crate::api::views;
use crate::app::AppState;
use crate::domain::order_events::Failure;
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::fields::Fields;
use crate::http::path::PathIds;

/// `POST M/orders/{orderId}/submit`
pub(super) async fn submit(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    let moved = app.write_for(ids.merchant(0), move |scope| Ok(scope.submit_order(ids.id(1)?)?));
    Ok(Answer::ok(views::order(&moved.await?)))
}

/// `POST M/orders/{orderId}/settle`
pub(super) async fn settle(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    let moved = app.write_for(ids.merchant(0), move |scope| Ok(scope.settle_order(ids.id(1)?)?));
    Ok(Answer::ok(views::order(&moved.await?)))
}

/// `POST M/orders/{orderId}/fail`
pub(super) async fn fail(
    State(app): AppState,
    _: Operator,
    ids: PathIds,
    body: JsonBody,
) -> Outcome {
    let input = body.read_optional(|fields| {
        let code = fields.optional("code", Fields::string);
        code.zip(fields.optional("reason", Fields::string))
    });
    let moved = app.write_for(ids.merchant(0), move |scope| {
        let order = scope.order(ids.id(1)?)?;
        let (code, reason) = input?;
        Ok(scope.fail_order(order.id, |order_type| {
            let default = Failure::default_of(order_type);
            let code = code.unwrap_or(default.code);
            Failure { code, reason: reason.unwrap_or(default.reason) }
        })?)
    });
    Ok(Answer::ok(views::order(&moved.await?)))
}
