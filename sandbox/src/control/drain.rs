//! Waiting until a merchant's deliveries have ended.

use std::time::Duration;

use crate::domain::id::MerchantId;
use crate::domain::refusal::Refusal;
use crate::webhooks::Dispatcher;

/// Waits until no delivery of the merchant is due or in flight; refuses after `limit`.
pub(crate) async fn drain(
    dispatcher: &Dispatcher,
    merchant: MerchantId,
    limit: Duration,
) -> Result<(), Refusal> {
    if tokio::time::timeout(limit, dispatcher.idle(merchant)).await.is_ok() {
        return Ok(());
    }
    match dispatcher.pending(merchant).await {
        0 => Ok(()),
        pending => Err(Refusal::NotDrained(pending)),
    }
}
