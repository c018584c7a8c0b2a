//! Reads a change of a merchant's settings.

use super::fees::read_fees;
use crate::control::Limiter;
use crate::domain::fee::Tariffs;
use crate::domain::fx::{Pair, Rate};
use crate::domain::order::OrderType;
use crate::domain::rate_limit::RateLimit;
use crate::domain::refusal::FieldCode;
use crate::http::fields::Fields;
use crate::http::problem::Problem;
use crate::store::Scope;

/// Settings of a merchant that get another value.
pub(crate) struct SettingsChange {
    hold: Option<bool>,
    rates: Vec<(Pair, Rate)>,
    limit: Change<RateLimit>,
    tariffs: Vec<(OrderType, Tariffs)>,
}

impl SettingsChange {
    /// Reads the change; a setting that is not mentioned stays.
    pub(crate) fn read(fields: &Fields<'_>) -> Option<Self> {
        let hold = fields.optional("holdPayouts", Fields::boolean);
        let (rates, limit) = (read_rates(fields), read_rate_limit(fields));
        let tariffs = read_fees(fields);
        Some(Self { hold: hold?, rates: rates?, limit: limit?, tariffs: tariffs? })
    }

    /// Saves the change.
    pub(crate) fn apply(self, scope: &Scope<'_>, limiter: &Limiter) -> Result<(), Problem> {
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

/// Change of a setting that can be null.
enum Change<T> {
    /// The setting was not mentioned.
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
