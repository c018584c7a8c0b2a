//! The operator's key, which opens the operator's JSON.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// The hash of the operator's key; the key itself is not kept.
pub(crate) struct OperatorKey([u8; 32]);

impl OperatorKey {
    /// The hash of `key`.
    pub(crate) fn new(key: &str) -> Self {
        Self(Sha256::digest(key.as_bytes()).into())
    }

    /// Compares `given` with the key, in constant time.
    pub(crate) fn matches(&self, given: &str) -> bool {
        self.0.ct_eq(&Self::new(given).0).into()
    }
}
