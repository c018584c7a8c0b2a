//! One-time codes that follow from a secret and the time (RFC 6238, with SHA1: six digits, thirty seconds).

use ring::hmac;

/// The time for which a code is valid.
const PERIOD_SECONDS: u64 = 30;

/// The current code; none if the secret is not Base32.
pub(super) fn code_at(secret: &str, unix_seconds: u64) -> Option<String> {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &decoded(secret)?);
    let count = (unix_seconds / PERIOD_SECONDS).to_be_bytes();
    let tag = hmac::sign(&key, &count);
    let bytes = tag.as_ref();
    let start = usize::from(bytes.last()? & 0x0f);
    let part: [u8; 4] = bytes.get(start..start + 4)?.try_into().ok()?;
    let number = u32::from_be_bytes(part) & 0x7fff_ffff;
    Some(format!("{:06}", number % 1_000_000))
}

/// The bytes of a Base32 text (RFC 4648); spaces, hyphens and padding do not count.
fn decoded(secret: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut bits, mut kept) = (Vec::new(), 0_u32, 0_u32);
    for letter in secret.chars().filter(|one| !matches!(one, ' ' | '-' | '=')) {
        let value = match letter.to_ascii_uppercase() {
            upper @ 'A'..='Z' => u32::from(upper) - u32::from('A'),
            digit @ '2'..='7' => u32::from(digit) - u32::from('2') + 26,
            _ => return None,
        };
        bits = (bits << 5) | value;
        kept += 5;
        if kept >= 8 {
            kept -= 8;
            bytes.push(u8::try_from((bits >> kept) & 0xff).ok()?);
            bits &= (1 << kept) - 1;
        }
    }
    (!bytes.is_empty()).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_those_of_the_standard() {
        // RFC 6238, appendix B: the ASCII secret "12345678901234567890", the last six digits.
        let secret = "GEZD GNBV-GY3TQOJQGEZDGNBVGY3TQOJQ";
        for (time, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(code_at(secret, time).as_deref(), Some(code), "{time}");
        }
    }

    #[test]
    fn a_secret_that_is_not_base32_gives_no_code() {
        assert_eq!(code_at("no secret: 189", 0), None);
        assert_eq!(code_at("", 0), None);
    }
}
