//! The Funds Simulator: payins that the operator simulates.

use super::access::Operator;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::body::JsonBody;
use crate::input::read_simulated_payin;
use crate::operations;
use crate::views;

/// `POST M/simulated-payins` (PIN-1, PIN-5, PIN-6)
pub(super) async fn create(operator: Operator, body: JsonBody) -> AnswerResult {
    let input = body.read(read_simulated_payin);
    let made = operator.write(move |scope, _| Ok(operations::payins::simulate(scope, input?)?));
    Ok(JsonAnswer::created(views::order(&made.await?)))
}
