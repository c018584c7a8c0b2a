//! Moving held orders on.

use axum::extract::State;

use super::access::Operator;
use crate::app::AppState;
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::path::PathIds;
use crate::input::read_failure_reason;
use crate::operations;
use crate::views;

/// `POST M/orders/{orderId}/submit`
pub(super) async fn submit(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    let moved = app.write_for(ids.merchant(0), move |scope| {
        Ok(operations::held_orders::submit(scope, ids.id(1)?)?)
    });
    Ok(Answer::ok(views::order(&moved.await?)))
}

/// `POST M/orders/{orderId}/settle`
pub(super) async fn settle(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    let moved = app.write_for(ids.merchant(0), move |scope| {
        Ok(operations::held_orders::settle(scope, ids.id(1)?)?)
    });
    Ok(Answer::ok(views::order(&moved.await?)))
}

/// `POST M/orders/{orderId}/fail`
pub(super) async fn fail(
    State(app): AppState,
    _: Operator,
    ids: PathIds,
    body: JsonBody,
) -> Outcome {
    let input = body.read_optional(read_failure_reason);
    let moved = app.write_for(ids.merchant(0), move |scope| {
        let order = scope.order(ids.id(1)?)?;
        let reason = input?;
        Ok(operations::held_orders::fail(scope, order.id, |order_type| {
            reason.of_order(order_type)
        })?)
    });
    Ok(Answer::ok(views::order(&moved.await?)))
}
