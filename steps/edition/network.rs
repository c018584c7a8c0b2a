//! Networks on which stablecoins move.

/// Solana.
pub const SOLANA: &str = "SOLANA";
/// Ethereum.
pub const ETHEREUM: &str = "ETHEREUM";
/// Tron.
pub const TRON: &str = "TRON";

/// Every network.
pub const NETWORKS: [&str; 3] = [SOLANA, ETHEREUM, TRON];
