//! Fees: a part for the system and a part for the merchant (PIN-7, OUT-8).

use std::fmt;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::money::{Amount, Currency, Money, Overflow};

/// A share from 0 to 100 percent, counted in ten-thousandths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Percent(i64);

impl Percent {
    /// Zero percent.
    pub(crate) const ZERO: Self = Self(0);
    const DECIMALS: u32 = 4;
    const WHOLE: i64 = 1_000_000;

    /// Reads a decimal such as `1.5`: from 0 to 100, at most four decimals.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let mut percent = Decimal::from_str_exact(text).ok().filter(|_| plain)?;
        if percent.scale() > Self::DECIMALS {
            return None;
        }
        percent.rescale(Self::DECIMALS);
        i64::try_from(percent.mantissa()).ok().and_then(Self::from_units)
    }

    /// A share of this many ten-thousandths of a percent; none if it is negative or above 100 %.
    pub(crate) fn from_units(units: i64) -> Option<Self> {
        (0..=Self::WHOLE).contains(&units).then_some(Self(units))
    }

    /// The share in ten-thousandths of a percent.
    pub(crate) const fn units(self) -> i64 {
        self.0
    }

    /// The share as a fraction of one.
    fn fraction(self) -> Decimal {
        Decimal::new(self.0, Self::DECIMALS + 2)
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Decimal::new(self.0, Self::DECIMALS))
    }
}

/// The calculation of one part of a fee: a percentage of the amount plus a fixed amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tariff {
    /// The percentage of the amount.
    pub(crate) percent: Percent,
    /// The fixed amount, in the currency of the fee.
    pub(crate) fixed: Amount,
}

impl Tariff {
    /// No charge.
    pub(crate) const FREE: Self = Self { percent: Percent::ZERO, fixed: Amount::ZERO };

    /// The charge on `amount`, rounded half to even to the minor unit (PIN-7).
    fn on(self, amount: Amount) -> Result<Amount, Overflow> {
        let charge = Decimal::from(amount.minor()) * self.percent.fraction()
            + Decimal::from(self.fixed.minor());
        let rounded = charge.round_dp_with_strategy(0, RoundingStrategy::MidpointNearestEven);
        rounded.to_i64().and_then(Amount::from_minor).ok_or(Overflow)
    }
}

/// The tariffs of both parts of a fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tariffs {
    /// The system's part.
    pub(crate) system: Tariff,
    /// The merchant's part.
    pub(crate) merchant: Tariff,
}

impl Tariffs {
    /// No fee.
    pub(crate) const FREE: Self = Self { system: Tariff::FREE, merchant: Tariff::FREE };

    /// Splits `money` into the rest and the fee; fails if no rest is left.
    pub(crate) fn charge(self, money: Money) -> Result<(Money, Fee), Overflow> {
        let (system, merchant) = (self.system.on(money.amount)?, self.merchant.on(money.amount)?);
        let left = money.amount.minus(system.plus(merchant)?)?;
        if left == Amount::ZERO {
            return Err(Overflow);
        }
        Ok((Money::new(money.currency, left), Fee { currency: money.currency, system, merchant }))
    }
}

/// The fee of one order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fee {
    /// The currency it is charged in.
    pub(crate) currency: Currency,
    /// The system's part, in minor units.
    pub(crate) system: Amount,
    /// The merchant's part, in minor units.
    pub(crate) merchant: Amount,
}

impl Fee {
    /// The sum of both parts (PIN-7).
    pub(crate) fn total(self) -> Amount {
        self.system.plus(self.merchant).unwrap_or(Amount::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(minor: i64) -> Amount {
        Amount::from_minor(minor).unwrap()
    }

    fn charged(percent: &str, fixed: i64, minor: i64) -> i64 {
        let percent = Percent::parse(percent).unwrap();
        Tariff { percent, fixed: amount(fixed) }.on(amount(minor)).unwrap().minor()
    }

    #[test]
    fn percentages_have_four_decimals_and_end_at_a_hundred() {
        let read = |text| Percent::parse(text).map(|percent| percent.to_string());
        assert_eq!(read("1.5").as_deref(), Some("1.5000"));
        assert_eq!(read("100").as_deref(), Some("100.0000"));
        assert_eq!(read("0"), Some(Percent::ZERO.to_string()));
        for text in ["", "-1", "100.0001", "1.00001", "1e1", "NaN", "+1", "1_0"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_part_is_rounded_as_a_whole_and_halves_go_to_the_even_unit() {
        assert_eq!(charged("2", 0, 12_630), 253);
        assert_eq!(charged("0.5", 0, 100), 0);
        assert_eq!(charged("0.5", 0, 300), 2);
        assert_eq!(charged("0.5", 1, 100), 2);
        assert_eq!(charged("100", 0, Amount::MAX.minor()), Amount::MAX.minor());
    }

    #[test]
    fn a_fee_leaves_a_rest() {
        let half = Tariff { percent: Percent::parse("50").unwrap(), fixed: Amount::ZERO };
        let (halves, money) =
            (Tariffs { system: half, merchant: half }, Money::new(Currency::Eur, amount(101)));
        // Both halves are 50.5, rounded to 50.
        let (left, fee) = halves.charge(money).unwrap();
        assert_eq!((left.amount, fee.total()), (amount(1), amount(100)));
        let money = Money::new(Currency::Eur, amount(100));
        assert_eq!(halves.charge(money), Err(Overflow));
    }
}
