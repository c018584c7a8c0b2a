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

/// A part of the fee of a transfer: a fixed amount in minor units, and a share of the amount in millionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FeePart {
    fixed: i64,
    per_million: i64,
}

impl FeePart {
    /// The part that two amounts show, of which so much was taken.
    fn measured((small, of_small): (i64, i64), (large, of_large): (i64, i64)) -> Self {
        let per_million = (of_large - of_small) * 1_000_000 / (large - small).max(1);
        let fixed = of_small - small * per_million / 1_000_000;
        Self { fixed, per_million }
    }

    /// The part of the fee for so many transfers of so much in all.
    fn of(self, amount: i64, transfers: i64) -> i64 {
        let share = i128::from(amount) * i128::from(self.per_million) / 1_000_000;
        i64::try_from(share).unwrap_or(i64::MAX).saturating_add(self.fixed * transfers)
    }
}

/// A transfer as the balances of both accounts show it, in minor units.
#[derive(Clone, Copy, Debug)]
pub struct MeasuredTransfer {
    /// The amount of the request.
    pub sent: i64,
    /// The change of the payer's balance.
    pub paid: i64,
    /// The change of the payee's balance.
    pub arrived: i64,
}

/// The fee of a transfer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransferFee {
    /// The part that is taken from the amount, so that less arrives.
    within: FeePart,
    /// The part that the payer pays beside the amount.
    beside: FeePart,
}

impl TransferFee {
    /// The fee that two transfers of different amounts show.
    #[must_use]
    pub fn measured(small: MeasuredTransfer, large: MeasuredTransfer) -> Self {
        let within = |one: MeasuredTransfer| (one.sent, one.sent - one.arrived);
        let beside = |one: MeasuredTransfer| (one.sent, one.paid - one.sent);
        Self {
            within: FeePart::measured(within(small), within(large)),
            beside: FeePart::measured(beside(small), beside(large)),
        }
    }

    /// The amount to send so that this one arrives.
    #[must_use]
    pub fn to_send(self, wanted: i64) -> i64 {
        let rest = (1_000_000 - self.within.per_million).max(1);
        let scaled = i128::from(wanted + self.within.fixed) * 1_000_000;
        let rounded_up = (scaled + i128::from(rest) - 1) / i128::from(rest);
        i64::try_from(rounded_up).unwrap_or(i64::MAX)
    }

    /// The amount that can be sent from an account that holds so much.
    #[must_use]
    pub fn sendable(self, held: i64) -> i64 {
        let scaled = i128::from(held - self.beside.fixed) * 1_000_000;
        let sendable = scaled / i128::from(1_000_000 + self.beside.per_million).max(1);
        i64::try_from(sendable).unwrap_or_default()
    }

    /// The money that so many transfers cost beside what arrives in all.
    #[must_use]
    pub fn of(self, arriving: i64, transfers: i64) -> i64 {
        let within = self.within.of(self.to_send(arriving), transfers);
        within.saturating_add(self.beside.of(self.to_send(arriving), transfers))
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

    fn transfer(sent: i64, paid: i64, arrived: i64) -> MeasuredTransfer {
        MeasuredTransfer { sent, paid, arrived }
    }

    #[test]
    fn a_fee_within_the_amount_is_added_to_what_is_sent() {
        assert_eq!(TransferFee::default().to_send(50_000), 50_000);
        let fee = TransferFee::measured(transfer(100, 100, 74), transfer(10_000, 10_000, 9_875));
        assert_eq!(fee.within, FeePart { fixed: 25, per_million: 10_000 });
        assert_eq!(fee.beside, FeePart::default());
        let sent = fee.to_send(50_000);
        assert!(sent - 25 - sent / 100 >= 50_000, "{sent}");
        assert_eq!(fee.sendable(50_000), 50_000);
        assert!(fee.of(100_000, 10) >= 10 * 25 + 1_000);
    }

    #[test]
    fn a_fee_beside_the_amount_is_left_in_the_account() {
        let fee = TransferFee::measured(transfer(100, 126, 100), transfer(10_000, 10_125, 10_000));
        assert_eq!(fee.beside, FeePart { fixed: 25, per_million: 10_000 });
        assert_eq!(fee.to_send(50_000), 50_000);
        let sent = fee.sendable(50_000);
        assert!(sent + 25 + sent / 100 <= 50_000, "{sent}");
        assert!(sent > 49_400, "{sent}");
        assert_eq!(fee.of(100_000, 10), 10 * 25 + 1_000);
    }
}
