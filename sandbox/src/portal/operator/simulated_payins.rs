//! The Funds Simulator: money arrives because the operator says so.

use axum::extract::State;

use super::access::Operator;
use crate::app::AppState;
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::path::PathIds;
use crate::input::read_simulated_payin;
use crate::operations;
use crate::views;

/// `POST M/simulated-payins`
pub(super) async fn create(
    State(app): AppState,
    _: Operator,
    ids: PathIds,
    body: JsonBody,
) -> Outcome {
    let input = body.read(read_simulated_payin);
    let made = app
        .write_for(ids.merchant(0), move |scope| Ok(operations::payins::simulate(scope, input?)?));
    Ok(Answer::created(views::order(&made.await?)))
}
