//! What moving money comes to: in which order it is converted and charged.

use super::clock::Moment;
use super::fee::{Fee, Tariffs};
use super::fx::{Fx, Rate, exchange};
use super::money::{Currency, Money, Overflow};
use super::order::OrderType;

/// What holds for a merchant at one moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    /// How the fee is reckoned.
    pub(crate) tariffs: Tariffs,
    /// The rate, should there be a conversion.
    pub(crate) rate: Rate,
    /// The moment.
    pub(crate) at: Moment,
}

/// What leaves, what arrives, and what happens in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Price {
    /// What leaves the sender.
    pub(crate) origin: Money,
    /// What reaches the recipient.
    pub(crate) destination: Money,
    /// What is charged: of a payin in the recipient's currency, else in the sender's.
    pub(crate) fee: Fee,
    /// The conversion, if there is one.
    pub(crate) fx: Option<Fx>,
}

impl Price {
    /// What sending `origin` into `to` comes to; an error if nothing would arrive, or too much.
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
