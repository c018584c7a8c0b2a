//! The price of an order: conversion and fees at the current terms of the merchant.

use crate::domain::account::Account;
use crate::domain::fee::Tariffs;
use crate::domain::fx::Pair;
use crate::domain::money::{Currency, Money, Overflow};
use crate::domain::order::OrderType;
use crate::domain::price::{Price, Terms};
use crate::domain::refusal::Refusal;
use crate::store::{Result, Scope};

/// The price of an order of that type that sends `origin` (OUT-8).
pub(super) fn of_order(
    scope: &Scope<'_>,
    order_type: OrderType,
    origin: Money,
    to: Currency,
) -> Result<Price> {
    let terms = terms(scope, order_type, origin.currency, to)?;
    let price = Price::of(order_type, origin, to, &terms);
    Ok(price.map_err(|Overflow| Overflow::refuse("/origin/amount"))?)
}

/// The price of a payin; `field` is the pointer to the amount in the request (PIN-7).
pub(super) fn of_payin(
    scope: &Scope<'_>,
    order_type: OrderType,
    sent: Money,
    to: &Account,
    field: &str,
) -> Result<Price> {
    let mut terms = terms(scope, order_type, sent.currency, to.currency)?;
    // Only users are charged: a fee on the merchant's own account would go back to the merchant.
    if to.purpose.is_some() {
        terms.tariffs = Tariffs::FREE;
    }
    let price = Price::of(order_type, sent, to.currency, &terms);
    Ok(price.map_err(|Overflow| Overflow::refuse(field))?)
}

/// Refuses an amount in another currency than the account's (TRF-3).
pub(super) fn check_currency(source: &Account, origin: Money) -> Result<(), Refusal> {
    if origin.currency == source.currency {
        return Ok(());
    }
    Err(Refusal::CurrencyMismatch(source.currency.code()))
}

fn terms(scope: &Scope<'_>, order_type: OrderType, from: Currency, to: Currency) -> Result<Terms> {
    let (tariffs, rate) = (scope.tariffs(order_type)?, scope.rate(Pair { from, to })?);
    Ok(Terms { tariffs, rate, at: scope.now })
}
