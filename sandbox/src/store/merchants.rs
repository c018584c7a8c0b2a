//! Merchants and their clocks, and the secret that signs tokens.

use rusqlite::{OptionalExtension, Row, params};

use super::page::Listing;
use super::{Error, Page, PageRequest, Result, Scope, Signal, Tx, fresh_id};
use crate::domain::clock::{Moment, Span};
use crate::domain::id::{Id, MerchantId};
use crate::domain::refusal::{FieldCode, Refusal};
use crate::domain::user::User;

/// A customer of the system.
#[derive(Debug, Clone)]
pub(crate) struct Merchant {
    /// Its number.
    pub(crate) id: MerchantId,
    /// Its name.
    pub(crate) name: String,
    /// What it logs in with, beside a key.
    pub(crate) api_code: String,
    /// When it was made.
    pub(crate) created_at: Moment,
    /// As whom it owns accounts.
    pub(crate) user: Id<User>,
}

const COLUMNS: &str = "id, name, api_code, created_at, user_id";

fn merchant_of(row: &Row<'_>) -> rusqlite::Result<Merchant> {
    let (id, name, api_code) = (row.get(0)?, row.get(1)?, row.get(2)?);
    Ok(Merchant { id, name, api_code, created_at: row.get(3)?, user: row.get(4)? })
}

impl Tx<'_> {
    /// The secret of this database that signs tokens, made when it is first asked for.
    pub(crate) fn token_secret(&self, fresh: [u8; 32]) -> Result<Vec<u8>> {
        let insert = "INSERT OR IGNORE INTO secrets (name, value) VALUES ('token', ?1)";
        self.conn.execute(insert, params![fresh])?;
        let select = "SELECT value FROM secrets WHERE name = 'token'";
        Ok(self.conn.query_row(select, [], |row| row.get(0))?)
    }

    /// Makes a merchant with accounts of its own.
    pub(crate) fn create_merchant(&self, name: &str, api_code: &str) -> Result<Merchant> {
        let insert = "INSERT INTO merchants (name, api_code, created_at, user_id) \
             VALUES (?1, ?2, ?3, ?4) RETURNING id, name, api_code, created_at, user_id";
        let mut statement = self.conn.prepare_cached(insert)?;
        let row = params![name, api_code, self.real_now, fresh_id::<User>()];
        let merchant = statement.query_row(row, merchant_of)?;
        self.scope(merchant.id, Span::millis(0)).open_own_accounts(merchant.user)?;
        Ok(merchant)
    }

    /// All merchants, oldest first.
    pub(crate) fn merchants(&self, request: PageRequest) -> Result<Page<Merchant>> {
        let listing = Listing {
            table: "(SELECT id AS seq, * FROM merchants)",
            columns: COLUMNS,
            condition: "true".to_owned(),
            parameters: vec![],
            newest_first: false,
        };
        listing.page(self.conn, request, merchant_of)
    }

    /// How far every merchant's clock stands ahead.
    pub(crate) fn clock_offsets(&self) -> Result<Vec<(MerchantId, Span)>> {
        let select = "SELECT id, clock_offset FROM merchants WHERE clock_offset <> 0";
        let mut statement = self.conn.prepare_cached(select)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, Span::millis(row.get(1)?))))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    pub(super) fn clock_offset(&self, id: MerchantId) -> Result<Span> {
        let select = "SELECT clock_offset FROM merchants WHERE id = ?1";
        let found = self
            .conn
            .prepare_cached(select)?
            .query_row([id], |row| row.get(0).map(Span::millis))
            .optional()?;
        found.ok_or(Error::Refused(Refusal::NotFound("merchant")))
    }
}

impl Scope<'_> {
    /// The merchant itself.
    pub(crate) fn merchant(&self) -> Result<Merchant> {
        let select = "SELECT id, name, api_code, created_at, user_id FROM merchants WHERE id = ?1";
        Ok(self.conn().prepare_cached(select)?.query_row([self.id], merchant_of)?)
    }

    /// Moves the merchant's clock forward; what became due expires in the same transaction.
    pub(crate) fn advance_clock(&self, by: Span) -> Result<Moment> {
        let (now, offset) = (self.now.plus(by), self.offset.plus(by));
        if now > Moment::LAST {
            let detail = "the clock would be beyond the last year it knows";
            return Err(Refusal::field("/milliseconds", FieldCode::OutOfRange, detail).into());
        }
        let update = "UPDATE merchants SET clock_offset = ?2 WHERE id = ?1";
        self.conn().prepare_cached(update)?.execute(params![self.id, offset.as_millis()])?;
        let later = self.tx.scope(self.id, offset);
        later.expire_sessions()?;
        self.tx.signal(Signal::Clock(self.id, offset));
        Ok(now)
    }
}
