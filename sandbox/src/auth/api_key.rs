//! API keys: making a new one, and logging in with one.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::domain::clock::Moment;
use crate::domain::id::{Id, MerchantId};
use crate::store::{ApiKey, NewApiKey, Result, Tx};

/// Makes a new key. Returns the key, which is shown once, and a function that makes the record of
/// it under a label (AUTH-5).
pub(crate) fn fresh_key() -> (String, impl FnOnce(Option<String>) -> NewApiKey) {
    let key = format!("rk_{}", URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()));
    let hash = hash(&key);
    let hint = key[key.len() - 4..].to_owned();
    (key, move |label| NewApiKey { label, hash, hint })
}

/// A merchant that has logged in, with the key that it used.
pub(crate) struct Login {
    /// The merchant.
    pub(crate) merchant: MerchantId,
    /// The key.
    pub(crate) key: Id<ApiKey>,
    /// The time on the merchant's clock.
    pub(crate) now: Moment,
}

/// Finds the merchant with this code, if `key` is one of its valid keys (AUTH-1, AUTH-3, AUTH-6).
pub(crate) fn log_in(tx: &Tx<'_>, api_code: &str, key: &str) -> Result<Option<Login>> {
    let hash = hash(key);
    let Some((scope, keys)) = tx.login_candidates(api_code)? else { return Ok(None) };
    let mut matching = None;
    for (id, known) in keys {
        if bool::from(known.ct_eq(&hash)) {
            matching = Some(id);
        }
    }
    Ok(matching.map(|key| Login { merchant: scope.id(), key, now: scope.now }))
}

fn hash(key: &str) -> [u8; 32] {
    Sha256::digest(key.as_bytes()).into()
}
