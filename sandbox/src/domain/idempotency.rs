//! Idempotency keys, and fingerprints that recognise a repeated request (IDEM-1).

use sha2::{Digest, Sha256};

use super::clock::Span;
use super::refusal::{FieldCode, FieldError};

/// The lifetime of a key (IDEM-1).
pub(crate) const KEY_LIFETIME: Span = Span::days(1);

/// The header that carries the key.
pub(crate) const KEY_HEADER: &str = "Idempotency-Key";

const MAX_KEY: usize = 255;

/// A key that a caller chose: 1 to 255 visible ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IdempotencyKey(String);

impl IdempotencyKey {
    /// Reads the value of the header, or names its fault.
    pub(crate) fn parse(value: &[u8]) -> Result<Self, FieldError> {
        let (code, detail) = match value.len() {
            0 => (FieldCode::TooShort, "must not be empty"),
            1..=MAX_KEY => match std::str::from_utf8(value) {
                Ok(text) if text.bytes().all(|byte| byte.is_ascii_graphic()) => {
                    return Ok(Self(text.to_owned()));
                }
                _ => return Err(Self::malformed("must have visible ASCII characters only")),
            },
            _ => (FieldCode::TooLong, "must have at most 255 characters"),
        };
        Err(FieldError::new(format!("/{KEY_HEADER}"), code, detail))
    }

    /// The fault of a header with an invalid value.
    pub(crate) fn malformed(detail: &str) -> FieldError {
        FieldError::new(format!("/{KEY_HEADER}"), FieldCode::InvalidFormat, detail)
    }

    /// The key as it was sent.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A hash that is equal only for requests with the same method, path and body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fingerprint(pub(crate) [u8; 32]);

impl Fingerprint {
    /// The fingerprint of a request.
    pub(crate) fn of(method: &str, path: &str, body: &[u8]) -> Self {
        let mut partial = PartialFingerprint::of(method, path);
        partial.add(body);
        partial.finish()
    }
}

/// The fingerprint of a request whose body has not arrived completely.
#[derive(Debug, Clone)]
pub(crate) struct PartialFingerprint(Sha256);

impl PartialFingerprint {
    /// Starts with a request's method and path, which contain no line breaks.
    pub(crate) fn of(method: &str, path: &str) -> Self {
        let head = Sha256::new().chain_update(method).chain_update("\n");
        Self(head.chain_update(path).chain_update("\n"))
    }

    /// Adds the next part of the body.
    pub(crate) fn add(&mut self, part: &[u8]) {
        self.0.update(part);
    }

    /// The fingerprint of the request that was received.
    pub(crate) fn finish(self) -> Fingerprint {
        Fingerprint(self.0.finalize().into())
    }
}

/// A request with an idempotency key: repetitions of it have no further effect (IDEM-1).
#[derive(Debug, Clone)]
pub(crate) struct KeyedRequest {
    /// The key that the caller chose.
    pub(crate) key: IdempotencyKey,
    /// The fingerprint of the request.
    pub(crate) fingerprint: Fingerprint,
}

/// An answer that is kept, to be given again when its request is repeated (IDEM-1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeptAnswer {
    /// The status code.
    pub(crate) status: u16,
    /// The JSON of the body.
    pub(crate) body: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_1_to_255_visible_characters() {
        for good in ["!", "~", "a-b_c", &"k".repeat(255)] {
            assert_eq!(IdempotencyKey::parse(good.as_bytes()).unwrap().as_str(), good);
        }
        let bad: [(&[u8], FieldCode); 6] = [
            (b"", FieldCode::TooShort),
            (&[b'k'; 256], FieldCode::TooLong),
            (b"two words", FieldCode::InvalidFormat),
            (b"a\tb", FieldCode::InvalidFormat),
            ("ñ".as_bytes(), FieldCode::InvalidFormat),
            (b"\xff", FieldCode::InvalidFormat),
        ];
        for (key, code) in bad {
            assert_eq!(IdempotencyKey::parse(key).unwrap_err().code, code, "{key:?}");
        }
    }

    #[test]
    fn requests_that_differ_anywhere_have_other_fingerprints() {
        let all = [
            Fingerprint::of("POST", "/a", b"{}"),
            Fingerprint::of("PUT", "/a", b"{}"),
            Fingerprint::of("POST", "/b", b"{}"),
            Fingerprint::of("POST", "/a", b"{ }"),
            Fingerprint::of("POST", "/a", b""),
        ];
        for (index, one) in all.iter().enumerate() {
            assert!(!all[index + 1..].contains(one), "{index}");
        }
        assert_eq!(Fingerprint::of("POST", "/a", b"{}"), all[0]);
    }
}
