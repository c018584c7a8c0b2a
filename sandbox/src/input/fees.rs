//! Reads the fees among the settings of a merchant.

use crate::domain::fee::{Percent, Tariff, Tariffs};
use crate::domain::money::Amount;
use crate::domain::order::OrderType;
use crate::domain::refusal::FieldCode;
use crate::http::fields::Fields;

/// Reads the tariffs that `fees` names, one for each type of order; null makes a type free.
pub(super) fn read_fees(settings: &Fields<'_>) -> Option<Vec<(OrderType, Tariffs)>> {
    if !settings.has("fees") {
        return Some(vec![]);
    }
    let fees = settings.object("fees");
    let read = fees.names().map(|name| {
        let tariffs = fees.optional(name, |fees, name| read_tariffs(&fees.object(name)));
        let kind = read_kind(&fees, name);
        kind.zip(tariffs.map(|given| given.unwrap_or(Tariffs::FREE)))
    });
    read.collect::<Vec<_>>().into_iter().collect()
}

fn read_kind(fees: &Fields<'_>, name: &str) -> Option<OrderType> {
    match OrderType::ALL.into_iter().find(|kind| kind.code() == name) {
        Some(OrderType::Transfer) => {
            fees.fault(name, FieldCode::NotAllowed, "transfers are free of charge")
        }
        Some(kind) => Some(kind),
        None => fees.fault(name, FieldCode::UnknownValue, "must be a kind of order"),
    }
}

fn read_tariffs(tariffs: &Fields<'_>) -> Option<Tariffs> {
    let read = |name| {
        let given = tariffs.optional(name, |parts, name| read_tariff(&parts.object(name)));
        given.map(|given| given.unwrap_or(Tariff::FREE))
    };
    let (system, merchant) = (read("system"), read("merchant"));
    Some(Tariffs { system: system?, merchant: merchant? })
}

fn read_tariff(tariff: &Fields<'_>) -> Option<Tariff> {
    let percent = tariff.optional("percent", |tariff, name| {
        let detail = "must be a decimal from 0 to 100 with at most four decimals";
        tariff.parsed(name, FieldCode::InvalidFormat, detail, Percent::parse)
    });
    let fixed = tariff.optional("fixed", |tariff, name| {
        let minor = tariff.whole_within(name, 0..=Amount::MAX.minor())?;
        Amount::from_minor(minor)
    });
    let (percent, fixed) = (percent?, fixed?);
    Some(Tariff { percent: percent.unwrap_or(Percent::ZERO), fixed: fixed.unwrap_or(Amount::ZERO) })
}
