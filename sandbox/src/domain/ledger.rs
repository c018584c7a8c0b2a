//! The immutable ledger: one entry per completed order and account (LED-1, LED-2).

use super::account::Account;
use super::clock::Moment;
use super::id::Id;
use super::money::Amount;

/// One line of an account's ledger.
#[derive(Debug, Clone)]
pub(crate) struct LedgerEntry {
    /// Its identifier.
    pub(crate) id: Id<LedgerEntry>,
    /// The account whose ledger it belongs to.
    pub(crate) account: Id<Account>,
    /// Positive for a credit, negative for a debit (LED-3).
    pub(crate) amount: Amount,
    /// The balance after this entry (LED-4).
    pub(crate) running_balance: Amount,
    /// The moment at which the order completed.
    pub(crate) created_at: Moment,
}
