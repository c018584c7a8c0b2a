//! Rows of accounts.

use rusqlite::{OptionalExtension, Row, params};

use super::error::Result;
use super::page::Listing;
use super::transaction::Scope;
use crate::domain::account::Account;
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::domain::user::User;
use crate::listing::{ListPage, PageRequest};

/// The columns that [`account_of`] reads, by position.
pub(super) const COLUMNS: &str =
    "id, user_id, currency, label, balance, pending_in, pending_out, purpose";

/// Reads an account from a row of [`COLUMNS`].
pub(super) fn account_of(row: &Row<'_>) -> rusqlite::Result<Account> {
    Ok(Account {
        id: row.get(0)?,
        user: row.get(1)?,
        currency: row.get(2)?,
        label: row.get(3)?,
        balance: row.get(4)?,
        pending_in: row.get(5)?,
        pending_out: row.get(6)?,
        purpose: row.get(7)?,
    })
}

impl Scope<'_> {
    /// Inserts an account.
    pub(crate) fn insert_account(&self, account: &Account) -> Result<()> {
        let insert = "INSERT INTO accounts (id, merchant_id, user_id, currency, label, balance, \
             pending_in, pending_out, created_at, purpose) \
             VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, 0, ?6, ?7)";
        let (id, user, currency) = (account.id, account.user, account.currency);
        let row = params![id, self.id, user, currency, account.label, self.now, account.purpose];
        self.conn().prepare_cached(insert)?.execute(row)?;
        Ok(())
    }

    /// The account with that id, if there is one.
    pub(crate) fn find_account(&self, id: Id<Account>) -> Result<Option<Account>> {
        let select = format!("SELECT {COLUMNS} FROM accounts WHERE id = ?1 AND merchant_id = ?2");
        let found =
            self.conn().prepare_cached(&select)?.query_row(params![id, self.id], account_of);
        Ok(found.optional()?)
    }

    /// The account with that id.
    pub(crate) fn account(&self, id: Id<Account>) -> Result<Account> {
        Ok(self.find_account(id)?.ok_or(Refusal::NotFound("account"))?)
    }

    /// The account with that id, if that user owns it (ACC-6).
    pub(crate) fn account_of(&self, user: Id<User>, id: Id<Account>) -> Result<Account> {
        let is_users = |account: &Account| account.user == user && account.purpose.is_none();
        let account = self.find_account(id)?.filter(is_users);
        Ok(account.ok_or(Refusal::NotFound("account"))?)
    }

    /// The user's accounts, oldest first.
    pub(crate) fn accounts(
        &self,
        user: Id<User>,
        request: PageRequest,
    ) -> Result<ListPage<Account>> {
        let listing = Listing {
            table: "accounts",
            columns: COLUMNS,
            condition: "merchant_id = ? AND user_id = ?".to_owned(),
            parameters: vec![self.id.0.into(), user.to_string().into()],
            newest_first: false,
        };
        listing.page(self.conn(), request, account_of)
    }

    /// Saves the label of the account.
    pub(crate) fn save_label(&self, account: &Account) -> Result<()> {
        let update = "UPDATE accounts SET label = ?3 WHERE id = ?1 AND merchant_id = ?2";
        self.conn().prepare_cached(update)?.execute(params![account.id, self.id, account.label])?;
        Ok(())
    }

    /// Saves the balance and the pending amounts of the account.
    pub(crate) fn save_holdings(&self, account: &Account) -> Result<()> {
        let update = "UPDATE accounts SET balance = ?3, pending_in = ?4, pending_out = ?5 \
             WHERE id = ?1 AND merchant_id = ?2";
        let (balance, pending_in) = (account.balance, account.pending_in);
        let row = params![account.id, self.id, balance, pending_in, account.pending_out];
        self.conn().prepare_cached(update)?.execute(row)?;
        Ok(())
    }
}
