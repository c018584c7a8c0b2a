//! Virtual IBANs: asked for, decided, given up.

use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use super::page::Listing;
use super::{Page, PageRequest, Result, Scope, fresh_id};
use crate::domain::account::Account;
use crate::domain::id::Id;
use crate::domain::refusal::{FieldCode, Refusal};
use crate::domain::viban::{BankDetails, Viban, VibanRail, VibanState};

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
    /// Asks for a vIBAN that leads to `account`, on a rail of its currency.
    pub(crate) fn ask_for_viban(
        &self,
        account: &Account,
        name: String,
        rail: VibanRail,
    ) -> Result<Viban> {
        if rail.currency() != account.currency {
            let detail = "the rail does not carry the account's currency";
            return Err(Refusal::field("/rail", FieldCode::NotAllowed, detail).into());
        }
        let viban = Viban {
            id: fresh_id(),
            account: account.id,
            payin_method: Uuid::now_v7(),
            name,
            rail,
            state: VibanState::Pending,
            details: None,
            rejection_reason: None,
            created_at: self.now,
            updated_at: self.now,
        };
        let insert = "INSERT INTO vibans (id, merchant_id, account_id, payin_method, name, rail, \
             state, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)";
        let (method, state) = (viban.payin_method.to_string(), viban.state);
        let row = params![viban.id, self.id, account.id, method, viban.name, rail, state, self.now];
        self.conn().prepare_cached(insert)?.execute(row)?;
        Ok(viban)
    }

    /// The vIBAN with that id.
    pub(crate) fn viban(&self, id: Id<Viban>) -> Result<Viban> {
        let select = format!("SELECT {COLUMNS} FROM vibans WHERE id = ?1 AND merchant_id = ?2");
        let found = self.conn().prepare_cached(&select)?.query_row(params![id, self.id], viban_of);
        Ok(found.optional()?.ok_or(Refusal::NotFound("vIBAN"))?)
    }

    /// The vIBAN with that id, if it leads to that account.
    pub(crate) fn viban_of(&self, account: &Account, id: Id<Viban>) -> Result<Viban> {
        let viban = self.viban(id)?;
        let own = (viban.account == account.id).then_some(viban);
        Ok(own.ok_or(Refusal::NotFound("vIBAN"))?)
    }

    /// The account's vIBANs, oldest first.
    pub(crate) fn vibans(&self, account: &Account, request: PageRequest) -> Result<Page<Viban>> {
        let listing = Listing {
            table: "vibans",
            columns: COLUMNS,
            condition: "merchant_id = ? AND account_id = ?".to_owned(),
            parameters: vec![self.id.0.into(), account.id.to_string().into()],
            newest_first: false,
        };
        listing.page(self.conn(), request, viban_of)
    }

    /// The vIBANs of all accounts, newest first; only those in one state if it is named.
    pub(crate) fn all_vibans(&self, state: &str, request: PageRequest) -> Result<Page<Viban>> {
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

    /// Gives the vIBAN another name.
    pub(crate) fn rename_viban(&self, viban: &mut Viban, name: String) -> Result<()> {
        viban.name = name;
        viban.updated_at = self.now;
        self.save_viban(viban)
    }

    /// The bank gives it an account: money can come.
    pub(crate) fn activate_viban(&self, mut viban: Viban) -> Result<Viban> {
        // Row numbers count across all merchants, so that no two vIBANs get the same account.
        let select = "SELECT seq FROM vibans WHERE id = ?1";
        let number: i64 =
            self.conn().prepare_cached(select)?.query_row([viban.id], |row| row.get(0))?;
        viban.activate(number.unsigned_abs(), self.now)?;
        self.tell_viban(viban)
    }

    /// The bank does not want it.
    pub(crate) fn reject_viban(&self, mut viban: Viban, reason: String) -> Result<Viban> {
        viban.reject(reason, self.now)?;
        self.tell_viban(viban)
    }

    /// The merchant gives it up: money cannot come any more.
    pub(crate) fn deactivate_viban(&self, mut viban: Viban) -> Result<Viban> {
        viban.deactivate(self.now)?;
        self.tell_viban(viban)
    }

    /// The account that money sent to the vIBAN reaches; none unless it is `ACTIVE`.
    pub(super) fn account_behind(&self, id: Id<Viban>) -> Result<(VibanRail, Account)> {
        let viban = self.viban(id)?;
        if viban.state != VibanState::Active {
            return Err(Refusal::VibanNotActive(viban.state.code()).into());
        }
        Ok((viban.rail, self.account(viban.account)?))
    }

    fn tell_viban(&self, viban: Viban) -> Result<Viban> {
        self.save_viban(&viban)?;
        if let Some(event) = viban.event() {
            self.emit(&event)?;
        }
        Ok(viban)
    }

    fn save_viban(&self, viban: &Viban) -> Result<()> {
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
