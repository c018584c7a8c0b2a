//! What an operator sets for one merchant.

use std::sync::Arc;

use axum::extract::State;
use serde_json::{Map, Value, json};

use super::fees;
use super::operator::Operator;
use crate::app::AppState;
use crate::control::Limiter;
use crate::domain::fee::Tariffs;
use crate::domain::fx::{Pair, Rate};
use crate::domain::order::OrderType;
use crate::domain::rate_limit::RateLimit;
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
    let input = body.read(Changes::read);
    let limiter = Arc::clone(&app.limiter);
    let updated = app.write_for(ids.merchant(0), move |scope| {
        input?.apply(scope, &limiter)?;
        view(scope)
    });
    Ok(Answer::ok(updated.await?))
}

/// Settings that get another value.
pub(super) struct Changes {
    hold: Option<bool>,
    rates: Vec<(Pair, Rate)>,
    limit: Change<RateLimit>,
    tariffs: Vec<(OrderType, Tariffs)>,
}

impl Changes {
    /// What the fields say; what they do not mention stays.
    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let hold = fields.optional("holdPayouts", Fields::boolean);
        let (rates, limit) = (read_rates(fields), read_rate_limit(fields));
        let tariffs = fees::read(fields);
        Some(Self { hold: hold?, rates: rates?, limit: limit?, tariffs: tariffs? })
    }

    /// Keeps them.
    pub(super) fn apply(self, scope: &Scope<'_>, limiter: &Limiter) -> Result<(), Problem> {
        if let Some(hold) = self.hold {
            scope.set_hold_payouts(hold)?;
        }
        for (pair, rate) in self.rates {
            scope.set_rate(pair, rate)?;
        }
        for (kind, tariffs) in self.tariffs {
            scope.set_tariffs(kind, tariffs)?;
        }
        if let Change::To(limit) = self.limit {
            scope.set_rate_limit(limit)?;
            limiter.begin_anew(scope.id());
        }
        Ok(())
    }
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

/// What becomes of a setting that can be null.
enum Change<T> {
    /// It was not mentioned.
    Nothing,
    To(Option<T>),
}

fn read_rate_limit(fields: &Fields<'_>) -> Option<Change<RateLimit>> {
    if !fields.names().any(|name| name == "rateLimit") {
        return Some(Change::Nothing);
    }
    if !fields.has("rateLimit") {
        return Some(Change::To(None));
    }
    let limit = fields.object("rateLimit");
    let requests = limit.whole("requests", RateLimit::MAX_REQUESTS);
    let per_seconds = limit.whole("perSeconds", RateLimit::MAX_SECONDS);
    let (requests, per_seconds) = requests.zip(per_seconds)?;
    Some(Change::To(Some(RateLimit { requests, per_seconds })))
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
    let fees = fees::view(scope)?;
    Ok(json!({"holdPayouts": hold, "fxRates": rates, "rateLimit": limit, "fees": fees}))
}
