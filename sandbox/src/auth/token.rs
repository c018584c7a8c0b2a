//! Tokens of the API: JSON Web Tokens signed with HMAC-SHA256; no other algorithm is accepted.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::domain::clock::{Moment, Span};
use crate::domain::id::{Id, MerchantId};
use crate::store::ApiKey;

/// Lifetime of a token on the clock of its merchant (AUTH-4).
const LIFETIME: Span = Span::seconds(3600);

#[derive(Serialize, Deserialize)]
struct Header<'a> {
    alg: &'a str,
    typ: Option<&'a str>,
}

#[derive(Serialize, Deserialize)]
struct Payload {
    sub: String,
    kid: Id<ApiKey>,
    iat: i64,
    exp: i64,
    /// The end of the lifetime in milliseconds; `exp` has whole seconds only.
    exp_ms: i64,
}

/// The content of a token whose signature is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Claims {
    /// The merchant that logged in.
    pub(crate) merchant: MerchantId,
    /// The API key that the merchant logged in with.
    pub(crate) key: Id<ApiKey>,
    expires_at: Moment,
}

impl Claims {
    /// Tells if the lifetime is over at `now` on the merchant's clock (AUTH-4).
    pub(crate) fn is_expired(&self, now: Moment) -> bool {
        now >= self.expires_at
    }
}

/// Makes and checks tokens with the secret of the database (AUTH-1, AUTH-2).
pub(crate) struct Signer(Vec<u8>);

impl Signer {
    /// A signer that uses `secret`.
    pub(crate) fn new(secret: Vec<u8>) -> Self {
        Self(secret)
    }

    fn mac(&self, signed: &str) -> Option<Hmac<Sha256>> {
        let mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        Some(mac.chain_update(signed.as_bytes()))
    }

    /// A token for `merchant` and `key`, valid from `now` (AUTH-1).
    pub(crate) fn issue(
        &self,
        merchant: MerchantId,
        key: Id<ApiKey>,
        now: Moment,
    ) -> Option<String> {
        let header = serde_json::to_vec(&Header { alg: "HS256", typ: Some("JWT") }).ok()?;
        let expires_at = now.plus(LIFETIME);
        let payload = Payload {
            sub: merchant.0.to_string(),
            kid: key,
            iat: now.seconds(),
            exp: expires_at.seconds(),
            exp_ms: expires_at.millis(),
        };
        let payload = serde_json::to_vec(&payload).ok()?;
        let signed =
            format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
        let signature = self.mac(&signed)?.finalize().into_bytes();
        Some(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// Reads the claims of `token`, or none if this signer did not make it (AUTH-2).
    pub(crate) fn verify(&self, token: &str) -> Option<Claims> {
        let (signed, signature) = token.rsplit_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        // The comparison takes constant time.
        self.mac(signed)?.verify_slice(&signature).ok()?;
        let (header, payload) = signed.split_once('.')?;
        let header = URL_SAFE_NO_PAD.decode(header).ok()?;
        let header: Header<'_> = serde_json::from_slice(&header).ok()?;
        if header.alg != "HS256" {
            return None;
        }
        let payload = URL_SAFE_NO_PAD.decode(payload).ok()?;
        let payload: Payload = serde_json::from_slice(&payload).ok()?;
        let merchant = payload.sub.parse().ok().map(MerchantId)?;
        let expires_at = Moment::from_millis(payload.exp_ms);
        Some(Claims { merchant, key: payload.kid, expires_at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const NOW: Moment = Moment::from_millis(1_000_999);

    fn token(signer: &Signer) -> String {
        signer.issue(MerchantId(7), Id::new(Uuid::from_u128(1)), NOW).unwrap()
    }

    fn forge(signer: &Signer, header: &str, payload: &str) -> String {
        let text =
            format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
        let mac = signer.mac(&text).unwrap().finalize().into_bytes();
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac))
    }

    #[test]
    fn a_token_is_read_back_and_lives_an_hour() {
        let signer = Signer::new(vec![1; 32]);
        let claims = signer.verify(&token(&signer)).unwrap();
        assert_eq!(claims.merchant, MerchantId(7));
        assert!(!claims.is_expired(NOW.plus(Span::millis(3_599_999))));
        assert!(claims.is_expired(NOW.plus(LIFETIME)));
    }

    #[test]
    fn no_change_of_a_token_goes_unnoticed() {
        let signer = Signer::new(vec![1; 32]);
        let token = token(&signer);
        for index in 0..token.len() {
            let mut forged = token.clone().into_bytes();
            forged[index] = if forged[index] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).unwrap();
            assert_eq!(signer.verify(&forged), None, "{index}");
            assert_eq!(signer.verify(&token[..index]), None);
        }
        assert_eq!(Signer::new(vec![2; 32]).verify(&token), None);
    }

    #[test]
    fn only_hs256_will_do_even_when_the_signature_is_right() {
        let signer = Signer::new(vec![1; 32]);
        let genuine = token(&signer);
        let payload = genuine.split('.').nth(1).unwrap();
        let payload = String::from_utf8(URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
        assert!(signer.verify(&forge(&signer, r#"{"alg":"HS256"}"#, &payload)).is_some());
        for alg in ["none", "None", "HS512", "hs256", "RS256", ""] {
            let header = format!(r#"{{"alg":"{alg}","typ":"JWT"}}"#);
            assert_eq!(signer.verify(&forge(&signer, &header, &payload)), None, "{alg}");
        }
        let unsigned = format!("{}.{}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#), "e30");
        assert_eq!(signer.verify(&unsigned), None);
    }
}
