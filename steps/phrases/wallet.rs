//! Phrases about addresses on blockchains, judged by the networks' own rules and not by what a target accepts.

#![expect(
    clippy::needless_pass_by_value,
    reason = "the framework hands a phrase's parameters over by value"
)]

use conformance_harness::verdict::{Fault, Nonconformance};
use cucumber::then;
use sha2::{Digest as _, Sha256};
use sha3::Keccak256;

use crate::{
    answers::text,
    edition::{ETHEREUM, NETWORKS, SOLANA, TRON},
    world::{StepResult, World},
};

const BASE58: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

#[then(expr = "the address in the answer is valid on {word}")]
fn address_is_valid(world: &mut World, network: String) -> StepResult {
    let answer = world.answer()?;
    let address = text(answer.response.json(), "address")?;
    let fault = match network.as_str() {
        SOLANA => solana_fault(&address),
        ETHEREUM => ethereum_fault(&address),
        TRON => tron_fault(&address),
        _ => return Err(Fault::error(format!("{network} is none of {}", NETWORKS.join(", ")))),
    };
    let Some(fault) = fault else { return Ok(()) };
    let what = format!("the address is none of {network}: {fault}");
    Err(Nonconformance::new(what, "a valid address", address).shown_in(answer).into())
}

fn solana_fault(address: &str) -> Option<&'static str> {
    match base58(address) {
        None => Some("it is not base58"),
        Some(bytes) if bytes.len() != 32 => Some("it has not 32 bytes"),
        Some(_) => None,
    }
}

fn tron_fault(address: &str) -> Option<&'static str> {
    let Some(bytes) = base58(address) else { return Some("it is not base58") };
    let Some((payload, check)) = bytes.split_last_chunk::<4>() else {
        return Some("it has no checksum");
    };
    if payload.len() != 21 || payload.first() != Some(&0x41) {
        return Some("it has not 20 bytes after the prefix of Tron");
    }
    let hash = Sha256::digest(Sha256::digest(payload));
    (!hash.starts_with(check)).then_some("its checksum is wrong")
}

/// A generated address carries the checksum of EIP-55, unless it has no letter.
fn ethereum_fault(address: &str) -> Option<&'static str> {
    let Some(digits) = address.strip_prefix("0x") else { return Some("0x is missing") };
    if digits.len() != 40 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some("it has not 40 hexadecimal digits");
    }
    let hash = Keccak256::digest(digits.to_ascii_lowercase().as_bytes());
    let wrong = digits.bytes().enumerate().any(|(index, digit)| {
        let byte = hash.get(index / 2).copied().unwrap_or_default();
        let nibble = if index % 2 == 0 { byte >> 4 } else { byte & 0x0f };
        digit.is_ascii_alphabetic() && digit.is_ascii_uppercase() != (nibble >= 8)
    });
    wrong.then_some("its checksum is wrong")
}

/// The bytes of a base58 text; each leading 1 is a zero byte.
fn base58(text: &str) -> Option<Vec<u8>> {
    let mut bytes: Vec<u8> = Vec::new();
    for letter in text.bytes() {
        let mut carry = BASE58.iter().position(|known| *known == letter)?;
        for byte in bytes.iter_mut().rev() {
            carry += usize::from(*byte) * 58;
            *byte = u8::try_from(carry % 256).ok()?;
            carry /= 256;
        }
        if carry > 0 {
            bytes.insert(0, u8::try_from(carry).ok()?);
        }
    }
    let zeros = text.bytes().take_while(|letter| *letter == b'1').count();
    Some([vec![0; zeros], bytes].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_addresses_are_valid() {
        assert_eq!(solana_fault("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"), None);
        assert_eq!(solana_fault("11111111111111111111111111111111"), None);
        assert_eq!(ethereum_fault("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"), None);
        assert_eq!(tron_fault("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"), None);
    }

    #[test]
    fn faults_are_found() {
        let wrong = Some("its checksum is wrong");
        assert_eq!(ethereum_fault("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"), wrong);
        assert_eq!(tron_fault("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u"), wrong);
        assert!(tron_fault("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2").is_some());
        assert!(solana_fault("0PjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v").is_some());
        assert!(solana_fault("5Sgk43MWVGV9qcaKGZEPehe91LQ5yRtqRKF7rsrW1g").is_some());
    }
}
