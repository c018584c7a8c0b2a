//! What an operator sets for one merchant.

use axum::extract::State;
use serde_json::{Map, Value, json};

use super::operator::Operator;
use crate::app::AppState;
use crate::domain::fx::{Pair, Rate};
use crate::domain::refusal::FieldCode;
use crate::http::answer::{Answer, Outcome};
use crate::http::body::JsonBody;
use crate::http::fields::Fields;
use crate::http::path::PathIds;
use crate::http::problem::Problem;
use crate::store::Scope;

/// `GET M/settings`
pub(super) async fn show(State(app): AppState, _: Operator, ids: PathIds) -> Outcome {
    Ok(Answer::ok(app.read_for(ids.merchant(0), view).await?))
}

/// `PATCH M/settings`
pub(super) async fn update(
    State(app): AppState,
    _: Operator,
    ids: PathIds,
    body: JsonBody,
) -> Outcome {
    let input = body.read(|fields| {
        let hold = fields.optional("holdPayouts", Fields::boolean);
        hold.zip(read_rates(fields))
    });
    let updated = app.write_for(ids.merchant(0), move |scope| {
        let (hold, rates) = input?;
        if let Some(hold) = hold {
            scope.set_hold_payouts(hold)?;
        }
        for (pair, rate) in rates {
            scope.set_rate(pair, rate)?;
        }
        view(scope)
    });
    Ok(Answer::ok(updated.await?))
}

fn read_rates(fields: &Fields<'_>) -> Option<Vec<(Pair, Rate)>> {
    if !fields.has("fxRates") {
        return Some(vec![]);
    }
    let rates = fields.object("fxRates");
    let read = rates.names().map(|name| {
        let detail = "must be a decimal above 0, at most 1000000, with at most ten decimals";
        let rate = rates.parsed(name, FieldCode::InvalidFormat, detail, Rate::parse);
        let pair = Pair::parse(name).or_else(|| {
            rates.fault(name, FieldCode::UnknownValue, "must be two different currencies")
        });
        pair.zip(rate)
    });
    read.collect::<Vec<_>>().into_iter().collect()
}

fn view(scope: &Scope<'_>) -> Result<Value, Problem> {
    let mut rates = Map::new();
    for pair in Pair::all() {
        rates.insert(pair.to_string(), scope.rate(pair)?.to_string().into());
    }
    Ok(json!({"holdPayouts": scope.holds_payouts()?, "fxRates": rates}))
}
