//! A merchant's clock, and waiting until nothing is pending.

use std::time::Duration;

use axum::extract::State;
use serde_json::json;

use super::access::Operator;
use crate::app::AppState;
use crate::control;
use crate::domain::clock::Span;
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::path::PathIds;
use crate::input::LONGEST_ADVANCE_MS;
use crate::operations;

const DEFAULT_DRAIN_MS: i64 = 5_000;
const MAX_DRAIN_MS: i64 = 60_000;

/// `GET M/clock`
pub(super) async fn show(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    let now = app.read_for(ids.merchant(0), |scope| Ok(scope.now)).await?;
    Ok(Answer::ok(json!({"now": now})))
}

/// `POST M/clock/advance`
pub(super) async fn advance(
    State(app): AppState,
    _: Operator,
    ids: PathIds,
    body: JsonBody,
) -> Outcome {
    let millis = body.read(|fields| fields.whole("milliseconds", LONGEST_ADVANCE_MS));
    let advanced = app.write_for(ids.merchant(0), move |scope| {
        Ok(operations::clock::advance(scope, Span::millis(millis?))?)
    });
    Ok(Answer::ok(json!({"now": advanced.await?})))
}

/// `POST M/drain`
pub(super) async fn drain(
    State(app): AppState,
    _: Operator,
    ids: PathIds,
    body: JsonBody,
) -> Outcome {
    let limit = body.read_optional(|f| f.optional("timeoutMs", |f, n| f.whole(n, MAX_DRAIN_MS)));
    let checked = app.read_for(ids.merchant(0), |scope| Ok((scope.id(), limit?))).await?;
    let (merchant, limit) = checked;
    let limit = u64::try_from(limit.unwrap_or(DEFAULT_DRAIN_MS)).unwrap_or(0);
    control::drain(&app.dispatcher, merchant, Duration::from_millis(limit)).await?;
    Ok(Answer::ok(json!({"pending": 0})))
}
