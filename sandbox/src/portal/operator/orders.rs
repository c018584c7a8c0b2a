//! The decisions on held orders.

use super::access::Operator;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::body::JsonBody;
use crate::input::read_failure_reason;
use crate::operations;
use crate::views;

/// `POST M/orders/{orderId}/submit` (OUT-7)
pub(super) async fn submit(operator: Operator) -> AnswerResult {
    let moved =
        operator.write(move |scope, ids| Ok(operations::held_orders::submit(scope, ids.id(1)?)?));
    Ok(JsonAnswer::ok(views::order(&moved.await?)))
}

/// `POST M/orders/{orderId}/settle` (PIN-6, OUT-7)
pub(super) async fn settle(operator: Operator) -> AnswerResult {
    let moved =
        operator.write(move |scope, ids| Ok(operations::held_orders::settle(scope, ids.id(1)?)?));
    Ok(JsonAnswer::ok(views::order(&moved.await?)))
}

/// `POST M/orders/{orderId}/fail` (PIN-5, OUT-7)
pub(super) async fn fail(operator: Operator, body: JsonBody) -> AnswerResult {
    let input = body.read_optional(read_failure_reason);
    let moved = operator.write(move |scope, ids| {
        let order = scope.order(ids.id(1)?)?;
        let reason = input?;
        Ok(operations::held_orders::fail(scope, order.id, |order_type| {
            reason.of_order(order_type)
        })?)
    });
    Ok(JsonAnswer::ok(views::order(&moved.await?)))
}
