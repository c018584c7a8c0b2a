//! Rows of merchants, and the secret that signs tokens.

use rusqlite::{Row, params};

use super::error::Result;
use super::fresh_id::fresh_id;
use super::page::Listing;
use super::transaction::{Scope, Tx};
use crate::domain::clock::{Moment, Span};
use crate::domain::id::{Id, MerchantId};
use crate::domain::user::User;
use crate::listing::{ListPage, PageRequest};

/// A merchant.
#[derive(Debug, Clone)]
pub(crate) struct Merchant {
    /// Its number.
    pub(crate) id: MerchantId,
    /// Its name.
    pub(crate) name: String,
    /// The code that it logs in with, together with a key.
    pub(crate) api_code: String,
    /// Time of its creation.
    pub(crate) created_at: Moment,
    /// The user that owns its own accounts.
    pub(crate) user: Id<User>,
}

const COLUMNS: &str = "id, name, api_code, created_at, user_id";

fn merchant_of(row: &Row<'_>) -> rusqlite::Result<Merchant> {
    let (id, name, api_code) = (row.get(0)?, row.get(1)?, row.get(2)?);
    Ok(Merchant { id, name, api_code, created_at: row.get(3)?, user: row.get(4)? })
}

impl Tx<'_> {
    /// The secret of this database that signs tokens; it becomes `fresh` if there is none yet.
    pub(crate) fn token_secret(&self, fresh: [u8; 32]) -> Result<Vec<u8>> {
        let insert = "INSERT OR IGNORE INTO secrets (name, value) VALUES ('token', ?1)";
        self.conn.execute(insert, params![fresh])?;
        let select = "SELECT value FROM secrets WHERE name = 'token'";
        Ok(self.conn.query_row(select, [], |row| row.get(0))?)
    }

    /// Inserts a merchant.
    pub(crate) fn insert_merchant(&self, name: &str, api_code: &str) -> Result<Merchant> {
        let insert = "INSERT INTO merchants (name, api_code, created_at, user_id) \
             VALUES (?1, ?2, ?3, ?4) RETURNING id, name, api_code, created_at, user_id";
        let mut statement = self.conn.prepare_cached(insert)?;
        let row = params![name, api_code, self.real_now, fresh_id::<User>()];
        Ok(statement.query_row(row, merchant_of)?)
    }

    /// All merchants, oldest first.
    pub(crate) fn merchants(&self, request: PageRequest) -> Result<ListPage<Merchant>> {
        let listing = Listing {
            table: "(SELECT id AS seq, * FROM merchants)",
            columns: COLUMNS,
            condition: "true".to_owned(),
            parameters: vec![],
            newest_first: false,
        };
        listing.page(self.conn, request, merchant_of)
    }

    /// The merchants whose clocks are ahead of real time, and by which span.
    pub(crate) fn clock_offsets(&self) -> Result<Vec<(MerchantId, Span)>> {
        let select = "SELECT id, clock_offset FROM merchants WHERE clock_offset <> 0";
        let mut statement = self.conn.prepare_cached(select)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, Span::millis(row.get(1)?))))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Scope<'_> {
    /// The merchant itself.
    pub(crate) fn merchant(&self) -> Result<Merchant> {
        let select = "SELECT id, name, api_code, created_at, user_id FROM merchants WHERE id = ?1";
        Ok(self.conn().prepare_cached(select)?.query_row([self.id], merchant_of)?)
    }
}
