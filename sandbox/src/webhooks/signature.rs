//! The signature by which a merchant knows that a delivery is genuine.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// HMAC-SHA256 of `body` keyed with `secret`, in lower-case hexadecimal.
pub(super) fn sign(secret: &str, body: &str) -> String {
    match Hmac::<Sha256>::new_from_slice(secret.as_bytes()) {
        Ok(mac) => hex::encode(mac.chain_update(body.as_bytes()).finalize().into_bytes()),
        // HMAC takes keys of any length; an empty signature convinces nobody.
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_rfc_4231_hold() {
        let signed = sign("Jefe", "what do ya want for nothing?");
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(signed, expected);
        assert_ne!(sign("Jefe", "what do ya want for nothing!"), expected);
    }
}
