//! News of merchants whose data has changed, for open pages.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::broadcast;

use crate::domain::id::MerchantId;

/// Number of changes kept for a page that falls behind; with more, the page gets one notice for all
/// of them.
const CHANGES_KEPT: usize = 256;

/// Publishes and counts the changes of each merchant's data; clones share them.
#[derive(Debug, Clone)]
pub(crate) struct ChangeNews {
    sender: broadcast::Sender<MerchantId>,
    counts: Arc<Mutex<HashMap<MerchantId, u64>>>,
}

impl Default for ChangeNews {
    fn default() -> Self {
        Self { sender: broadcast::channel(CHANGES_KEPT).0, counts: Arc::default() }
    }
}

impl ChangeNews {
    /// The merchants whose data changes from now on.
    pub(crate) fn subscribe(&self) -> broadcast::Receiver<MerchantId> {
        self.sender.subscribe()
    }

    /// The number of changes of a merchant's data since the sandbox began. A page that was made
    /// at another number is out of date.
    pub(crate) fn count(&self, merchant: MerchantId) -> u64 {
        self.with_counts(|counts| counts.get(&merchant).copied().unwrap_or_default())
    }

    /// Tells that a merchant's data has changed.
    pub(super) fn tell(&self, merchant: MerchantId) {
        self.with_counts(|counts| *counts.entry(merchant).or_default() += 1);
        // An error says that no page is open.
        let _ = self.sender.send(merchant);
    }

    /// Forgets a merchant that was deleted.
    pub(super) fn forget(&self, merchant: MerchantId) {
        self.with_counts(|counts| counts.remove(&merchant));
    }

    fn with_counts<T>(&self, work: impl FnOnce(&mut HashMap<MerchantId, u64>) -> T) -> T {
        work(&mut self.counts.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
