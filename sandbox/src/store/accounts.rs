//! Accounts and what they hold.

use rusqlite::{OptionalExtension, Row, params};
use serde_json::json;

use super::page::Listing;
use super::{Page, PageRequest, Result, Scope, fresh_id};
use crate::domain::account::Account;
use crate::domain::event::{Event, EventType};
use crate::domain::id::Id;
use crate::domain::money::Currency;
use crate::domain::refusal::Refusal;
use crate::domain::user::{Level, User};

/// The columns that [`account_of`] reads, by position.
pub(super) const COLUMNS: &str =
    "id, user_id, currency, label, balance, pending_in, pending_out, purpose";

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
    /// Opens an account for a verified user.
    pub(crate) fn open_account(
        &self,
        user: &User,
        currency: Currency,
        label: String,
    ) -> Result<Account> {
        if user.level != Level::Regular {
            return Err(Refusal::UserNotVerified.into());
        }
        let account = Account::open(fresh_id(), user.id, currency, label);
        self.insert_account(&account)?;
        self.emit(&Event {
            kind: EventType::AccountActivated,
            resource: account.id.uuid(),
            at: self.now,
            data: json!({"accountId": account.id}),
        })?;
        Ok(account)
    }

    /// Keeps a new account.
    pub(super) fn insert_account(&self, account: &Account) -> Result<()> {
        let insert = "INSERT INTO accounts (id, merchant_id, user_id, currency, label, balance, \
             pending_in, pending_out, created_at, purpose) \
             VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, 0, ?6, ?7)";
        let (id, user, currency) = (account.id, account.user, account.currency);
        let row = params![id, self.id, user, currency, account.label, self.now, account.purpose];
        self.conn().prepare_cached(insert)?.execute(row)?;
        Ok(())
    }

    /// The account with that id, if there is one.
    pub(super) fn find_account(&self, id: Id<Account>) -> Result<Option<Account>> {
        let select = format!("SELECT {COLUMNS} FROM accounts WHERE id = ?1 AND merchant_id = ?2");
        let found =
            self.conn().prepare_cached(&select)?.query_row(params![id, self.id], account_of);
        Ok(found.optional()?)
    }

    /// The account with that id.
    pub(crate) fn account(&self, id: Id<Account>) -> Result<Account> {
        Ok(self.find_account(id)?.ok_or(Refusal::NotFound("account"))?)
    }

    /// The account with that id, if it is one of that user.
    pub(crate) fn account_of(&self, user: Id<User>, id: Id<Account>) -> Result<Account> {
        let is_users = |account: &Account| account.user == user && account.purpose.is_none();
        let account = self.find_account(id)?.filter(is_users);
        Ok(account.ok_or(Refusal::NotFound("account"))?)
    }

    /// The user's accounts, oldest first.
    pub(crate) fn accounts(&self, user: Id<User>, request: PageRequest) -> Result<Page<Account>> {
        let listing = Listing {
            table: "accounts",
            columns: COLUMNS,
            condition: "merchant_id = ? AND user_id = ?".to_owned(),
            parameters: vec![self.id.0.into(), user.to_string().into()],
            newest_first: false,
        };
        listing.page(self.conn(), request, account_of)
    }

    /// Gives the account another name.
    pub(crate) fn rename_account(&self, account: &mut Account, label: String) -> Result<()> {
        account.label = label;
        let update = "UPDATE accounts SET label = ?3 WHERE id = ?1 AND merchant_id = ?2";
        self.conn().prepare_cached(update)?.execute(params![account.id, self.id, account.label])?;
        Ok(())
    }

    /// Keeps what the account holds now.
    pub(super) fn save_holdings(&self, account: &Account) -> Result<()> {
        let update = "UPDATE accounts SET balance = ?3, pending_in = ?4, pending_out = ?5 \
             WHERE id = ?1 AND merchant_id = ?2";
        let (balance, pending_in) = (account.balance, account.pending_in);
        let row = params![account.id, self.id, balance, pending_in, account.pending_out];
        self.conn().prepare_cached(update)?.execute(row)?;
        Ok(())
    }
}
