//! Rows of API keys; only hashes of keys are kept (AUTH-5).

use rusqlite::{OptionalExtension, Row, params};

use super::error::Result;
use super::fresh_id::fresh_id;
use super::page::Listing;
use super::transaction::{Scope, Tx};
use crate::domain::clock::Moment;
use crate::domain::id::{Id, MerchantId};
use crate::domain::refusal::Refusal;
use crate::listing::{ListPage, PageRequest};

const COLUMNS: &str = "id, label, hint, created_at, revoked_at";

/// An API key, without its secret.
#[derive(Debug, Clone)]
pub(crate) struct ApiKey {
    /// Its identifier.
    pub(crate) id: Id<ApiKey>,
    /// Its label, if it has one.
    pub(crate) label: Option<String>,
    /// The last characters of the secret, to tell keys apart.
    pub(crate) hint: String,
    /// Time of its creation.
    pub(crate) created_at: Moment,
    /// Time of its revocation.
    pub(crate) revoked_at: Option<Moment>,
}

/// An API key that is to be inserted.
pub(crate) struct NewApiKey {
    /// Its label, if it has one.
    pub(crate) label: Option<String>,
    /// The SHA-256 of the key.
    pub(crate) hash: [u8; 32],
    /// The last characters of the key.
    pub(crate) hint: String,
}

/// A key and the SHA-256 of its secret.
pub(crate) type KeyHash = (Id<ApiKey>, [u8; 32]);

fn key_of(row: &Row<'_>) -> rusqlite::Result<ApiKey> {
    let (id, label, hint) = (row.get(0)?, row.get(1)?, row.get(2)?);
    Ok(ApiKey { id, label, hint, created_at: row.get(3)?, revoked_at: row.get(4)? })
}

impl Tx<'_> {
    /// The merchant with that `api_code`, and the hashes of its valid keys.
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

    /// Tells if the key belongs to the merchant and was not revoked.
    pub(crate) fn has_valid_key(&self, merchant: MerchantId, key: Id<ApiKey>) -> Result<bool> {
        let select = "SELECT revoked_at IS NULL FROM api_keys WHERE id = ?1 AND merchant_id = ?2";
        let valid: Option<bool> = self
            .conn
            .prepare_cached(select)?
            .query_row(params![key, merchant], |row| row.get(0))
            .optional()?;
        Ok(valid == Some(true))
    }
}

impl Scope<'_> {
    /// Inserts a key.
    pub(crate) fn add_api_key(&self, key: &NewApiKey) -> Result<ApiKey> {
        let insert = "INSERT INTO api_keys (id, merchant_id, label, hash, hint, created_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
             RETURNING id, label, hint, created_at, revoked_at";
        let id = fresh_id::<ApiKey>();
        let row = params![id, self.id, key.label, key.hash, key.hint, self.now];
        Ok(self.conn().prepare_cached(insert)?.query_row(row, key_of)?)
    }

    /// All keys with the revoked ones, oldest first.
    pub(crate) fn api_keys(&self) -> Result<Vec<ApiKey>> {
        let select = format!("SELECT {COLUMNS} FROM api_keys WHERE merchant_id = ?1 ORDER BY seq");
        let mut statement = self.conn().prepare_cached(&select)?;
        Ok(statement.query_map([self.id], key_of)?.collect::<rusqlite::Result<_>>()?)
    }

    /// A page of all keys with the revoked ones, newest first.
    pub(crate) fn newest_api_keys(&self, request: PageRequest) -> Result<ListPage<ApiKey>> {
        let listing = Listing {
            table: "api_keys",
            columns: COLUMNS,
            condition: "merchant_id = ?".to_owned(),
            parameters: vec![self.id.0.into()],
            newest_first: true,
        };
        listing.page(self.conn(), request, key_of)
    }

    /// Revokes a key; it stays in the list (AUTH-6).
    pub(crate) fn revoke_api_key(&self, id: Id<ApiKey>) -> Result<()> {
        let update = "UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?3) \
             WHERE id = ?1 AND merchant_id = ?2";
        match self.conn().prepare_cached(update)?.execute(params![id, self.id, self.now])? {
            0 => Err(Refusal::NotFound("api key").into()),
            _ => Ok(()),
        }
    }
}
