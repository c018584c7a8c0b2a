//! Moving held orders on.

use axum::extract::State;

use super::operator::Operator;
use crate::api::views;
use crate::app::AppState;
use crate::domain::order::OrderType;
use crate::domain::order_events::Failure;
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::fields::Fields;
use crate::http::path::PathIds;
use crate::operations;

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
    let input = body.read_optional(read_why);
    let moved = app.write_for(ids.merchant(0), move |scope| {
        let order = scope.order(ids.id(1)?)?;
        let why = input?;
        Ok(operations::held_orders::fail(scope, order.id, |order_type| why.about(order_type))?)
    });
    Ok(Answer::ok(views::order(&moved.await?)))
}

/// Why an order is to fail, as far as somebody says so.
pub(super) struct Why {
    code: Option<String>,
    reason: Option<String>,
}

impl Why {
    /// The same, with what nobody said made up.
    pub(super) fn about(self, order_type: OrderType) -> Failure {
        let default = Failure::default_of(order_type);
        let code = self.code.unwrap_or(default.code);
        Failure { code, reason: self.reason.unwrap_or(default.reason) }
    }
}

/// Reads `code` and `reason`.
pub(super) fn read_why(fields: &Fields<'_>) -> Option<Why> {
    let code = fields.optional("code", Fields::string);
    let (code, reason) = code.zip(fields.optional("reason", Fields::string))?;
    Some(Why { code, reason })
}
