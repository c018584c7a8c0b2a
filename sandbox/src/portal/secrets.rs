//! Values that the Portal makes for a merchant: its code and the secret of its webhooks.

/// A new `api_code`, with which a merchant logs in beside an API key.
pub(crate) fn fresh_api_code() -> String {
    format!("mch_{}", hex::encode(rand::random::<[u8; 8]>()))
}

/// A new webhook secret, which signs deliveries (HOOK-4).
pub(crate) fn fresh_secret() -> String {
    format!("whsec_{}", hex::encode(rand::random::<[u8; 32]>()))
}
