//! Rows of the merchant's own accounts (MER-1).

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::accounts::{COLUMNS, account_of};
use super::error::Result;
use super::filter::{Column, condition};
use super::transaction::Scope;
use crate::domain::account::Account;
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::listing::OwnAccountQuery;

impl Scope<'_> {
    /// The merchant's own accounts.
    pub(crate) fn own_accounts(&self, query: &OwnAccountQuery) -> Result<Vec<Account>> {
        let mut select =
            format!("SELECT {COLUMNS} FROM accounts WHERE merchant_id = ? AND purpose IS NOT NULL");
        let mut parameters: Vec<Value> = vec![self.id.0.into()];
        for filter in &query.filters {
            let (condition, value) = condition(filter);
            select.push_str(" AND ");
            select.push_str(&condition);
            parameters.push(value);
        }
        if let Some(search) = &query.search {
            select.push_str(" AND (");
            let places = ["id", "label", "currency"];
            let found = places.map(|column| format!("instr(lower({column}), lower(?)) > 0"));
            select.push_str(&found.join(" OR "));
            select.push(')');
            parameters.extend(places.map(|_| search.clone().into()));
        }
        select.push_str(" ORDER BY ");
        for (field, is_descending) in &query.sort {
            select.push_str(field.column());
            select.push_str(if *is_descending { " DESC, " } else { ", " });
        }
        select.push_str("seq");
        let mut statement = self.conn().prepare_cached(&select)?;
        let rows = statement.query_map(params_from_iter(&parameters), account_of)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The account with that id, if the merchant itself owns it.
    pub(crate) fn own_account(&self, id: Id<Account>) -> Result<Account> {
        let account = self.find_account(id)?.filter(|account| account.purpose.is_some());
        Ok(account.ok_or(Refusal::NotFound("account"))?)
    }
}
