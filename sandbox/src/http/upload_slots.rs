//! Permits for uploads: they bound the files in memory, for each merchant and in total.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::domain::id::MerchantId;

/// Upper bound for the files of one merchant in memory at once; its further uploads wait.
const PER_MERCHANT: usize = 2;
/// Upper bound for all files in memory at once; no merchant can take more than a quarter of it.
const IN_TOTAL: usize = 8;

/// The permits.
pub(crate) struct UploadSlots {
    all: Arc<Semaphore>,
    merchants: Mutex<HashMap<MerchantId, Arc<Semaphore>>>,
}

/// A permit to hold a file in memory.
pub(crate) struct UploadSlot {
    _of_merchant: OwnedSemaphorePermit,
    _of_all: OwnedSemaphorePermit,
}

impl Default for UploadSlots {
    fn default() -> Self {
        Self { all: Arc::new(Semaphore::new(IN_TOTAL)), merchants: Mutex::default() }
    }
}

impl UploadSlots {
    /// Waits for a permit of the merchant; none is given after the end of the semaphores.
    pub(super) async fn take(&self, merchant: MerchantId) -> Option<UploadSlot> {
        let of_merchant = {
            let mut merchants = self.merchants.lock().unwrap_or_else(PoisonError::into_inner);
            // A permit, held or waited for, counts as a reference.
            merchants.retain(|_, slots| Arc::strong_count(slots) > 1);
            let slots = merchants.entry(merchant);
            Arc::clone(slots.or_insert_with(|| Arc::new(Semaphore::new(PER_MERCHANT))))
        };
        // A merchant that waits for itself takes nothing from the others.
        let of_merchant = of_merchant.acquire_owned().await.ok()?;
        let of_all = Arc::clone(&self.all).acquire_owned().await.ok()?;
        Some(UploadSlot { _of_merchant: of_merchant, _of_all: of_all })
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    #[test]
    fn a_merchant_takes_its_share_and_leaves_the_rest() {
        let slots = UploadSlots::default();
        let take = |merchant| slots.take(MerchantId(merchant)).now_or_never().flatten();
        let held = [1, 1].map(|merchant| take(merchant).unwrap());
        assert!(take(1).is_none());
        let others = [2, 2, 3, 3, 4, 4].map(|merchant| take(merchant).unwrap());
        assert!(take(5).is_none());
        drop(held);
        assert!(take(5).is_some() && take(1).is_some());
        drop(others);
    }
}
