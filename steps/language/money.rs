//! Parameter types of money: amounts, currencies, holdings.

use std::{fmt, str::FromStr};

use cucumber::Parameter;
use serde_json::{Value, json};

use crate::language::parameter::{Unreadable, unreadable, words};

/// An amount of money as people write it, `EUR 250.00` or `EUR -250.00`, kept in minor units.
#[derive(Clone, Debug, PartialEq, Eq, Parameter)]
#[param(name = "money", regex = r"[A-Z]{3,4} -?[0-9]+\.[0-9]{2}")]
pub struct Money {
    /// The currency's code.
    pub currency: String,
    amount_minor: i64,
}

impl Money {
    /// An amount in minor units.
    #[must_use]
    pub fn of_minor(currency: &str, amount_minor: i64) -> Self {
        Self { currency: currency.to_owned(), amount_minor }
    }

    /// The amount as the API writes it.
    #[must_use]
    pub fn minor(&self) -> i64 {
        self.amount_minor
    }

    /// The money as the API takes it.
    #[must_use]
    pub fn json(&self) -> Value {
        json!({ "currency": self.currency, "amount": self.amount_minor })
    }
}

impl FromStr for Money {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parse = || {
            let (currency, amount) = text.split_once(' ')?;
            let (whole, cents) = amount.split_once('.')?;
            let amount_minor = format!("{whole}{cents}").parse().ok()?;
            (cents.len() == 2).then(|| Self::of_minor(currency, amount_minor))
        };
        parse().ok_or_else(|| unreadable(text, "money as in EUR 250.00"))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.amount_minor < 0 { "-" } else { "" };
        let amount = self.amount_minor.unsigned_abs();
        write!(f, "{} {sign}{}.{:02}", self.currency, amount / 100, amount % 100)
    }
}

words! {
    /// The direction of pending money.
    PendingDirection("direction", "in|out") {
        /// Towards the account.
        "in" => In,
        /// Away from it.
        "out" => Out,
    }
}

/// The amounts of an account: its balance and its pending money.
#[derive(Clone, Debug, PartialEq, Eq, Parameter)]
#[param(
    name = "holding",
    regex = r"[A-Z]{3,4} -?[0-9]+\.[0-9]{2}(?: with [A-Z]{3,4} [0-9]+\.[0-9]{2} pending (?:in|out))?"
)]
pub struct Holding {
    /// The balance.
    pub balance: Money,
    /// The pending money with its direction; none if nothing is pending.
    pub pending: Option<(Money, PendingDirection)>,
}

impl FromStr for Holding {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some((balance, pending)) = text.split_once(" with ") else {
            return Ok(Self { balance: text.parse()?, pending: None });
        };
        let (money, direction) = pending.split_once(" pending ").ok_or_else(|| {
            unreadable(
                text,
                "money with its pending part, as in EUR 250.00 with EUR 50.00 pending in",
            )
        })?;
        let pending = Some((money.parse()?, direction.parse()?));
        Ok(Self { balance: balance.parse()?, pending })
    }
}

/// A currency's code.
#[derive(Clone, Debug, PartialEq, Eq, Parameter)]
#[param(name = "currency", regex = "[A-Z]{3,4}")]
pub struct Currency(pub String);

impl FromStr for Currency {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_reads_and_writes_minor_units() {
        for (text, minor) in [("EUR 250.00", 25_000), ("USD -0.05", -5), ("EUR 0.10", 10)] {
            let money: Money = text.parse().expect("readable");
            assert_eq!((money.minor(), money.to_string().as_str()), (minor, text));
        }
    }
}
