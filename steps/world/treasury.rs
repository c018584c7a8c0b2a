//! The treasury: one account for each currency, filled by hand once, that pays what scenarios of one merchant need.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashSet},
};

use serde::{Deserialize, Serialize};

use crate::language::Money;

/// The name of the user who holds the treasury. No scenario has somebody of this name.
pub const TREASURER: &str = "Treasurer";

/// An account of the treasury.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TreasuryAccount {
    /// The id of the user who holds it.
    pub user: String,
    /// Its id.
    pub account: String,
}

/// The fee of a transfer: a fixed amount in minor units, and a share of the amount in millionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TransferFee {
    /// The fixed part.
    pub fixed: i64,
    /// The part for each million.
    pub per_million: i64,
}

impl TransferFee {
    /// The fee that two transfers show: of each the amount that was sent, and what arrived of it.
    #[must_use]
    pub fn measured((small, of_small): (i64, i64), (large, of_large): (i64, i64)) -> Self {
        let (first, second) = (small - of_small, large - of_large);
        let per_million = (second - first) * 1_000_000 / (large - small).max(1);
        let fixed = first - small * per_million / 1_000_000;
        Self { fixed, per_million }
    }

    /// The amount to send so that this one arrives.
    #[must_use]
    pub fn to_send(self, wanted: i64) -> i64 {
        let rest = (1_000_000 - self.per_million).max(1);
        let scaled = i128::from(wanted + self.fixed) * 1_000_000;
        let rounded_up = (scaled + i128::from(rest) - 1) / i128::from(rest);
        i64::try_from(rounded_up).unwrap_or(i64::MAX)
    }

    /// The amount that can be sent from an account that holds so much, with the fee taken beside it.
    #[must_use]
    pub fn sendable(self, held: i64) -> i64 {
        let scaled = i128::from(held - self.fixed) * 1_000_000;
        let sendable = scaled / i128::from(1_000_000 + self.per_million).max(1);
        i64::try_from(sendable).unwrap_or_default()
    }
}

/// The treasury of a run.
#[derive(Debug, Default)]
pub struct Treasury {
    accounts: RefCell<BTreeMap<String, (TreasuryAccount, TransferFee)>>,
    /// The ids of users and accounts that belong to no scenario alone.
    common: RefCell<HashSet<String>>,
}

impl Treasury {
    /// Opens the treasury for a currency.
    pub fn open(&self, currency: &str, account: TreasuryAccount, fee: TransferFee) {
        self.share(&account.user);
        self.share(&account.account);
        self.accounts.borrow_mut().insert(currency.to_owned(), (account, fee));
    }

    /// The account that pays in a currency.
    #[must_use]
    pub fn account(&self, currency: &str) -> Option<TreasuryAccount> {
        self.accounts.borrow().get(currency).map(|(account, _)| account.clone())
    }

    /// The amount to transfer so that this money arrives.
    #[must_use]
    pub fn to_send(&self, wanted: &Money) -> Money {
        let accounts = self.accounts.borrow();
        let fee = accounts.get(&wanted.currency).map(|(_, fee)| *fee).unwrap_or_default();
        Money::of_minor(&wanted.currency, fee.to_send(wanted.minor()))
    }

    /// The money that can be given back from an account that holds so much.
    #[must_use]
    pub fn to_return(&self, currency: &str, held: i64) -> Money {
        let accounts = self.accounts.borrow();
        let fee = accounts.get(currency).map(|(_, fee)| *fee).unwrap_or_default();
        Money::of_minor(currency, fee.sendable(held))
    }

    /// The currencies in which it pays, with their accounts.
    #[must_use]
    pub fn all(&self) -> Vec<(String, TreasuryAccount)> {
        let accounts = self.accounts.borrow();
        accounts.iter().map(|(currency, (one, _))| (currency.clone(), one.clone())).collect()
    }

    /// Notes that several scenarios use what has this id.
    pub fn share(&self, id: &str) {
        self.common.borrow_mut().insert(id.to_owned());
    }

    /// True if several scenarios use what has this id.
    #[must_use]
    pub fn is_shared(&self, id: &str) -> bool {
        self.common.borrow().contains(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fee_is_added_to_what_is_sent() {
        assert_eq!(TransferFee::default().to_send(50_000), 50_000);
        let fee = TransferFee::measured((100, 74), (10_000, 9_875));
        assert_eq!((fee.fixed, fee.per_million), (25, 10_000));
        let sent = fee.to_send(50_000);
        assert!(sent - fee.fixed - sent * fee.per_million / 1_000_000 >= 50_000, "{sent}");
    }
}
