//! One-time codes as the second Portal expects them.

use std::time::{SystemTime, UNIX_EPOCH};

use ring::hmac;

/// The secret in Base32, as the Portal shows it to a person who sets up codes.
pub(crate) const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// The same secret as bytes.
const KEY: &[u8] = b"12345678901234567890";

/// True for the code of this half minute and of the one before.
pub(crate) fn is_right(code: &str) -> bool {
    let now = half_minutes();
    [now, now - 1].into_iter().any(|count| code == code_of(count))
}

/// The code of this half minute.
pub(crate) fn current() -> String {
    code_of(half_minutes())
}

fn half_minutes() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs() / 30
}

fn code_of(count: u64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, KEY);
    let tag = hmac::sign(&key, &count.to_be_bytes());
    let bytes = tag.as_ref();
    let start = usize::from(bytes[19] & 0x0f);
    let number =
        bytes[start..start + 4].iter().fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte));
    format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
}
