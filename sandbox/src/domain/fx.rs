//! Exchange rates with ten decimals, and conversion with rounding half to even.

use std::fmt;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::clock::Moment;
use super::money::{Amount, Currency, Money, Overflow};

const DECIMALS: u32 = 10;

/// The number of units of the bought currency for one unit of the sold one; positive, ten decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rate(Decimal);

impl Rate {
    /// Reads a decimal such as `1.08`: above 0, at most 1,000,000, with at most ten decimals.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let rate = Decimal::from_str_exact(text).ok().filter(|_| plain)?;
        let fits = rate > Decimal::ZERO && rate <= Decimal::from(1_000_000) && rate.scale() <= 10;
        fits.then_some(Self(rate))
    }

    /// The rate that applies unless the operator sets another; it follows from each currency's
    /// value in US dollars.
    pub(crate) fn default_of(pair: Pair) -> Self {
        let rate = worth_in_usd(pair.from) / worth_in_usd(pair.to);
        Self(rate.round_dp_with_strategy(DECIMALS, RoundingStrategy::MidpointNearestEven))
    }

    /// Converts `amount`, rounded half to even to the minor unit.
    pub(crate) fn convert(self, amount: Amount) -> Result<Amount, Overflow> {
        Decimal::from(amount.minor())
            .checked_mul(self.0)
            .map(|d| d.round_dp_with_strategy(0, RoundingStrategy::MidpointNearestEven))
            .and_then(|d| d.to_i64())
            .and_then(Amount::from_minor)
            .ok_or(Overflow)
    }

    /// The rate as a JSON number, as REST answers write it.
    pub(crate) fn as_number(self) -> serde_json::Value {
        self.0.to_f64().into()
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.10}", self.0)
    }
}

fn worth_in_usd(currency: Currency) -> Decimal {
    match currency {
        Currency::Eur => Decimal::new(108, 2),
        Currency::Usd | Currency::Usdc | Currency::Usdt => Decimal::ONE,
    }
}

/// Two different currencies of a conversion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
    /// The currency that is sold.
    pub(crate) from: Currency,
    /// The currency that is bought.
    pub(crate) to: Currency,
}

impl Pair {
    /// Every pair, in a fixed order.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        Currency::ALL
            .into_iter()
            .flat_map(|from| Currency::ALL.into_iter().map(move |to| Self { from, to }))
            .filter(|pair| pair.from != pair.to)
    }

    /// Reads `EUR/USD`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::all().find(|pair| pair.to_string() == text)
    }
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.from.code(), self.to.code())
    }
}

/// A conversion that is part of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fx {
    /// The currencies of the conversion.
    pub(crate) pair: Pair,
    /// The rate of the conversion.
    pub(crate) rate: Rate,
    /// The moment at which the rate was read.
    pub(crate) at: Moment,
}

/// Converts `money` into `to`; without a conversion if it is in that currency already (TRF-3,
/// PIN-4).
pub(crate) fn exchange(
    money: Money,
    to: Currency,
    at: Moment,
    rate_of: impl FnOnce(Pair) -> Rate,
) -> Result<(Money, Option<Fx>), Overflow> {
    if money.currency == to {
        return Ok((money, None));
    }
    let pair = Pair { from: money.currency, to };
    let rate = rate_of(pair);
    let amount = rate.convert(money.amount)?;
    if amount == Amount::ZERO {
        return Err(Overflow);
    }
    Ok((Money::new(to, amount), Some(Fx { pair, rate, at })))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(minor: i64) -> Amount {
        Amount::from_minor(minor).unwrap()
    }

    #[test]
    fn halves_round_to_even() {
        let half = Rate::parse("0.5").unwrap();
        assert_eq!(half.convert(amount(5)), Ok(amount(2)));
        assert_eq!(half.convert(amount(7)), Ok(amount(4)));
    }

    #[test]
    fn default_rates_follow_the_dollar() {
        let rate = |text| Rate::default_of(Pair::parse(text).unwrap()).to_string();
        assert_eq!(rate("EUR/USD"), "1.0800000000");
        assert_eq!(rate("USD/EUR"), "0.9259259259");
        assert_eq!(rate("USDC/USDT"), "1.0000000000");
        assert_eq!(Pair::all().count(), 12);
        assert_eq!(Pair::parse("EUR/EUR"), None);
    }

    #[test]
    fn the_worked_example_of_the_reference_adds_up() {
        let rate = Rate::parse("0.8420077465").unwrap();
        assert_eq!(rate.convert(amount(15_000)), Ok(amount(12_630)));
    }

    #[test]
    fn malformed_rates_are_refused() {
        for text in ["", "0", "-1", "1e3", "1.00000000001", "1000000.1", "NaN", "1_0", "+1"] {
            assert_eq!(Rate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_conversion_into_nothing_or_beyond_the_range_is_refused() {
        let money = Money::new(Currency::Eur, amount(1));
        let at = Moment::from_millis(0);
        let tiny = |_| Rate::parse("0.01").unwrap();
        assert_eq!(exchange(money, Currency::Usd, at, tiny), Err(Overflow));
        let big = Money::new(Currency::Eur, Amount::MAX);
        assert_eq!(exchange(big, Currency::Usd, at, Rate::default_of), Err(Overflow));
    }
}
