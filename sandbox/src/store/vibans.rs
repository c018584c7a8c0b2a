//! Rows of virtual IBANs.

use rusqlite::{OptionalExtension, Row, params};

use super::error::Result;
use super::page::Listing;
use super::transaction::Scope;
use crate::domain::account::Account;
use crate::domain::id::Id;
use crate::domain::refusal::Refusal;
use crate::domain::viban::{BankDetails, Viban};
use crate::listing::{ListPage, PageRequest};

const COLUMNS: &str = "id, account_id, payin_method, name, rail, state, account_number, routing, \
     rejection_reason, created_at, updated_at";

fn viban_of(row: &Row<'_>) -> rusqlite::Result<Viban> {
    let details = match row.get(6)? {
        Some(account_number) => Some(BankDetails { account_number, routing: row.get(7)? }),
        None => None,
    };
    Ok(Viban {
        id: row.get(0)?,
        account: row.get(1)?,
        payin_method: row.get::<_, Id<()>>(2)?.uuid(),
        name: row.get(3)?,
        rail: row.get(4)?,
        state: row.get(5)?,
        details,
        rejection_reason: row.get(8)?,
        created_at: row.get(9)?,
        updated_at: row.get(10)?,
    })
}

impl Scope<'_> {
    /// Inserts a virtual IBAN, without bank details.
    pub(crate) fn insert_viban(&self, viban: &Viban) -> Result<()> {
        let insert = "INSERT INTO vibans (id, merchant_id, account_id, payin_method, name, rail, \
             state, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)";
        let Viban { id, account, name, rail, state, created_at, .. } = viban;
        let method = viban.payin_method.to_string();
        let row = params![id, self.id, account, method, name, rail, state, created_at];
        self.conn().prepare_cached(insert)?.execute(row)?;
        Ok(())
    }

    /// The number of the virtual IBAN's row.
    pub(crate) fn viban_number(&self, id: Id<Viban>) -> Result<i64> {
        let select = "SELECT seq FROM vibans WHERE id = ?1";
        Ok(self.conn().prepare_cached(select)?.query_row([id], |row| row.get(0))?)
    }

    /// The virtual IBAN with that id.
    pub(crate) fn viban(&self, id: Id<Viban>) -> Result<Viban> {
        let select = format!("SELECT {COLUMNS} FROM vibans WHERE id = ?1 AND merchant_id = ?2");
        let found = self.conn().prepare_cached(&select)?.query_row(params![id, self.id], viban_of);
        Ok(found.optional()?.ok_or(Refusal::NotFound("vIBAN"))?)
    }

    /// The virtual IBAN with that id, if it leads to that account.
    pub(crate) fn viban_of(&self, account: &Account, id: Id<Viban>) -> Result<Viban> {
        let viban = self.viban(id)?;
        let own = (viban.account == account.id).then_some(viban);
        Ok(own.ok_or(Refusal::NotFound("vIBAN"))?)
    }

    /// The virtual IBANs of the account, oldest first.
    pub(crate) fn vibans(
        &self,
        account: &Account,
        request: PageRequest,
    ) -> Result<ListPage<Viban>> {
        let listing = Listing {
            table: "vibans",
            columns: COLUMNS,
            condition: "merchant_id = ? AND account_id = ?".to_owned(),
            parameters: vec![self.id.0.into(), account.id.to_string().into()],
            newest_first: false,
        };
        listing.page(self.conn(), request, viban_of)
    }

    /// The virtual IBANs of all accounts, newest first; `state` is a code, or empty for all.
    pub(crate) fn all_vibans(&self, state: &str, request: PageRequest) -> Result<ListPage<Viban>> {
        let mut listing = Listing {
            table: "vibans",
            columns: COLUMNS,
            condition: "merchant_id = ?".to_owned(),
            parameters: vec![self.id.0.into()],
            newest_first: true,
        };
        if !state.is_empty() {
            listing.condition.push_str(" AND state = ?");
            listing.parameters.push(state.to_owned().into());
        }
        listing.page(self.conn(), request, viban_of)
    }

    /// Saves the facts of a virtual IBAN that can change.
    pub(crate) fn save_viban(&self, viban: &Viban) -> Result<()> {
        let update = "UPDATE vibans SET name = ?3, state = ?4, account_number = ?5, routing = ?6, \
             rejection_reason = ?7, updated_at = ?8 WHERE id = ?1 AND merchant_id = ?2";
        let details = viban.details.as_ref();
        let (number, routing) =
            (details.map(|known| &known.account_number), details.map(|known| &known.routing));
        let reason = &viban.rejection_reason;
        let (name, state, at) = (&viban.name, viban.state, viban.updated_at);
        let row = params![viban.id, self.id, name, state, number, routing, reason, at];
        self.conn().prepare_cached(update)?.execute(row)?;
        Ok(())
    }
}
