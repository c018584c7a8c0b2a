//! The signature that proves to a merchant that a delivery is genuine (HOOK-4).

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// HMAC-SHA256 of `body` with the key `secret`, in lower-case hexadecimal (HOOK-4).
pub(crate) fn sign(secret: &[u8], body: &[u8]) -> String {
    match Hmac::<Sha256>::new_from_slice(secret) {
        Ok(mac) => hex::encode(mac.chain_update(body).finalize().into_bytes()),
        // HMAC accepts keys of any length, so this case does not occur; no receiver accepts an
        // empty signature.
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use serde_json::Value;

    use super::*;

    fn bytes(vector: &Value, field: &str) -> Vec<u8> {
        match vector[field].as_str() {
            Some(text) => text.as_bytes().to_vec(),
            None => STANDARD.decode(vector[format!("{field}Base64")].as_str().unwrap()).unwrap(),
        }
    }

    #[test]
    fn the_signatures_equal_the_shared_vectors() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/signatures.yaml");
        let vectors: Vec<Value> =
            serde_yaml::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        assert!(vectors.len() >= 10);
        for vector in vectors {
            let signed = sign(&bytes(&vector, "secret"), &bytes(&vector, "body"));
            assert_eq!(signed, vector["hex"], "{}", vector["name"]);
        }
    }
}
