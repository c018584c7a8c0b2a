//! Secrets that open a page, a session or a payment. The store keeps only their hashes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// A random text that fits into an address or a cookie. It has no `Debug`.
pub(crate) struct Secret(String);

impl Secret {
    /// Makes a new secret.
    pub(crate) fn fresh() -> Self {
        Self(URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()))
    }

    /// The secret that a request gives.
    pub(crate) fn given(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text, for its owner only.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }

    /// The hash, which is kept. A search by hash reveals nothing about similar secrets.
    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }
}
