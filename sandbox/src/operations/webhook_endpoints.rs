//! The webhook endpoint of a merchant: registering it, removing it, and its webhook secret.

use crate::domain::event::EventType;
use crate::store::{Endpoint, NO_ENDPOINT, Result, Scope};

/// A new webhook secret.
pub(crate) fn fresh_secret() -> String {
    format!("whsec_{}", hex::encode(rand::random::<[u8; 32]>()))
}

/// Registers an endpoint, which replaces an earlier one (HOOK-1). Pending deliveries go to the new
/// address.
///
/// Returns the endpoint with its webhook secret: the one that the merchant already has, or else
/// `fresh_secret`.
pub(crate) fn register(
    scope: &Scope<'_>,
    url: String,
    events: Vec<EventType>,
    fresh_secret: &str,
) -> Result<(Endpoint, String)> {
    let endpoint = Endpoint { url, events, created_at: scope.now };
    scope.save_endpoint(&endpoint)?;
    let secret = scope.keep_or_set_webhook_secret(fresh_secret)?;
    scope.redirect_pending_deliveries(&endpoint.url)?;
    Ok((endpoint, secret))
}

/// Removes the endpoint; its pending deliveries fail.
pub(crate) fn remove(scope: &Scope<'_>) -> Result<()> {
    if !scope.delete_endpoint()? {
        return Err(NO_ENDPOINT.into());
    }
    scope.fail_pending_deliveries()
}

/// The webhook secret, which signs deliveries (HOOK-4).
pub(crate) fn secret(scope: &Scope<'_>) -> Result<String> {
    scope.endpoint()?;
    scope.webhook_secret()
}

/// Replaces the webhook secret with `fresh_secret`.
pub(crate) fn rotate_secret(scope: &Scope<'_>, fresh_secret: &str) -> Result<()> {
    scope.endpoint()?;
    scope.set_webhook_secret(fresh_secret)
}
