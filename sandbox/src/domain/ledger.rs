//! The immutable record of what completed orders did to each account.

use super::account::Account;
use super::clock::Moment;
use super::id::Id;
use super::money::Amount;

/// One line of an account's ledger.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Its identifier.
    pub(crate) id: Id<Entry>,
    /// Whose ledger it is in.
    pub(crate) account: Id<Account>,
    /// Positive for a credit, negative for a debit.
    pub(crate) amount: Amount,
    /// The balance after it.
    pub(crate) running_balance: Amount,
    /// When the order completed.
    pub(crate) created_at: Moment,
}
