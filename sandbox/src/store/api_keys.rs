//! API keys: only their hashes are kept.

use rusqlite::{OptionalExtension, Row, params};

use super::page::Listing;
use super::{Result, Scope, Tx, fresh_id};
use crate::domain::clock::Moment;
use crate::domain::id::{Id, MerchantId};
use crate::domain::refusal::Refusal;
use crate::listing::{ListPage as Page, PageRequest};

const COLUMNS: &str = "id, label, hint, created_at, revoked_at";

/// What is known of a key after it was made.
#[derive(Debug, Clone)]
pub(crate) struct ApiKey {
    /// Its identifier.
    pub(crate) id: Id<ApiKey>,
    /// The name a person gave it.
    pub(crate) label: Option<String>,
    /// The end of the key, to tell keys apart.
    pub(crate) hint: String,
    /// When it was made.
    pub(crate) created_at: Moment,
    /// When it stopped being valid.
    pub(crate) revoked_at: Option<Moment>,
}

/// A key to be kept.
pub(crate) struct NewApiKey {
    /// The name a person gave it.
    pub(crate) label: Option<String>,
    /// The SHA-256 of the key.
    pub(crate) hash: [u8; 32],
    /// The end of the key.
    pub(crate) hint: String,
}

/// A key and the SHA-256 of its secret.
pub(crate) type KeyHash = (Id<ApiKey>, [u8; 32]);

fn key_of(row: &Row<'_>) -> rusqlite::Result<ApiKey> {
    let (id, label, hint) = (row.get(0)?, row.get(1)?, row.get(2)?);
    Ok(ApiKey { id, label, hint, created_at: row.get(3)?, revoked_at: row.get(4)? })
}

impl Tx<'_> {
    /// The merchant with that code, and the valid keys it may log in with.
    pub(crate) fn login_candidates(
        &self,
        api_code: &str,
    ) -> Result<Option<(Scope<'_>, Vec<KeyHash>)>> {
        let select = "SELECT id FROM merchants WHERE api_code = ?1";
        let found: Option<MerchantId> =
            self.conn.prepare_cached(select)?.query_row([api_code], |row| row.get(0)).optional()?;
        let Some(merchant) = found else { return Ok(None) };
        let select = "SELECT id, hash FROM api_keys \
             WHERE merchant_id = ?1 AND revoked_at IS NULL";
        let mut statement = self.conn.prepare_cached(select)?;
        let keys = statement.query_map([merchant], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let keys = keys.collect::<rusqlite::Result<_>>()?;
        Ok(Some((self.merchant(merchant)?, keys)))
    }

    /// Lets in whoever was given a token for that key, while the key is valid.
    pub(crate) fn admit(&self, merchant: MerchantId, key: Id<ApiKey>) -> Result<Scope<'_>> {
        let select = "SELECT revoked_at IS NULL FROM api_keys WHERE id = ?1 AND merchant_id = ?2";
        let valid: Option<bool> = self
            .conn
            .prepare_cached(select)?
            .query_row(params![key, merchant], |row| row.get(0))
            .optional()?;
        match valid {
            Some(true) => self.merchant(merchant),
            _ => Err(Refusal::Unauthenticated.into()),
        }
    }
}

impl Scope<'_> {
    /// Keeps a new key.
    pub(crate) fn add_api_key(&self, key: &NewApiKey) -> Result<ApiKey> {
        let insert = "INSERT INTO api_keys (id, merchant_id, label, hash, hint, created_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
             RETURNING id, label, hint, created_at, revoked_at";
        let id = fresh_id::<ApiKey>();
        let row = params![id, self.id, key.label, key.hash, key.hint, self.now];
        Ok(self.conn().prepare_cached(insert)?.query_row(row, key_of)?)
    }

    /// All keys, revoked ones too, oldest first.
    pub(crate) fn api_keys(&self) -> Result<Vec<ApiKey>> {
        let select = format!("SELECT {COLUMNS} FROM api_keys WHERE merchant_id = ?1 ORDER BY seq");
        let mut statement = self.conn().prepare_cached(&select)?;
        Ok(statement.query_map([self.id], key_of)?.collect::<rusqlite::Result<_>>()?)
    }

    /// The keys, revoked ones too, newest first.
    pub(crate) fn newest_api_keys(&self, request: PageRequest) -> Result<Page<ApiKey>> {
        let listing = Listing {
            table: "api_keys",
            columns: COLUMNS,
            condition: "merchant_id = ?".to_owned(),
            parameters: vec![self.id.0.into()],
            newest_first: true,
        };
        listing.page(self.conn(), request, key_of)
    }

    /// Ends the validity of a key; it stays in the list.
    pub(crate) fn revoke_api_key(&self, id: Id<ApiKey>) -> Result<()> {
        let update = "UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?3) \
             WHERE id = ?1 AND merchant_id = ?2";
        match self.conn().prepare_cached(update)?.execute(params![id, self.id, self.now])? {
            0 => Err(Refusal::NotFound("api key").into()),
            _ => Ok(()),
        }
    }
}
