//! A merchant's clock, and draining its deliveries.

use std::time::Duration;

use serde_json::json;

use super::access::Operator;
use crate::control;
use crate::domain::clock::Span;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::body::JsonBody;
use crate::input::LONGEST_ADVANCE_MS;
use crate::operations;

const DEFAULT_DRAIN_MS: i64 = 5_000;
const MAX_DRAIN_MS: i64 = 60_000;

/// `GET M/clock`
pub(super) async fn show(operator: Operator) -> AnswerResult {
    let now = operator.read(|scope, _| Ok(scope.now)).await?;
    Ok(JsonAnswer::ok(json!({"now": now})))
}

/// `POST M/clock/advance`
pub(super) async fn advance(operator: Operator, body: JsonBody) -> AnswerResult {
    let millis = body.read(|fields| fields.whole("milliseconds", LONGEST_ADVANCE_MS));
    let advanced = operator
        .write(move |scope, _| Ok(operations::clock::advance(scope, Span::millis(millis?))?));
    Ok(JsonAnswer::ok(json!({"now": advanced.await?})))
}

/// `POST M/drain`
pub(super) async fn drain(operator: Operator, body: JsonBody) -> AnswerResult {
    let limit = body.read_optional(|f| f.optional("timeoutMs", |f, n| f.whole(n, MAX_DRAIN_MS)));
    let checked = operator.read(|scope, _| Ok((scope.id(), limit?))).await?;
    let (merchant, limit) = checked;
    let limit = u64::try_from(limit.unwrap_or(DEFAULT_DRAIN_MS)).unwrap_or(0);
    control::drain(&operator.app.dispatcher, merchant, Duration::from_millis(limit)).await?;
    Ok(JsonAnswer::ok(json!({"pending": 0})))
}
