//! What lets somebody in: a page, a session, a payment. Its owner has it, the store only its hash.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Text that nobody can guess and that fits into an address or a cookie; it cannot be printed.
pub(crate) struct Secret(String);

impl Secret {
    /// A new one.
    pub(crate) fn fresh() -> Self {
        Self(URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()))
    }

    /// What somebody shows.
    pub(crate) fn given(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// For its owner only.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }

    /// Only this is kept; looking it up tells nothing about secrets that are nearly right.
    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }
}
