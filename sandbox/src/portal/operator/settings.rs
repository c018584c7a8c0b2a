//! The settings of one merchant: holds, exchange rates, rate limit, fees.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::access::Operator;
use crate::domain::fee::{Tariff, Tariffs};
use crate::domain::fx::Pair;
use crate::domain::order::OrderType;
use crate::domain::rate_limit::RateLimit;
use crate::http::answer::{AnswerResult, JsonAnswer};
use crate::http::body::JsonBody;
use crate::http::problem::Problem;
use crate::input::SettingsChange;
use crate::store::Scope;

/// `GET M/settings`
pub(super) async fn show(operator: Operator) -> AnswerResult {
    Ok(JsonAnswer::ok(operator.read(|scope, _| view(scope)).await?))
}

/// `PATCH M/settings`
pub(super) async fn update(operator: Operator, body: JsonBody) -> AnswerResult {
    let input = body.read(SettingsChange::read);
    let limiter = Arc::clone(&operator.app.limiter);
    let updated = operator.write(move |scope, _| {
        input?.apply(scope, &limiter)?;
        view(scope)
    });
    Ok(JsonAnswer::ok(updated.await?))
}

fn view(scope: &Scope<'_>) -> Result<Value, Problem> {
    let mut rates = Map::new();
    for pair in Pair::all() {
        rates.insert(pair.to_string(), scope.rate(pair)?.to_string().into());
    }
    let limit = scope.rate_limit()?.map(|RateLimit { requests, per_seconds }| {
        json!({"requests": requests, "perSeconds": per_seconds})
    });
    let hold = scope.holds_payouts()?;
    let fees = fees(scope)?;
    Ok(json!({"holdPayouts": hold, "fxRates": rates, "rateLimit": limit, "fees": fees}))
}

/// The tariffs of every type of order that can be charged (PIN-7).
fn fees(scope: &Scope<'_>) -> Result<Value, Problem> {
    let mut view = Map::new();
    for kind in OrderType::ALL.into_iter().filter(|kind| *kind != OrderType::Transfer) {
        let Tariffs { system, merchant } = scope.tariffs(kind)?;
        let parts = json!({"system": tariff(system), "merchant": tariff(merchant)});
        view.insert(kind.code().into(), parts);
    }
    Ok(view.into())
}

fn tariff(tariff: Tariff) -> Value {
    json!({"percent": tariff.percent.to_string(), "fixed": tariff.fixed})
}
