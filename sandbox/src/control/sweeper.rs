//! The task that expires KYC sessions at their time (KYC-5) and deletes old deliveries.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use crate::domain::clock::Span;
use crate::operations;
use crate::store::{Error, Store};

/// Upper bound for one pause; every session lives longer, so none created meanwhile is missed.
const LONGEST_SLEEP: Duration = Duration::from_hours(1);
/// Pause after a fault of the store.
const PAUSE: Duration = Duration::from_secs(1);
/// Upper bound for the deliveries that one transaction deletes.
const DELETED_AT_ONCE: u32 = 500;

/// Expires sessions, and deletes deliveries that ended longer ago than `kept`, until the store
/// closes; between two runs it waits for the next expiry or a moved clock.
pub(crate) async fn sweep(store: Arc<Store>, clock_moved: Arc<Notify>, kept: Span) {
    loop {
        let Some(rest) = rest_after(sweep_once(&store, kept).await) else { return };
        let _ = tokio::time::timeout(rest, clock_moved.notified()).await;
    }
}

/// The pause after a run; none if the store is closed.
fn rest_after(swept: Result<Option<Span>, Error>) -> Option<Duration> {
    match swept {
        Ok(left) => Some(left.map_or(LONGEST_SLEEP, |left| left.to_std().min(LONGEST_SLEEP))),
        Err(Error::Closed) => None,
        Err(error) => {
            tracing::error!(%error, "sessions could not be expired, or old deliveries not deleted");
            Some(PAUSE)
        }
    }
}

#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the method itself does not fit, since it names one lifetime of the transaction"
)]
async fn sweep_once(store: &Store, kept: Span) -> Result<Option<Span>, Error> {
    while store.read(move |tx| tx.has_old_deliveries(kept)).await? {
        store.write(move |tx| tx.delete_old_deliveries(kept, DELETED_AT_ONCE)).await?;
    }
    let left = store.read(|tx| tx.next_expiry()).await?;
    if left.is_none_or(|left| left > Span::ZERO) {
        return Ok(left);
    }
    let swept = store.write(|tx| {
        operations::kyc::expire_sessions(tx)?;
        tx.next_expiry()
    });
    swept.await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_closed_store_ends_the_sweeping() {
        assert_eq!(rest_after(Err(Error::Closed)), None);
        assert_eq!(rest_after(Err(Error::Lost)), Some(PAUSE));
        assert_eq!(rest_after(Ok(None)), Some(LONGEST_SLEEP));
        assert_eq!(rest_after(Ok(Some(Span::millis(-5)))), Some(Duration::ZERO));
    }
}
