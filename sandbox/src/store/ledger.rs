//! The ledger: entries are inserted and never changed (LED-2).

use rusqlite::params;

use super::error::Result;
use super::fresh_id::fresh_id;
use super::orders::{ORDER_COLUMNS, order_of};
use super::page::Listing;
use super::transaction::Scope;
use crate::domain::account::Account;
use crate::domain::id::Id;
use crate::domain::ledger::LedgerEntry;
use crate::domain::money::Amount;
use crate::domain::order::Order;
use crate::domain::refusal::Refusal;
use crate::listing::{ListPage, PageRequest};

/// An entry with its order.
pub(crate) type LedgerLine = (LedgerEntry, Order);

/// The order of the entries on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LedgerOrder {
    /// The order of time (LED-3).
    OldestFirst,
    /// For people, who look for the last entries.
    NewestFirst,
}

impl Scope<'_> {
    /// Inserts the entry of `order` in the ledger of `account`, whose balance already includes it.
    pub(crate) fn insert_entry(
        &self,
        account: &Account,
        order: &Order,
        amount: Amount,
    ) -> Result<()> {
        let insert = "INSERT INTO ledger (id, merchant_id, account_id, order_id, amount, \
             running_balance, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let id = fresh_id::<LedgerEntry>();
        let (balance, at) = (account.balance, order.updated_at);
        let row = params![id, self.id, account.id, order.id, amount, balance, at];
        self.conn().prepare_cached(insert)?.execute(row)?;
        Ok(())
    }

    /// All entries of an account, oldest first (LED-3).
    pub(crate) fn ledger(&self, account: Id<Account>) -> Result<Vec<LedgerLine>> {
        self.lines("l.account_id = ?2 ORDER BY l.seq", account)
    }

    /// The entries of an order, oldest first.
    pub(crate) fn entries_of_order(&self, order: Id<Order>) -> Result<Vec<LedgerLine>> {
        self.lines("l.order_id = ?2 ORDER BY l.seq", order)
    }

    /// A page of an account's entries.
    pub(crate) fn ledger_page(
        &self,
        account: Id<Account>,
        request: PageRequest,
        order: LedgerOrder,
    ) -> Result<ListPage<LedgerLine>> {
        let listing = Listing {
            table: "ledger",
            columns: "id",
            condition: "merchant_id = ? AND account_id = ?".to_owned(),
            parameters: vec![self.id.0.into(), account.to_string().into()],
            newest_first: order == LedgerOrder::NewestFirst,
        };
        let found = listing.page(self.conn(), request, |row| row.get::<_, Id<LedgerEntry>>(0))?;
        found.try_map(|id| self.entry(id))
    }

    /// A page of the entries of all accounts, newest first.
    pub(crate) fn whole_ledger(&self, request: PageRequest) -> Result<ListPage<LedgerLine>> {
        let listing = Listing {
            table: "ledger",
            columns: "id",
            condition: "merchant_id = ?".to_owned(),
            parameters: vec![self.id.0.into()],
            newest_first: true,
        };
        let found = listing.page(self.conn(), request, |row| row.get::<_, Id<LedgerEntry>>(0))?;
        found.try_map(|id| self.entry(id))
    }

    /// The entry with that id.
    pub(crate) fn entry(&self, id: Id<LedgerEntry>) -> Result<LedgerLine> {
        let found = self.lines("l.id = ?2", id)?.pop();
        Ok(found.ok_or(Refusal::NotFound("transaction"))?)
    }

    fn lines<T>(&self, condition: &str, id: Id<T>) -> Result<Vec<LedgerLine>> {
        let select = format!(
            "SELECT {ORDER_COLUMNS}, l.id AS entry, l.account_id, l.amount, l.running_balance, \
             l.created_at AS posted FROM ledger l JOIN orders o ON o.id = l.order_id \
             WHERE l.merchant_id = ?1 AND {condition}"
        );
        let mut statement = self.conn().prepare_cached(&select)?;
        let rows = statement.query_map(params![self.id, id], |row| {
            let order = order_of(row)?;
            let entry = LedgerEntry {
                id: row.get("entry")?,
                account: row.get("account_id")?,
                amount: row.get("amount")?,
                running_balance: row.get("running_balance")?,
                created_at: row.get("posted")?,
            };
            Ok((entry, order))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The entry with that id, if it is in the ledger of that account.
    pub(crate) fn entry_of(&self, account: Id<Account>, id: Id<LedgerEntry>) -> Result<LedgerLine> {
        let line = self.entry(id)?;
        let own = (line.0.account == account).then_some(line);
        Ok(own.ok_or(Refusal::NotFound("transaction"))?)
    }
}
