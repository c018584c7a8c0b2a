//! Blockchain addresses: alphabet, length and checksum of each network (PIN-4, OUT-3).

use sha3::{Digest, Keccak256};

/// The first byte of every address on Tron's main network.
const TRON_PREFIX: u8 = 0x41;
const SOLANA_BYTES: usize = 32;
/// The number of bytes of a key's hash that Ethereum and Tron use.
const HASH_BYTES: usize = 20;

/// A blockchain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Network {
    /// Its addresses are public keys in Base58.
    Solana,
    /// Its addresses are hexadecimal; the case of the letters carries the checksum (EIP-55).
    Ethereum,
    /// Its addresses are in Base58 with a checksum.
    Tron,
}

impl Network {
    /// Every network.
    pub(crate) const ALL: [Self; 3] = [Self::Solana, Self::Ethereum, Self::Tron];

    /// The code on the wire.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Solana => "SOLANA",
            Self::Ethereum => "ETHEREUM",
            Self::Tron => "TRON",
        }
    }

    /// Reads the code on the wire.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|network| network.code() == text)
    }

    /// True if `text` has the form of an address on this network (OUT-3).
    pub(crate) fn has_address(self, text: &str) -> bool {
        match self {
            Self::Solana => {
                bs58::decode(text).into_vec().is_ok_and(|bytes| bytes.len() == SOLANA_BYTES)
            }
            Self::Ethereum => is_ethereum_address(text),
            Self::Tron => {
                let decoded = bs58::decode(text).with_check(Some(TRON_PREFIX)).into_vec();
                decoded.is_ok_and(|bytes| bytes.len() == HASH_BYTES + 1)
            }
        }
    }

    /// Makes an address from these bytes; networks with short addresses use the first ones (PIN-4).
    pub(crate) fn address_of(self, bytes: [u8; SOLANA_BYTES]) -> String {
        let hash = &bytes[..HASH_BYTES];
        match self {
            Self::Solana => bs58::encode(bytes).into_string(),
            Self::Ethereum => format!("0x{}", with_checksum(&hex::encode(hash))),
            Self::Tron => bs58::encode(hash).with_check_version(TRON_PREFIX).into_string(),
        }
    }
}

/// True for a valid address; an address in one letter case carries no checksum, and EIP-55 accepts
/// it.
fn is_ethereum_address(text: &str) -> bool {
    let Some(digits) = text.strip_prefix("0x") else { return false };
    if digits.len() != 2 * HASH_BYTES || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return false;
    }
    let lower = digits.to_ascii_lowercase();
    digits == lower || digits == digits.to_ascii_uppercase() || digits == with_checksum(&lower)
}

/// Writes a letter in upper case where the hash of the lower-case digits has a digit of 8 or above.
fn with_checksum(lower: &str) -> String {
    let hash = hex::encode(Keccak256::digest(lower.as_bytes()));
    let cased = lower.chars().zip(hash.bytes());
    cased.map(|(c, high)| if high >= b'8' { c.to_ascii_uppercase() } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_addresses_are_valid() {
        for (network, address) in [
            (Network::Solana, "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"),
            (Network::Solana, "11111111111111111111111111111111"),
            (Network::Ethereum, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
            (Network::Ethereum, "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"),
            (Network::Ethereum, "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
            (Network::Tron, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
        ] {
            assert!(network.has_address(address), "{address}");
        }
    }

    #[test]
    fn one_changed_character_is_noticed_where_there_is_a_checksum() {
        for (network, address) in [
            (Network::Ethereum, "0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
            (Network::Ethereum, "0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
            (Network::Ethereum, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe"),
            (Network::Tron, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u"),
            (Network::Tron, "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"),
            (Network::Solana, "5Sgk43MWVGV9qcaKGZEPehe91LQ5yRtqRKF7rsrW1g"),
            (Network::Solana, "0PjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"),
        ] {
            assert!(!network.has_address(address), "{address}");
        }
    }

    #[test]
    fn generated_addresses_are_valid_on_their_own_network_only() {
        for seed in 0..=255 {
            for network in Network::ALL {
                let address = network.address_of([seed; 32]);
                let valid = Network::ALL.map(|other| other.has_address(&address));
                assert_eq!(valid, Network::ALL.map(|other| other == network), "{address}");
            }
        }
    }
}
