//! The recent requests of each merchant, for its rate limit; kept in memory only (RATE-1).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::domain::clock::Moment;
use crate::domain::id::MerchantId;
use crate::domain::rate_limit::{Bucket, RateLimit};
use crate::domain::refusal::Refusal;

/// The buckets of the merchants that have a rate limit.
#[derive(Default)]
pub(crate) struct Limiter(Mutex<HashMap<MerchantId, Bucket>>);

impl Limiter {
    /// Counts a request of the merchant, or refuses it above the rate limit (RATE-1).
    pub(crate) fn count(
        &self,
        merchant: MerchantId,
        limit: Option<RateLimit>,
        now: Moment,
    ) -> Result<(), Refusal> {
        let Some(limit) = limit else { return Ok(()) };
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.entry(merchant).or_insert_with(|| Bucket::full(limit, now));
        if bucket.limit() != limit {
            *bucket = Bucket::full(limit, now);
        }
        bucket.take(now).map_err(Refusal::RateLimited)
    }

    /// Resets the merchant's count, so that its whole limit is available.
    pub(crate) fn begin_anew(&self, merchant: MerchantId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&merchant);
    }
}
