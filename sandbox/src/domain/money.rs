//! Money: a currency and a whole number of its minor units.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::refusal::{FieldCode, Refusal};

/// The currencies of the system, all with two decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Currency {
    /// Euro.
    Eur,
    /// US dollar.
    Usd,
    /// USD Coin, a stablecoin.
    Usdc,
    /// Tether, a stablecoin.
    Usdt,
}

impl Currency {
    /// Every currency.
    pub(crate) const ALL: [Self; 4] = [Self::Eur, Self::Usd, Self::Usdc, Self::Usdt];
    /// The currencies of accounts (ACC-3).
    pub(crate) const FIAT: [Self; 2] = [Self::Eur, Self::Usd];
    /// The stablecoins, which move over a blockchain (PIN-4).
    pub(crate) const STABLE: [Self; 2] = [Self::Usdc, Self::Usdt];

    /// The code on the wire.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Eur => "EUR",
            Self::Usd => "USD",
            Self::Usdc => "USDC",
            Self::Usdt => "USDT",
        }
    }
}

/// A whole number of minor units; negative only in a ledger entry that debits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Amount(i64);

impl Amount {
    /// Zero.
    pub(crate) const ZERO: Self = Self(0);
    /// The greatest amount: the greatest whole number that every JSON reader holds exactly.
    pub(crate) const MAX: Self = Self(9_007_199_254_740_991);

    /// An amount of this many minor units; none if it is beyond plus or minus `MAX`.
    pub(crate) fn from_minor(minor: i64) -> Option<Self> {
        (minor.unsigned_abs() <= Self::MAX.0.unsigned_abs()).then_some(Self(minor))
    }

    /// The number of minor units.
    pub(crate) const fn minor(self) -> i64 {
        self.0
    }

    /// The sum; fails if it is beyond `MAX`.
    pub(crate) fn plus(self, other: Self) -> Result<Self, Overflow> {
        self.0.checked_add(other.0).and_then(Self::from_minor).ok_or(Overflow)
    }

    /// The difference; fails if it is negative.
    pub(crate) fn minus(self, other: Self) -> Result<Self, Overflow> {
        self.0.checked_sub(other.0).filter(|minor| *minor >= 0).map(Self).ok_or(Overflow)
    }

    /// The same amount with the opposite sign.
    #[must_use]
    pub(crate) const fn negated(self) -> Self {
        Self(-self.0)
    }
}

/// An amount is outside the range that an account can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("amount out of range")]
pub(crate) struct Overflow;

impl Overflow {
    /// The refusal that names the request field with the amount.
    pub(crate) fn refuse(pointer: &str) -> Refusal {
        Refusal::field(pointer, FieldCode::OutOfRange, "the resulting amount is out of range")
    }
}

/// An amount of a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Money {
    /// The currency.
    pub(crate) currency: Currency,
    /// The number of minor units.
    pub(crate) amount: Amount,
}

impl Money {
    /// Pairs a currency with an amount.
    pub(crate) const fn new(currency: Currency, amount: Amount) -> Self {
        Self { currency, amount }
    }
}

/// The text for people, such as `EUR 1,234.50`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minor = self.amount.minor();
        let (sign, minor) = (if minor < 0 { "-" } else { "" }, minor.unsigned_abs());
        let units = (minor / 100).to_string();
        let mut grouped = String::new();
        for (index, digit) in units.chars().enumerate() {
            if index > 0 && (units.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        write!(f, "{} {sign}{grouped}.{:02}", self.currency.code(), minor % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_stay_within_what_json_holds_exactly() {
        let one = Amount(1);
        assert_eq!(Amount::MAX.plus(one), Err(Overflow));
        assert_eq!(Amount::ZERO.minus(one), Err(Overflow));
        assert_eq!(Amount::from_minor(i64::MIN), None);
        assert_eq!(Amount::from_minor(-5), Some(Amount(5).negated()));
    }

    #[test]
    fn money_is_written_with_groups_of_three_digits() {
        let written = |minor| Money::new(Currency::Eur, Amount(minor)).to_string();
        for (minor, text) in [
            (0, "EUR 0.00"),
            (5, "EUR 0.05"),
            (-99_999, "EUR -999.99"),
            (123_450, "EUR 1,234.50"),
            (Amount::MAX.0, "EUR 90,071,992,547,409.91"),
        ] {
            assert_eq!(written(minor), text);
        }
    }
}
