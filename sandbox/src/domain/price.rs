//! The price of a payment: conversion and fee, in the order that its kind requires (PIN-7, OUT-8).

use super::clock::Moment;
use super::fee::{Fee, Tariffs};
use super::fx::{Fx, Rate, exchange};
use super::money::{Currency, Money, Overflow};
use super::order::OrderType;

/// The fees and the rate that apply to one payment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    /// The tariffs of its kind.
    pub(crate) tariffs: Tariffs,
    /// The exchange rate, used if the currencies differ.
    pub(crate) rate: Rate,
    /// The moment of the payment.
    pub(crate) at: Moment,
}

/// The amounts of a payment before and after conversion and fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Price {
    /// The money that leaves the sender.
    pub(crate) origin: Money,
    /// The money that reaches the recipient.
    pub(crate) destination: Money,
    /// The fee: in the recipient's currency for a payin, else in the sender's.
    pub(crate) fee: Fee,
    /// The conversion, if there is one.
    pub(crate) fx: Option<Fx>,
}

impl Price {
    /// Calculates the price of sending `origin` into `to`: a payin is converted and then charged
    /// (PIN-7), a payout is charged and then converted (OUT-8).
    ///
    /// Fails if no money would arrive, or more than an account can hold.
    pub(crate) fn of(
        order_type: OrderType,
        origin: Money,
        to: Currency,
        terms: &Terms,
    ) -> Result<Self, Overflow> {
        let Terms { tariffs, rate, at } = *terms;
        if order_type.is_payin() {
            let (converted, fx) = exchange(origin, to, at, |_| rate)?;
            let (destination, fee) = tariffs.charge(converted)?;
            return Ok(Self { origin, destination, fee, fx });
        }
        let (sent, fee) = tariffs.charge(origin)?;
        let (destination, fx) = exchange(sent, to, at, |_| rate)?;
        Ok(Self { origin, destination, fee, fx })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fee::{Percent, Tariff};
    use crate::domain::money::Amount;

    fn money(currency: Currency, minor: i64) -> Money {
        Money::new(currency, Amount::from_minor(minor).unwrap())
    }

    fn tariff(percent: &str, fixed: i64) -> Tariff {
        let (percent, fixed) = (Percent::parse(percent), Amount::from_minor(fixed));
        Tariff { percent: percent.unwrap(), fixed: fixed.unwrap() }
    }

    fn terms(rate: &str, system: Tariff, merchant: Tariff) -> Terms {
        let (rate, at) = (Rate::parse(rate).unwrap(), Moment::from_millis(0));
        Terms { tariffs: Tariffs { system, merchant }, rate, at }
    }

    #[test]
    fn a_payin_is_converted_and_then_charged() {
        let terms = terms("0.8420077465", tariff("2", 0), tariff("0", 253));
        let sent = money(Currency::Usd, 15_000);
        let price = Price::of(OrderType::BankPayIn, sent, Currency::Eur, &terms).unwrap();
        assert_eq!(price.destination, money(Currency::Eur, 12_124));
        assert_eq!((price.fee.currency, price.fee.total().minor()), (Currency::Eur, 506));
    }

    #[test]
    fn a_payout_is_charged_and_then_converted() {
        let terms = terms("1.0909090909", tariff("0.6", 0), tariff("0", 40));
        let sent = money(Currency::Eur, 10_000);
        let price = Price::of(OrderType::CryptoPayOut, sent, Currency::Usdc, &terms).unwrap();
        assert_eq!(price.destination, money(Currency::Usdc, 10_800));
        assert_eq!((price.fee.currency, price.fee.total().minor()), (Currency::Eur, 100));
    }
}
